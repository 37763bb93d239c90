package dev.perpetual.ledger.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perpetual.ledger.domain.Books.Item;
import dev.perpetual.ledger.domain.Command.MoveHold;
import dev.perpetual.ledger.domain.Command.MoveHold.Step;
import dev.perpetual.ledger.domain.Command.MoveHold.StepLine;
import dev.perpetual.ledger.domain.Hold.State;
import dev.perpetual.ledger.domain.Location.BelowZero;
import dev.perpetual.ledger.domain.Outcome.Recorded;
import dev.perpetual.ledger.domain.Outcome.Unchanged;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What reaches its receiver. */
class DeliveryTest {

    private static final Instant NOW = Instant.parse("2026-03-02T08:00:00Z");
    private static final Sku TEA = new Sku("TEA");
    private static final LocationId HERE = new LocationId("W1");
    private static final HoldId HOLD = new HoldId("H");
    private static final Goods EARLY = new Goods("EARLY", "");
    private static final Goods LATE = new Goods("LATE", "");

    private final Books books = new Books(
            NOW,
            Map.of(TEA, new Item(9, false)),
            Map.of(HERE, new Location(HERE, Location.Kind.WAREHOUSE, BelowZero.REFUSE, true)),
            Map.of(key(EARLY), onTheWay(5), key(LATE), onTheWay(2)),
            Map.of(HOLD, hold()),
            Map.of(),
            Map.of(),
            List.of());

    private static BalanceKey key(Goods goods) {
        return new BalanceKey(TEA, HERE, goods);
    }

    private static Balance onTheWay(long units) {
        return new Balance(0, 0, 0, 0, 0, 0, units, 0, 9, NOW, NOW, null);
    }

    /** One line that was filled from two lots. */
    private static Hold hold() {
        return new Hold(
                HOLD,
                new Hold.Owner("order", "O"),
                State.CLOSED,
                2,
                null,
                NOW,
                List.of(
                        new HoldLine(1, TEA, HERE, EARLY, 5, 0, 0, 5, 0, 0, 9),
                        new HoldLine(1, TEA, HERE, LATE, 2, 0, 0, 2, 0, 0, 9)));
    }

    private Outcome deliver(StepLine... lines) {
        var command = new MoveHold(HOLD, Step.DELIVER, List.of(lines), NOW);
        return LedgerRules.decide(new Submitted("c" + lines.length, "h", "tester", command), books);
    }

    @Test
    void a_line_of_several_lots_is_delivered_of_all_of_them() {
        assertThat(deliver(new StepLine(1, 7, null))).isInstanceOf(Recorded.class);
        assertThat(books.balance(key(EARLY)).outbound()).isZero();
        assertThat(books.balance(key(LATE)).outbound()).isZero();
    }

    @Test
    void a_part_of_it_is_delivered_in_the_order_of_its_lots_and_the_rest_later() {
        deliver(new StepLine(1, 4, null));
        assertThat(books.balance(key(LATE)).outbound()).isEqualTo(2);

        deliver(new StepLine(1, 2, null));
        assertThat(books.balance(key(EARLY)).outbound()).isZero();
        assertThat(books.balance(key(LATE)).outbound()).isEqualTo(1);
    }

    @Test
    void a_line_that_is_named_twice_is_not_delivered_twice() {
        deliver(new StepLine(1, 6, null), new StepLine(1, 6, null));
        assertThat(books.movements().stream().mapToLong(Movement::quantity).sum())
                .isEqualTo(7);
        assertThat(deliver()).isInstanceOf(Unchanged.class);
    }
}
