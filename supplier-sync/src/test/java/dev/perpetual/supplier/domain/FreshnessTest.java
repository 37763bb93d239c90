package dev.perpetual.supplier.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perpetual.supplier.domain.Freshness.Trust.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class FreshnessTest {

    private static final Instant AS_OF = Instant.parse("2026-03-02T09:00:00Z");

    @Test
    void a_figure_ages_from_full_over_haircut_to_unknown_and_withdrawn_but_never_to_zero() {
        assertThat(after(Duration.ofHours(24)).units()).isEqualTo(OptionalLong.of(7));
        assertThat(after(Duration.ofHours(25)).units()).isEqualTo(OptionalLong.of(3));
        assertThat(after(Duration.ofHours(49)))
                .extracting("level", "units")
                .containsExactly(Level.UNKNOWN, OptionalLong.empty());
        assertThat(after(Duration.ofDays(8)).level()).isEqualTo(Level.WITHDRAWN);
    }

    @Test
    void says_why() {
        assertThat(after(Duration.ofHours(30)).why()).isEqualTo("PT30H old, past PT24H: less 50 percent");
    }

    @Test
    void limits_in_the_wrong_order_are_refused() {
        assertThatThrownBy(() -> new Freshness(Duration.ofHours(2), Duration.ofHours(1), 50, Duration.ofDays(1)))
                .hasMessageStartingWith("Expected fullFor <= haircutFor");
    }

    private static Freshness.Trust after(Duration age) {
        return Freshness.DEFAULT.trust(7, AS_OF, AS_OF.plus(age));
    }
}
