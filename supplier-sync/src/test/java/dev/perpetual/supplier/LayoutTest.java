package dev.perpetual.supplier;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;

/** The layout as rules, each beside a proof that it can fail. */
class LayoutTest {

    private static final String ROOT = "dev.perpetual.supplier.";
    private static final JavaClasses SERVICE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.perpetual.supplier");

    @Test
    void the_domain_is_pure() {
        pure("domain").check(SERVICE);
    }

    @Test
    void the_purity_rule_can_fail() {
        assertThatThrownBy(() -> pure("runs").check(SERVICE)).isInstanceOf(AssertionError.class);
    }

    @Test
    void the_domain_asks_no_clock_and_no_chance() {
        withoutClockAndChance("domain").check(SERVICE);
    }

    @Test
    void the_clock_rule_can_fail() {
        assertThatThrownBy(() -> withoutClockAndChance("runs").check(SERVICE)).isInstanceOf(AssertionError.class);
    }

    @Test
    void folders_have_no_cycles() {
        withoutCycles("dev.perpetual.supplier.(*)..").check(SERVICE);
    }

    @Test
    void the_cycle_rule_can_fail() {
        var tangled = new ClassFileImporter().importPackages("dev.perpetual.supplier.tangled");
        assertThatThrownBy(() ->
                        withoutCycles("dev.perpetual.supplier.tangled.(*)..").check(tangled))
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void formats_know_no_database() {
        apartFrom("formats", "java.sql..").check(SERVICE);
    }

    @Test
    void the_apartness_rule_can_fail() {
        assertThatThrownBy(() -> apartFrom("runs", "java.sql..").check(SERVICE)).isInstanceOf(AssertionError.class);
    }

    private static ArchRule pure(String folder) {
        return classes()
                .that()
                .resideInAPackage(ROOT + folder + "..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java.lang..",
                        "java.util..",
                        "java.time..",
                        "java.nio.charset..",
                        "org.jspecify..",
                        ROOT + folder + "..");
    }

    private static ArchRule withoutClockAndChance(String folder) {
        return noClasses()
                .that()
                .resideInAPackage(ROOT + folder + "..")
                .should()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(java.util.UUID.class, "randomUUID");
    }

    private static ArchRule withoutCycles(String folders) {
        return slices().matching(folders).should().beFreeOfCycles();
    }

    private static ArchRule apartFrom(String folder, String... foreign) {
        return noClasses()
                .that()
                .resideInAPackage(ROOT + folder + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(foreign);
    }
}
