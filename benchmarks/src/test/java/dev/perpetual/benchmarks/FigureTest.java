package dev.perpetual.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perpetual.benchmarks.Figure.Aim;
import org.junit.jupiter.api.Test;

class FigureTest {

    @Test
    void a_rate_is_judged_by_its_ratio_to_the_limit() {
        assertThat(new Figure("hold", 90, "1/s", 100.0, Aim.ratioAtLeast(0.9)).met())
                .isTrue();
        assertThat(new Figure("hold", 89, "1/s", 100.0, Aim.ratioAtLeast(0.9)).met())
                .isFalse();
        assertThat(new Figure("p99", 121, "ms", 100.0, Aim.ratioAtMost(1.2)).met())
                .isFalse();
    }

    @Test
    void a_latency_is_judged_by_itself() {
        assertThat(new Figure("p99", 10, "ms", null, Aim.atMost(10)).met()).isTrue();
        assertThat(new Figure("p99", 10.1, "ms", null, Aim.atMost(10)).met()).isFalse();
        assertThat(new Figure("sold", 101, "units", null, Aim.exactly(100)).met())
                .isFalse();
    }

    @Test
    void a_figure_is_one_line_of_json() {
        assertThat(new Figure("hold", 90, "1/s", 120.0, Aim.ratioAtLeast(1)).json())
                .isEqualTo("{\"name\":\"hold\",\"value\":90.00,\"unit\":\"1/s\",\"limit\":120.00,\"ratio\":0.75,"
                        + "\"aim\":\"ratio >= 1.00\",\"met\":false}");
        assertThat(Figure.reported("lag", 5, "bytes").json())
                .contains("\"limit\":null", "\"aim\":null", "\"met\":true");
    }

    @Test
    void sizes_may_be_written_as_powers() {
        assertThat(BenchOptions.number("10^6")).isEqualTo(1_000_000);
        assertThat(BenchOptions.number("1e5")).isEqualTo(100_000);
        assertThat(BenchOptions.number("12000")).isEqualTo(12_000);
    }
}
