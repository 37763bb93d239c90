package dev.perpetual.supplier.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GateRulesTest {

    @Test
    void lets_an_ordinary_run_through() {
        assertThat(GateRules.passed(GateRules.judge(run(100, 100, 5, false), GateLimits.DEFAULT)))
                .isTrue();
    }

    @Test
    void lets_a_first_run_through() {
        var first = new RunFigures(3, 3, 0, 0, 0, 0, 0, List.of(), false);
        assertThat(GateRules.passed(GateRules.judge(first, GateLimits.DEFAULT))).isTrue();
    }

    @Test
    void scenario_58_stops_a_file_cut_off_at_40_percent() {
        assertThat(failed(run(40, 100, 0, false))).containsExactly("row-count");
    }

    @Test
    void scenario_58_stops_an_empty_file() {
        assertThat(failed(new RunFigures(0, 0, 0, 0, 0, 100, 0, List.of(100L), false)))
                .containsExactly("not-empty", "row-count");
    }

    @Test
    void scenario_58_stops_yesterdays_file() {
        assertThat(failed(run(100, 100, 0, true))).containsExactly("not-repeated");
    }

    @Test
    void stops_when_more_than_the_stated_share_goes_to_zero() {
        assertThat(failed(run(100, 100, 30, false))).isEmpty();
        assertThat(failed(run(100, 100, 31, false))).containsExactly("share-to-zero");
    }

    @Test
    void stops_when_most_rows_are_rejected() {
        assertThat(failed(new RunFigures(100, 40, 0, 60, 0, 100, 0, List.of(100L), false)))
                .containsExactly("rejected-share");
    }

    @Test
    void takes_the_middle_of_the_newest_runs_for_usual() {
        assertThat(failed(new RunFigures(70, 70, 0, 0, 0, 0, 0, List.of(1000L, 100L, 100L, 10L), false)))
                .isEmpty();
        assertThat(failed(new RunFigures(69, 69, 0, 0, 0, 0, 0, List.of(1000L, 100L, 100L, 10L), false)))
                .containsExactly("row-count");
    }

    @Test
    void says_what_was_expected_and_what_came() {
        assertThat(GateRules.judge(run(100, 100, 62, false), GateLimits.DEFAULT))
                .filteredOn(gate -> !gate.passed())
                .containsExactly(new GateRules.Gate(
                        "share-to-zero", false, "at most 30 % of SKUs in stock going to zero", "62 of 100 (62 %)"));
    }

    @Test
    void figures_that_do_not_add_up_are_a_bug() {
        assertThatThrownBy(() -> new RunFigures(5, 1, 1, 1, 0, 0, 0, List.of(), false))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void a_stricter_limit_never_lets_more_through(long seed) {
        var random = new SplittableRandom(seed);
        for (var i = 0; i < 500; i++) {
            var known = random.nextLong(1, 50);
            var read = random.nextLong(0, 60);
            var figures = new RunFigures(
                    read, read, 0, 0, 0, known, random.nextLong(known + 1), List.of(random.nextLong(60)), false);
            var loose = new GateLimits(random.nextDouble(), random.nextDouble(), 1, true);
            var strict = new GateLimits(loose.shareToZeroMax() / 2, loose.rowDropMax() / 2, 1, true);
            if (GateRules.passed(GateRules.judge(figures, strict))) {
                assertThat(GateRules.passed(GateRules.judge(figures, loose)))
                        .as("%s under %s", figures, loose)
                        .isTrue();
            }
        }
    }

    private static RunFigures run(long read, long known, long toZero, boolean repeated) {
        return new RunFigures(read, read, 0, 0, 0, known, toZero, List.of(100L), repeated);
    }

    private static List<String> failed(RunFigures run) {
        return GateRules.judge(run, GateLimits.DEFAULT).stream()
                .filter(gate -> !gate.passed())
                .map(GateRules.Gate::name)
                .toList();
    }
}
