package dev.perpetual.publisher.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a channel's answer means, and how long it is left alone. */
class AnswerRulesTest {

    private static final Instant NOW = Instant.parse("2026-03-02T09:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "200, Taken",
        "204, Taken",
        "429, Throttled",
        "408, Unavailable",
        "500, Unavailable",
        "503, Unavailable",
        "400, Declined",
        "409, Declined",
        "422, Declined",
        "401, Barred",
        "404, Barred",
        "410, Barred",
        "301, Barred"
    })
    void every_status_has_one_meaning(int status, String meaning) {
        assertThat(AnswerRules.answer(status, null, List.of(), NOW).getClass().getSimpleName())
                .isEqualTo(meaning);
    }

    @Test
    void reads_retry_after_in_seconds_and_as_a_date() {
        assertThat(AnswerRules.wait("30", NOW)).isEqualTo(Duration.ofSeconds(30));
        assertThat(AnswerRules.wait("Mon, 2 Mar 2026 09:02:00 GMT", NOW)).isEqualTo(Duration.ofMinutes(2));
        assertThat(AnswerRules.wait("Mon, 2 Mar 2026 08:00:00 GMT", NOW)).isEqualTo(Duration.ZERO);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "soon", "-5", "1.5"})
    void a_retry_after_that_cannot_be_read_is_none(String retryAfter) {
        assertThat(AnswerRules.wait(retryAfter, NOW)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"86401", "99999999999999999999999", "Mon, 2 Mar 2037 09:02:00 GMT"})
    void believes_no_retry_after_beyond_a_day(String retryAfter) {
        assertThat(AnswerRules.wait(retryAfter, NOW)).isEqualTo(Duration.ofDays(1));
    }

    @Test
    void waits_longer_after_each_failure_but_never_too_long() {
        var random = new SplittableRandom(7);
        var first = Duration.ofMillis(500);
        var most = Duration.ofMinutes(5);
        for (var failures = 1; failures < 1000; failures++) {
            var wait = AnswerRules.backoff(failures, random.nextDouble(), first, most);
            assertThat(wait).isLessThanOrEqualTo(most);
            assertThat(wait).isGreaterThanOrEqualTo(failures > 10 ? most.dividedBy(2) : first.dividedBy(2));
        }
        assertThat(AnswerRules.backoff(4, 0, first, most)).isEqualTo(Duration.ofSeconds(2));
    }
}
