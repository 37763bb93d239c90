package dev.perpetual.publisher.domain;

import static dev.perpetual.publisher.domain.LocationLevel.Standing.MARKETPLACE;
import static dev.perpetual.publisher.domain.LocationLevel.Standing.NOT_SELLABLE;
import static dev.perpetual.publisher.domain.LocationLevel.Standing.OWN;
import static dev.perpetual.publisher.domain.LocationLevel.Standing.SUPPLIER;
import static dev.perpetual.publisher.domain.LocationLevel.Standing.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perpetual.publisher.domain.LocationLevel.Standing;
import dev.perpetual.publisher.domain.Sum.Counted;
import dev.perpetual.publisher.domain.Sum.DecidedBy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A channel is told what its policy makes of the stock, never more. */
class AvailabilityRulesTest {

    private static final Policy EVERYTHING = new Policy(1, null, 0, 0, null, 0, false);

    @Test
    void adds_up_the_sellable_locations() {
        assertThat(quantity(EVERYTHING, 1, at("a", OWN, 5), at("b", OWN, 7))).isEqualTo(12);
    }

    @Test
    void a_location_below_zero_lowers_the_others() {
        assertThat(quantity(EVERYTHING, 1, at("a", OWN, -3), at("b", OWN, 7))).isEqualTo(4);
    }

    @Test
    void never_tells_less_than_zero() {
        assertThat(quantity(EVERYTHING, 1, at("a", OWN, -3))).isZero();
    }

    @Test
    void counts_only_the_locations_of_the_policy() {
        var policy = new Policy(1, Set.of("b"), 0, 0, null, 0, false);
        var sum = AvailabilityRules.wanted(policy, List.of(at("a", OWN, 5), at("b", OWN, 7)), 1);
        assertThat(sum.quantity()).isEqualTo(7);
        assertThat(sum.parts()).extracting(Sum.Part::counted).containsExactly(Counted.NOT_IN_POLICY, Counted.YES);
    }

    @Test
    void leaves_suppliers_out_unless_the_policy_takes_them_in() {
        var withSuppliers = new Policy(1, null, 0, 0, null, 0, true);
        assertThat(quantity(EVERYTHING, 1, at("a", OWN, 5), at("s", SUPPLIER, 90)))
                .isEqualTo(5);
        assertThat(quantity(withSuppliers, 1, at("a", OWN, 5), at("s", SUPPLIER, 90)))
                .isEqualTo(95);
    }

    @Test
    void leaves_out_what_is_not_sellable_or_not_known() {
        assertThat(quantity(EVERYTHING, 1, at("a", NOT_SELLABLE, 5), at("b", UNKNOWN, 7)))
                .isZero();
    }

    @Test
    void a_marketplace_s_own_warehouse_counts_only_where_it_is_named() {
        var named = new Policy(1, Set.of("fba"), 0, 0, null, 0, false);
        assertThat(quantity(EVERYTHING, 1, at("fba", MARKETPLACE, 5))).isZero();
        assertThat(quantity(named, 1, at("fba", MARKETPLACE, 5))).isEqualTo(5);
    }

    @Test
    void a_channel_without_a_policy_is_told_nothing_unless_it_is_zeroed() {
        assertThat(AvailabilityRules.wanted(new Listed(false, null, false, 1L, List.of(at("a", OWN, 5)))))
                .isNull();
        assertThat(decidedBy(new Listed(true, null, false, 1L, List.of()))).isEqualTo(DecidedBy.CHANNEL_ZEROED);
    }

    @Test
    void a_retired_item_and_an_unknown_pack_are_shown_as_zero() {
        var stock = List.of(at("a", OWN, 5));
        assertThat(decidedBy(new Listed(false, EVERYTHING, true, 1L, stock))).isEqualTo(DecidedBy.ITEM_RETIRED);
        assertThat(decidedBy(new Listed(false, EVERYTHING, false, null, stock))).isEqualTo(DecidedBy.PACK_UNKNOWN);
        assertThat(decidedBy(new Listed(false, EVERYTHING, false, 1L, stock))).isEqualTo(DecidedBy.STOCK);
    }

    @Test
    void keeps_back_the_larger_of_the_two_buffers() {
        assertThat(quantity(new Policy(1, null, 3, 10, null, 0, false), 1, at("a", OWN, 100)))
                .isEqualTo(90);
        assertThat(quantity(new Policy(1, null, 30, 10, null, 0, false), 1, at("a", OWN, 100)))
                .isEqualTo(70);
    }

    @Test
    void rounds_a_buffer_in_percent_up() {
        assertThat(quantity(new Policy(1, null, 0, 10, null, 0, false), 1, at("a", OWN, 11)))
                .isEqualTo(9);
    }

    @Test
    void rounds_packs_down() {
        assertThat(quantity(EVERYTHING, 12, at("a", OWN, 35))).isEqualTo(2);
    }

