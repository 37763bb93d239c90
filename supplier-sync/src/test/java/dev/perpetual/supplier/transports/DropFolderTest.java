package dev.perpetual.supplier.transports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perpetual.kit.testing.Eventually;
import dev.perpetual.kit.testing.Infrastructure;
import dev.perpetual.kit.testing.TopicReader;
import dev.perpetual.supplier.SupplierSyncTest;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class DropFolderTest extends SupplierSyncTest {

    private static final String FEED = "daily";

    private String supplier;
    private Path folder;

    @BeforeEach
    void a_supplier_with_a_folder() throws Exception {
        catalogHas(LOCATION, List.of("MUG", "BOWL", "PLATE"));
        supplier = supplier();
        feed(supplier, FEED, "");
        folder = dropFolder(supplier, FEED);
        Eventually.value(() -> Files.isDirectory(folder), there -> there);
    }

    @Test
    void a_dropped_file_reaches_the_topic_and_is_put_away() throws Exception {
        drop("stock.csv", "sku,qty\nMUG,12\n");
        try (var topic = new TopicReader(Infrastructure.running().bootstrapServers(), "supplier-reports")) {
            var record = topic.await(found -> found.key().equals(supplier + "@MUG"));
            assertThat(record.value()).contains("\"quantity\":12");
        }
        Eventually.value(() -> Files.exists(folder.resolve("done/stock.csv")), there -> there);
        assertThat(Files.exists(folder.resolve("stock.csv"))).isFalse();
    }

    @Test
    void an_unreadable_file_is_put_aside_and_the_next_one_goes_on() throws Exception {
        drop("a-bad.csv", "sku,stock\nMUG,12\n");
        drop("b-good.csv", "sku,qty\nMUG,12\n");
        Eventually.value(() -> Files.exists(folder.resolve("failed/a-bad.csv")), there -> there);
        Eventually.value(() -> Files.exists(folder.resolve("done/b-good.csv")), there -> there);
        assertThat(known(supplier)).isEqualTo(Map.of("MUG", 12L));
    }

    @Test
    void a_file_that_still_grows_is_left_alone() throws Exception {
        var file = folder.resolve("slow.csv");
        Files.writeString(file, "sku,qty\n");
        var lines = new int[1];
        Eventually.value(
                () -> {
                    Files.writeString(file, "MUG,%d\n".formatted(lines[0]), StandardOpenOption.APPEND);
                    return ++lines[0];
                },
                written -> written == 40); // Well past the time in which a quiet file would have been taken.
        assertThat(Files.exists(file)).isTrue();
        assertThat(count("SELECT count(*) FROM run WHERE supplier = '" + supplier + "'"))
                .isZero();
        Eventually.value(() -> Files.exists(folder.resolve("done/slow.csv")), there -> there);
    }

    @Test
    void yesterdays_file_dropped_again_waits_and_both_are_kept() throws Exception {
        drop("stock.csv", "sku,qty\nMUG,12\n");
        Eventually.value(() -> Files.exists(folder.resolve("done/stock.csv")), there -> there);
        drop("stock.csv", "sku,qty\nMUG,12\n");
        Eventually.value(
                () -> count("SELECT count(*) FROM run WHERE state = 'waiting' AND supplier = '" + supplier + "'"),
                waiting -> waiting == 1);
        Eventually.value(() -> files(folder.resolve("done")), done -> done == 2);
    }

    @Test
    void a_crash_after_the_file_was_taken_neither_loses_nor_doubles_it() throws Exception {
        var taken = folder.resolve(".taken");
        Eventually.value(() -> Files.isDirectory(taken), there -> there);
        // As a crash leaves them: one before its run was committed, one after.
        var lost = UUID.randomUUID();
        put(taken, lost + "_before.csv", "sku,qty\nMUG,12\n");
        Eventually.value(() -> Files.exists(folder.resolve("done/before.csv")), there -> there);
        put(taken, lost + "_before.csv", "sku,qty\nMUG,12\n");
        Eventually.value(() -> files(folder.resolve("done")), done -> done == 2);

        assertThat(count("SELECT count(*) FROM run WHERE supplier = '" + supplier + "'"))
                .isEqualTo(1);
        assertThat(count("SELECT count(*) FROM journal WHERE key = '" + supplier + "@MUG'"))
                .isEqualTo(1);
    }

    @Test
    void a_file_waits_until_the_catalog_has_its_location() throws Exception {
        var location = "late-" + supplier;
        admin().contentType("application/json")
                .body("""
                        {"transport":{"type":"folder"},"format":{"type":"csv"},
                         "mapping":{"sku":"sku","quantity":"qty","location":"%s"}}""".formatted(location))
                .put("/v1/suppliers/%s/feeds/late".formatted(supplier))
                .then()
                .statusCode(200);
        var late = Files.createDirectories(dropFolder(supplier, "late"));
        put(late, "early.csv", "sku,qty\nMUG,12\n");
        drop("meanwhile.csv", "sku,qty\nBOWL,1\n");
        Eventually.value(() -> Files.exists(folder.resolve("done/meanwhile.csv")), there -> there);
        assertThat(Files.exists(late.resolve("early.csv"))).isTrue();

        catalogHas(location, List.of());
        Eventually.value(() -> Files.exists(late.resolve("done/early.csv")), there -> there);
        assertThat(known(supplier)).isEqualTo(Map.of("MUG", 12L, "BOWL", 1L));
    }

    private void drop(String name, String content) throws IOException {
        put(folder, name, content);
    }

    /** Renamed in, as a careful writer does. */
    private static void put(Path folder, String name, String content) throws IOException {
        var part = folder.resolve(name + ".part");
        Files.writeString(part, content);
        Files.move(part, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    private static long files(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.count();
        }
    }
}
