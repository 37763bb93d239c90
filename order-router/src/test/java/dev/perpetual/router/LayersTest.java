package dev.perpetual.router;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
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

/** The layering as tests; each has a sibling that shows that it can fail. */
class LayersTest {
    private static final JavaClasses SERVICE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.perpetual.router");
    private static final JavaClasses WITH_TESTS = new ClassFileImporter().importPackages("dev.perpetual.router");

    private static ArchRule pure(String packages) {
        return classes()
                .that()
                .resideInAPackage(packages)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java.lang..",
                        "java.util..",
                        "java.time..",
                        "java.math..",
                        "org.jspecify..",
                        "dev.perpetual.router.domain..");
    }

    private static ArchRule noCycles(String slices) {
        return slices().matching(slices).should().beFreeOfCycles();
    }

    @Test
    void the_domain_is_pure() {
        pure("dev.perpetual.router.domain..").check(SERVICE);
    }

    @Test
    void the_purity_rule_can_fail() {
        assertThatThrownBy(() -> pure("dev.perpetual.router.orders..").check(SERVICE))
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void there_are_no_cycles_between_folders() {
        noCycles("dev.perpetual.router.(*)..").check(SERVICE);
    }

    @Test
    void the_cycle_rule_can_fail() {
        assertThatThrownBy(() -> noCycles("dev.perpetual.router.cyclic.(*)..").check(WITH_TESTS))
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void the_reading_tour_names_files_that_exist() throws IOException {
        var root = Path.of(System.getProperty("perpetual.root"), "order-router/src/main/java/dev/perpetual/router");
        var named = Pattern.compile("\\{@code ([a-zA-Z/]+\\.java)}")
                .matcher(Files.readString(root.resolve("package-info.java")))
                .results()
                .map(match -> match.group(1))
                .toList();
        assertThat(named)
                .hasSize(5)
                .allSatisfy(file -> assertThat(root.resolve(file)).exists());
    }
}
