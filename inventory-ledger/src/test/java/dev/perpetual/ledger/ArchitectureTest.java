package dev.perpetual.ledger;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final JavaClasses SERVICE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.perpetual.ledger");

    private static final JavaClasses WITH_TESTS = new ClassFileImporter().importPackages("dev.perpetual.ledger");

    @Test
    void the_domain_is_pure() {
        pure("dev.perpetual.ledger.domain..").check(SERVICE);
    }

    @Test
    void the_purity_rule_can_fail() {
        assertThatThrownBy(() -> pure("dev.perpetual.ledger.commit..").check(SERVICE))
                .isInstanceOf(AssertionError.class);
    }

    private static ArchRule pure(String packages) {
        return classes()
                .that()
                .resideInAPackage(packages)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        packages,
                        "java.lang..",
                        "java.util..",
                        "java.time",
                        "java.math",
                        "java.nio.charset",
                        "org.jspecify.annotations");
    }

    @Test
    void folders_have_no_cycles() {
        acyclic("dev.perpetual.ledger.(*)..").check(SERVICE);
    }

    @Test
    void the_rule_on_cycles_can_fail() {
        assertThatThrownBy(() -> acyclic("dev.perpetual.ledger.cycle.(*)..").check(WITH_TESTS))
                .isInstanceOf(AssertionError.class);
    }

    private static ArchRule acyclic(String packages) {
        return slices().matching(packages).should().beFreeOfCycles();
    }

    @Test
    void only_the_loop_writes_and_nothing_in_it_knows_http() {
        webless("dev.perpetual.ledger.commit..").check(SERVICE);
    }

    @Test
    void the_rule_on_http_can_fail() {
        assertThatThrownBy(() -> webless("dev.perpetual.ledger.stock..").check(SERVICE))
                .isInstanceOf(AssertionError.class);
    }

    private static ArchRule webless(String packages) {
        return com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses()
                .that()
                .resideInAPackage(packages)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("jakarta.ws.rs..", "io.quarkiverse.resteasy..");
    }
}
