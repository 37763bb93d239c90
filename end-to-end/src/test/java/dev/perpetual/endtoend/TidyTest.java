package dev.perpetual.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** House rules that no compiler checks; each is shown able to fail. */
class TidyTest {

    private static final Path ROOT = Path.of(System.getProperty("perpetual.root"));
    private static final Set<String> SKIPPED = Set.of("target", "data", ".git", ".mvn", "node_modules");
    private static final int LINES_MAX = 310;
    private static final int LINES_OF_TEST_MAX = 450;
    private static final Pattern TYPE_NAME =
            Pattern.compile("\\b(?:class|interface|record|enum) \\w*(?:Manager|Helper|Util|Utils|Impl|Dto)\\b");
    private static final Pattern UNFINISHED = Pattern.compile("\\b(?:TO" + "DO|FIX" + "ME|XX" + "X)\\b");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(?:#[^)]*)?\\)");
    private static final Pattern TOUR = Pattern.compile("<li>\\{@(?:link|code)\\s+([\\w./]+)}");

    @TempDir
    Path folder;

    @Test
    void no_source_file_is_too_long_to_read() {
        assertThat(offences(ROOT, TidyTest::tooLong)).isEmpty();
    }

    @Test
    void the_length_rule_can_fail() throws IOException {
        Files.writeString(folder.resolve("Long.java"), "line\n".repeat(LINES_MAX + 1));
        assertThat(offences(folder, TidyTest::tooLong)).hasSize(1);
    }

    @Test
    void types_are_named_for_what_they_do_and_nothing_is_left_for_later() {
        assertThat(offences(ROOT, TidyTest::badWords)).isEmpty();
    }

    @Test
    void the_word_rule_can_fail() throws IOException {
        Files.writeString(folder.resolve("A.java"), "final class Stock" + "Manager {}");
        Files.writeString(folder.resolve("B.java"), "// TO" + "DO later");
        assertThat(offences(folder, TidyTest::badWords)).hasSize(2);
    }

    @Test
    void every_path_that_a_document_links_exists() {
        assertThat(offences(ROOT, TidyTest::brokenLinks)).isEmpty();
    }

    @Test
    void the_link_rule_can_fail() throws IOException {
        Files.writeString(folder.resolve("README.md"), "See [it](nowhere.md) and [the web](https://example.org).");
        assertThat(offences(folder, TidyTest::brokenLinks)).hasSize(1);
    }

    @Test
    void every_file_of_a_services_reading_tour_exists() {
        for (var service : List.of(
                "inventory-ledger/src/main/java/dev/perpetual/ledger",
                "order-router/src/main/java/dev/perpetual/router",
                "supplier-sync/src/main/java/dev/perpetual/supplier",
                "channel-publisher/src/main/java/dev/perpetual/publisher")) {
            var tour = tour(ROOT.resolve(service));
            assertThat(tour).as(service + " names its five files").hasSizeGreaterThanOrEqualTo(5);
            assertThat(tour).as(service).allSatisfy(stop -> assertThat(stop).exists());
        }
    }

    private static List<String> offences(Path root, Function<Path, List<String>> rule) {
        try (var files = Files.walk(root)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> Stream.of(root.relativize(file).toString().split("/"))
                            .noneMatch(SKIPPED::contains))
                    .flatMap(file -> rule.apply(file).stream())
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static List<String> tooLong(Path file) {
        if (!file.toString().endsWith(".java")) {
            return List.of();
        }
        var lines = lines(file).size();
        var most = file.toString().contains("/src/test/") ? LINES_OF_TEST_MAX : LINES_MAX;
        return lines <= most
                ? List.of()
                : List.of("Expected at most %d lines in %s, but got %d".formatted(most, file, lines));
    }

    private static List<String> badWords(Path file) {
        if (!file.toString().endsWith(".java")) {
            return List.of();
        }
        return lines(file).stream()
                .filter(line -> TYPE_NAME.matcher(line).find()
                        || UNFINISHED.matcher(line).find())
                .map(line -> "Expected another word in " + file + ", but got: " + line.strip())
                .toList();
    }

    private static List<String> brokenLinks(Path file) {
        if (!file.toString().endsWith(".md")) {
            return List.of();
        }
        var broken = new ArrayList<String>();
        var links = LINK.matcher(String.join("\n", lines(file)));
        while (links.find()) {
            if (!Files.exists(file.resolveSibling(links.group(1)))) {
                broken.add("Expected %s to exist, as %s links it".formatted(links.group(1), file));
            }
        }
        return broken;
    }

    /** The files that the items of the package's documentation name: as types, or as paths below it. */
    private static List<Path> tour(Path packageFolder) {
        var stops = new ArrayList<Path>();
        var items = TOUR.matcher(String.join("\n", lines(packageFolder.resolve("package-info.java"))));
        var sources = packageFolder.resolve("../../..").normalize();
        while (items.find()) {
            var name = items.group(1).replaceFirst("\\.java$", "");
            stops.add(
                    name.startsWith("dev.")
                            ? sources.resolve(name.replace('.', '/') + ".java")
                            : packageFolder.resolve(name + ".java"));
        }
        return stops;
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
