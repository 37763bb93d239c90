package dev.perpetual.sandbox.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The real data, where it is: {@code -Dretail.file=…}. */
class RealSliceTest {
    @Test
    void every_row_of_the_real_file_has_a_meaning() {
        var path = Path.of(System.getProperty("retail.file", "absent"));
        assumeTrue(Files.exists(path), "no retail.file given");
        var file = RetailFile.open(path);

        var survey = Survey.of(file);
        var undos = Undos.of(file, survey);

        survey.counts().lines().forEach(System.out::println);
        System.out.println(undos.units());
        assertThat(survey.counts().isComplete()).isTrue();
        assertThat(survey.counts().unreadable).isZero();
    }
}
