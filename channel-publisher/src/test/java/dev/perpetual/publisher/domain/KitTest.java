package dev.perpetual.publisher.domain;

import static dev.perpetual.publisher.domain.LocationLevel.Standing.NOT_SELLABLE;
import static dev.perpetual.publisher.domain.LocationLevel.Standing.OWN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perpetual.publisher.domain.Kit.Part;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How many kits a location can promise, by what is heard of its parts. */
class KitTest {

    private static final Kit SET = new Kit(List.of(new Part("MUG", 2, false), new Part("TEA", 1, false)));

    @Test
    void the_scarcest_part_decides_and_assembled_kits_are_added() {
        assertThat(available(SET, 0, 9, 30)).isEqualTo(4);
        assertThat(available(SET, 3, 9, 2)).isEqualTo(5);
        assertThat(available(SET, 0, 1, 30)).isZero();
    }

    @Test
    void a_part_below_zero_makes_none_and_kits_below_zero_are_owed() {
        assertThat(available(SET, 0, -4, 30)).isZero();
        assertThat(available(SET, -2, 9, 30)).isEqualTo(2);
    }

    @Test
    void a_part_that_nothing_was_heard_of_or_that_is_retired_makes_none() {
        assertThat(SET.levels("SET", Map.of("MUG", List.of(level(8)))))
                .extracting(LocationLevel::available)
                .containsExactly(0L);
        var retired = new Kit(List.of(new Part("MUG", 2, false), new Part("TEA", 1, true)));
        assertThat(available(retired, 1, 9, 30)).isEqualTo(1);
        assertThat(SET.levels("SET", Map.of())).isEmpty();
    }

    @Test
    void a_location_keeps_what_the_catalog_says_of_it() {
        var there = new LocationLevel("a", NOT_SELLABLE, 4, 7);
        assertThat(new Kit(List.of(new Part("MUG", 1, false))).levels("SET", Map.of("MUG", List.of(there))))
                .extracting(LocationLevel::standing)
                .containsExactly(NOT_SELLABLE);
    }

    private static long available(Kit kit, long assembled, long mugs, long teas) {
        var levels = Map.of("SET", List.of(level(assembled)), "MUG", List.of(level(mugs)), "TEA", List.of(level(teas)));
        return kit.levels("SET", levels).getFirst().available();
    }

    private static LocationLevel level(long available) {
        return new LocationLevel("a", OWN, available, 1);
    }
}
