package dev.perpetual.ledger.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perpetual.ledger.domain.CountLine.Basis;
import dev.perpetual.ledger.domain.CountLine.Recount;
import dev.perpetual.ledger.domain.CountRules.Entered.Done;
import dev.perpetual.ledger.domain.CountRules.Entered.Not;
import dev.perpetual.ledger.domain.CountRules.Entry;
import dev.perpetual.ledger.domain.CountRules.Facts;
import dev.perpetual.ledger.domain.CountRules.Limits;
import dev.perpetual.ledger.domain.CountRules.Share;
import dev.perpetual.ledger.domain.StockCount.Mode;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CountRulesTest {

    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
    private static final Limits LIMITS = new Limits(new BigDecimal("1000"), 100);
    private static final BalanceKey MUGS = new BalanceKey(new Sku("MUG"), new LocationId("BIN-1"), new Goods("", ""));
    private static final CountLine LINE = CountLine.opened(1, MUGS, 7, 12);
    private static final Money TEN = new Money(new BigDecimal("10.00"), "EUR");

    private static Entry seen(long units, String by) {
        return new Entry(units, new Basis(7L, null), by, NOON, null);
    }

    private static CountLine entered(CountLine line, long units, String by, Mode mode) {
        return ((Done) CountRules.enter(line, seen(units, by), mode)).line();
    }

    private static Facts facts(long first, long last) {
        return new Facts(9, first, last, false, TEN);
    }

    @Test
    void parts_add_up_or_replace_only_when_somebody_says_so() {
        var once = entered(LINE, 5, "Ann", null);
        assertThat(CountRules.enter(once, seen(4, "Bob"), null)).isInstanceOf(Not.class);
        assertThat(tally(entered(once, 4, "Bob", Mode.ADD)).counted()).isEqualTo(9);
        assertThat(tally(entered(once, 4, "Bob", Mode.ADD)).by()).containsExactly("Ann", "Bob");
        assertThat(tally(entered(once, 4, "Bob", Mode.REPLACE)).counted()).isEqualTo(4);
        assertThat(tally(entered(once, 4, "Bob", Mode.REPLACE)).by()).containsExactly("Bob");
    }

    private static CountLine.Tally tally(CountLine line) {
        return Objects.requireNonNull(line.tally());
    }

    private static CountLine.Verdict verdict(CountLine line) {
        return Objects.requireNonNull(line.verdict());
    }

    @Test
    void scenario_30_what_nobody_counted_is_no_difference() {
        assertThat(CountRules.judge(LINE, facts(12, 12), LIMITS).verdict()).isNull();
        var zero = CountRules.blankIsZero(LINE, 9, "Ann", NOON);
        assertThat(verdict(CountRules.judge(zero, facts(12, 12), LIMITS)).variance())
                .isEqualTo(-12);
    }

    @Test
    void a_line_whose_stock_moved_between_two_looks_has_to_be_counted_again_by_anybody() {
        var judged = CountRules.judge(entered(LINE, 10, "Ann", null), facts(12, 10), LIMITS);
        assertThat(verdict(judged).recount()).isEqualTo(Recount.MOVED);
        var again = CountRules.judge(entered(judged, 10, "Ann", Mode.RECOUNT), facts(10, 10), LIMITS);
        assertThat(verdict(again).recount()).isNull();
        assertThat(verdict(again).variance()).isZero();
    }

    @Test
    void scenario_34_what_is_worth_more_than_the_limit_is_recounted_by_somebody_else() {
        var judged = CountRules.judge(entered(LINE, 200, "Ann", null), facts(12, 12), LIMITS);
        assertThat(verdict(judged).recount()).isEqualTo(Recount.LARGE);
        assertThat(CountRules.enter(judged, seen(200, "Ann"), Mode.RECOUNT))
                .isInstanceOfSatisfying(
                        Not.class, not -> assertThat(not.problem()).isEqualTo("recount-by-another"));
        var again = CountRules.judge(entered(judged, 200, "Bob", Mode.RECOUNT), facts(12, 12), LIMITS);
        assertThat(verdict(again).recount()).isNull();
        assertThat(verdict(again).large()).isTrue();
        assertThat(CountRules.approvalsNeeded(true)).isEqualTo(2);
    }

    @Test
    void without_a_known_cost_the_units_decide() {
        var free = new Facts(9, 0, 0, false, null);
        assertThat(verdict(CountRules.judge(entered(LINE, 100, "Ann", null), free, LIMITS))
                        .large())
                .isFalse();
        assertThat(verdict(CountRules.judge(entered(LINE, 101, "Ann", null), free, LIMITS))
                        .large())
                .isTrue();
        var exact = CountRules.judge(entered(LINE, 112, "Ann", null), facts(12, 12), LIMITS);
        assertThat(verdict(exact).large())
                .as("exactly the limit is not above it")
                .isFalse();
    }

    @Test
    void whoever_counts_cannot_make_a_difference_small_by_naming_a_low_cost() {
        var cent = new Money(new BigDecimal("0.01"), "EUR");
        var cheap = new Entry(200, new Basis(7L, null), "Ann", NOON, cent);
        var line = ((Done) CountRules.enter(LINE, cheap, null)).line();
        assertThat(verdict(CountRules.judge(line, facts(12, 12), LIMITS)).large())
                .isTrue();
        assertThat(verdict(CountRules.judge(line, new Facts(9, 12, 12, false, null), LIMITS))
                        .large())
                .isTrue();
    }

    @Test
    void only_a_surplus_of_an_unknown_lot_is_found_stock() {
        var unknown = new Facts(9, 0, 0, true, null);
        assertThat(verdict(CountRules.judge(entered(LINE, 8, "Ann", null), unknown, LIMITS))
                        .found())
                .isTrue();
        assertThat(verdict(CountRules.judge(entered(LINE, 0, "Ann", null), unknown, LIMITS))
                        .found())
                .isFalse();
    }

    @Test
    void scenario_31_what_is_missing_is_taken_from_what_nobody_was_promised_before_a_promise_breaks() {
        var balance = balance(3, 2, 4, 5);
        assertThat(CountRules.shares(balance, -2)).containsExactly(new Share(Bucket.AVAILABLE, -2));
        assertThat(CountRules.shares(balance, -9))
                .containsExactly(
                        new Share(Bucket.AVAILABLE, -3),
                        new Share(Bucket.INSPECTION, -2),
                        new Share(Bucket.BLOCKED, -4));
        assertThat(CountRules.shares(balance, -11)).contains(new Share(Bucket.AVAILABLE, -5));
        assertThat(CountRules.shares(balance(-3, 0, -1, 5), 6))
                .containsExactly(new Share(Bucket.AVAILABLE, 5), new Share(Bucket.BLOCKED, 1));
    }

    @Test
    void shares_always_sum_to_the_difference_and_break_a_promise_only_when_nothing_else_is_left() {
        var seed = 20261126L;
        var random = new SplittableRandom(seed);
        for (var round = 0; round < 20_000; round++) {
            var balance = balance(any(random), any(random), any(random), Math.abs(any(random)));
            var difference = any(random);
            var shares = CountRules.shares(balance, difference);
            var context = "seed %d round %d: %s of %s gave %s".formatted(seed, round, difference, balance, shares);
            assertThat(shares.stream().mapToLong(Share::units).sum())
                    .as(context)
                    .isEqualTo(difference);
            assertThat(shares.stream().map(Share::bucket)).as(context).doesNotHaveDuplicates();
            var isBroken = shares.stream()
                    .anyMatch(share -> share.units() < 0 && balance.units(share.bucket()) + share.units() < 0);
            var free = positive(balance, Bucket.AVAILABLE)
                    + positive(balance, Bucket.INSPECTION)
                    + positive(balance, Bucket.BLOCKED);
            assertThat(isBroken).as(context).isEqualTo(difference < 0 && -difference > free);
        }
    }

    private static long any(SplittableRandom random) {
        return random.nextLong(-6, 7);
    }

    private static long positive(Balance balance, Bucket bucket) {
        return Math.max(0, balance.units(bucket));
    }

    private static Balance balance(long available, long inspection, long blocked, long held) {
        return new Balance(0, inspection, available, held, 0, blocked, 0, 0, 1, NOON, NOON, null);
    }

    @Test
    void a_count_goes_one_way() {
        assertThat(List.of(StockCount.State.values()).stream().filter(StockCount.Step.ENTER::isPossible))
                .containsExactly(StockCount.State.OPEN);
        assertThat(StockCount.Step.CANCEL.isPossible(StockCount.State.APPLYING)).isFalse();
        assertThat(StockCount.Step.APPLY.isPossible(StockCount.State.COMPLETED)).isFalse();
    }
}
