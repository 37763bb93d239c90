package dev.perpetual.publisher;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The layout of the service; each rule has a sibling that shows it failing. */
class ArchitectureTest {

    private static final JavaClasses SERVICE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.perpetual.publisher");
    private static final JavaClasses SERVICE_AND_TESTS =
            new ClassFileImporter().importPackages("dev.perpetual.publisher");

    private static ArchRule pure(String packages) {
        return classes()
                .that()
                .resideInAPackage(packages)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java.lang..", "java.time..", "java.util..", "org.jspecify..", packages);
    }

    private static ArchRule withoutClockAndChance(String packages) {
        return noClasses()
                .that()
                .resideInAPackage(packages)
                .should()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(java.util.UUID.class, "randomUUID")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.util.concurrent.ThreadLocalRandom");
    }

    @Test
    void the_domain_is_pure() {
        pure("dev.perpetual.publisher.domain..").check(SERVICE);
    }

    @Test
    void the_purity_rule_can_fail() {
        assertThatThrownBy(() -> pure("dev.perpetual.publisher.stock..").check(SERVICE))
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void the_domain_has_no_clock_and_no_chance() {
        withoutClockAndChance("dev.perpetual.publisher.domain..").check(SERVICE);
    }

    @Test
    void the_rule_of_clock_and_chance_can_fail() {
        assertThatThrownBy(() ->
                        withoutClockAndChance("dev.perpetual.publisher.push..").check(SERVICE))
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void folders_have_no_cycles() {
        slices().matching("dev.perpetual.publisher.(*)..")
                .should()
                .beFreeOfCycles()
                .check(SERVICE);
    }

    /** The test's own package uses every folder; a class that a folder would use back makes a cycle. */
    @Test
    void the_rule_of_cycles_can_fail() {
        assertThatThrownBy(() -> slices().matching("dev.perpetual.publisher.(cyclic*)..")
                        .should()
                        .beFreeOfCycles()
                        .check(SERVICE_AND_TESTS))
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void the_main_flow_that_package_info_names_exists() throws IOException {
        var sources = Path.of(
                System.getProperty("perpetual.root"), "channel-publisher/src/main/java/dev/perpetual/publisher");
        var text = Files.readString(sources.resolve("package-info.java"));
        var named = Pattern.compile("(?:link dev\\.perpetual\\.publisher\\.|code )([\\w./]+)}:")
                .matcher(text)
                .results()
                .map(match -> match.group(1).replace('.', '/') + ".java")
                .toList();
        assertThat(named)
                .hasSize(5)
                .allSatisfy(file -> assertThat(sources.resolve(file)).exists());
    }
}