    @Test
    void stops_at_the_cap_and_says_so() {
        var sum = AvailabilityRules.wanted(new Policy(1, null, 0, 0, 20L, 0, false), List.of(at("a", OWN, 35)), 1);
        assertThat(sum.quantity()).isEqualTo(20);
        assertThat(sum.decidedBy()).isEqualTo(DecidedBy.CAP);
    }

    @Test
    void shows_a_small_number_as_zero_and_says_so() {
        var sum = AvailabilityRules.wanted(new Policy(1, null, 0, 0, null, 3, false), List.of(at("a", OWN, 2)), 1);
        assertThat(sum.quantity()).isZero();
        assertThat(sum.decidedBy()).isEqualTo(DecidedBy.FLOOR_TO_ZERO);
    }

    @Test
    void names_the_newest_version_it_has_seen() {
        var levels = List.of(new LocationLevel("a", OWN, 1, 4), new LocationLevel("b", OWN, 1, 9));
        assertThat(AvailabilityRules.wanted(EVERYTHING, levels, 1).skuVersion()).isEqualTo(9);
    }

    @Test
    void a_policy_that_makes_no_sense_cannot_be_made() {
        assertThatThrownBy(() -> new Policy(1, null, 0, 101, null, 0, false))
                .hasMessage("Expected bufferPercent from 0 to 100, but got 101");
        assertThatThrownBy(() -> new Policy(1, null, -1, 0, null, 0, false)).hasMessageContaining("bufferUnits");
        assertThatThrownBy(() -> new Policy(1, null, 0, 0, -1L, 0, false)).hasMessageContaining("cap");
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void is_never_more_than_the_policy_allows_whatever_comes(long seed) {
        var random = new SplittableRandom(seed);
        var policy = policy(random);
        var levels = levels(random);
        var packUnits = random.nextLong(1, 14);

        var sum = AvailabilityRules.wanted(policy, levels, packUnits);

        var allowed = counted(policy, levels);
        assertThat(sum.quantity()).isNotNegative();
        assertThat(sum.quantity() * packUnits + Math.min(policy.bufferUnits(), Math.max(0, allowed)))
                .as("quantity and buffer come out of the counted stock")
                .isLessThanOrEqualTo(Math.max(0, allowed));
        assertThat(sum.quantity() * packUnits * 100)
                .as("the percentage is kept back")
                .isLessThanOrEqualTo(Math.max(0, allowed) * (100 - policy.bufferPercent()));
        if (policy.cap() != null) {
            assertThat(sum.quantity()).isLessThanOrEqualTo(policy.cap());
        }
        assertThat(sum.quantity() == 0 || sum.quantity() >= policy.floorToZeroBelow())
                .as("nothing between zero and the floor")
                .isTrue();
        assertThat(sum.parts()).as("every location is explained").hasSameSizeAs(levels);

        var shuffled = new ArrayList<>(levels);
        Collections.shuffle(shuffled, new Random(seed));
        assertThat(AvailabilityRules.wanted(policy, shuffled, packUnits))
                .as("the order of levels does not matter")
                .isEqualTo(sum);
    }

    static LongStream seeds() {
        return LongStream.range(0, 300);
    }

    private static Policy policy(SplittableRandom random) {
        var locations = random.nextBoolean() ? null : Set.of("l" + random.nextInt(6), "x");
        Long cap = random.nextBoolean() ? null : random.nextLong(0, 40);
        return new Policy(
                1,
                locations,
                random.nextLong(0, 9),
                random.nextInt(0, 101),
                cap,
                random.nextLong(0, 5),
                random.nextBoolean());
    }

    private static List<LocationLevel> levels(SplittableRandom random) {
        return LongStream.range(0, random.nextInt(0, 6))
                .mapToObj(n -> new LocationLevel(
                        "l" + n,
                        Standing.values()[random.nextInt(Standing.values().length)],
                        random.nextLong(-20, 200),
                        random.nextLong(1, 50)))
                .toList();
    }

    /** The counted stock, said again in other words than the rules use. */
    private static long counted(Policy policy, List<LocationLevel> levels) {
        return levels.stream()
                .filter(level ->
                        policy.locations() == null || policy.locations().contains(level.location()))
                .filter(level -> level.standing() == OWN
                        || level.standing() == SUPPLIER && policy.includeSuppliers()
                        || level.standing() == MARKETPLACE && policy.locations() != null)
                .mapToLong(LocationLevel::available)
                .sum();
    }

    private static long quantity(Policy policy, long packUnits, LocationLevel... levels) {
        return AvailabilityRules.wanted(policy, List.of(levels), packUnits).quantity();
    }

    private static DecidedBy decidedBy(Listed listed) {
        return java.util.Objects.requireNonNull(AvailabilityRules.wanted(listed))
                .decidedBy();
    }

    private static LocationLevel at(String location, Standing standing, long available) {
        return new LocationLevel(location, standing, available, 1);
    }
}
