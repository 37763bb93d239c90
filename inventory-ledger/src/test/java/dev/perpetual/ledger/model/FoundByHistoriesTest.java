package dev.perpetual.ledger.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perpetual.ledger.domain.Movement;
import dev.perpetual.ledger.domain.MovementKind;
import dev.perpetual.ledger.model.Told.Confirms;
import dev.perpetual.ledger.model.Told.Counts;
import dev.perpetual.ledger.model.Told.Expires;
import dev.perpetual.ledger.model.Told.Goes;
import dev.perpetual.ledger.model.Told.Holds;
import dev.perpetual.ledger.model.Told.Limits;
import dev.perpetual.ledger.model.Told.Line;
import dev.perpetual.ledger.model.Told.Most;
import dev.perpetual.ledger.model.Told.Moves;
import dev.perpetual.ledger.model.Told.Opens;
import dev.perpetual.ledger.model.Told.Paper;
import dev.perpetual.ledger.model.Told.Reverses;
import dev.perpetual.ledger.model.Told.Sent;
import dev.perpetual.ledger.model.Told.Spot;
import dev.perpetual.ledger.model.Told.Steps;
import dev.perpetual.ledger.model.Told.Units;
import dev.perpetual.ledger.model.Told.Want;
import dev.perpetual.ledger.model.Told.Wares;
import dev.perpetual.ledger.model.Told.Where;
import dev.perpetual.ledger.model.Told.Who;
import dev.perpetual.ledger.model.Told.Withdraws;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What random histories found wrong in the rules, each told by itself. */
class FoundByHistoriesTest {

    private static final Spot SUPPLIER = new Spot("", "supplier");
    private static final Spot CUSTOMER = new Spot("", "customer");
    private static final Spot SHELF = new Spot("W1", "available");
    private static final long HALF = 1L << 62;
    private static final Wares LOT = new Wares("L1", "");
    private static final Paper RETURN = new Paper("return", "V1");
    private static final Paper TRANSFER = new Paper("transfer", "T0");

    private final World world = new World();
    private int told;

    @Test
    void a_plain_movement_takes_nothing_away_from_a_hold() {
        tell(moved("receive", 5, SUPPLIER, SHELF, Wares.PLAIN, "test"));
        tell(hold(3));

        assertThat(tell(moved("ship", 1, new Spot("W1", "held"), CUSTOMER, Wares.PLAIN, "test")))
                .isEqualTo("rejected movement-not-allowed");
    }

    @Test
    void a_strange_line_of_an_item_or_place_that_nobody_knows_is_rejected() {
        tell(moved("receive", 5, SUPPLIER, SHELF, Wares.PLAIN, "test"));
        tell(hold(3));

        assertThat(tell(shipped(7, "NONE", "W1"))).isEqualTo("rejected unknown-sku");
        assertThat(tell(shipped(7, "A", "GONE"))).isEqualTo("rejected unknown-location");
    }

    @Test
    void a_movement_is_reversed_in_the_batch_that_recorded_it_and_only_once() {
        world.begin(0);
        tellInBatch(moved("receive", 5, SUPPLIER, SHELF, Wares.PLAIN, "test"));

        assertThat(tellInBatch(new Reverses("A", 1, "W1", 0))).isEqualTo("recorded 2 ");
        assertThat(tellInBatch(new Reverses("A", 1, "W1", 0))).isEqualTo("rejected already-reversed");
    }

    @Test
    void part_of_a_line_is_given_up_although_some_of_it_left_in_a_lot() {
        tell(moved("receive", 4, SUPPLIER, SHELF, LOT, "test"));
        tell(opened(TRANSFER, line(null, "A", 9), ""));
        tell(step(TRANSFER, "SHIP", line(LOT, null, 4)));

        assertThat(tell(step(TRANSFER, "CLOSE", line(null, null, 2)))).isEqualTo("document transfer/T0 3");
        assertThat(tell(step(TRANSFER, "CLOSE", line(null, null, 4)))).startsWith("refused more-than-open [1 A@W2 4>3");
    }

    @Test
    void what_is_authorised_in_one_lot_is_still_awaited_when_some_came_in_another() {
        tell(opened(RETURN, line(LOT, "A", 5), ""));
        tell(step(RETURN, "RECEIVE", line(Wares.PLAIN, null, 2)));
        tell(step(RETURN, "RECEIVE", line(null, null, 3)));

        var flags = world.documents.get(Speaks.id(RETURN)).lines().stream()
                .flatMap(row -> row.flags().stream())
                .toList();
        assertThat(flags).isEmpty();
    }

    @Test
    void a_line_that_is_not_there_cannot_be_disposed_of() {
        tell(opened(RETURN, line(null, "A", 5), ""));
        var strange = new Line(2, null, "A", null, null, Map.of("WRITE_OFF", 1L), 1, false);

        assertThat(tell(step(RETURN, "DISPOSE", strange))).isEqualTo("rejected unknown-line");
    }

    @Test
    void what_a_movement_of_the_same_batch_put_on_sale_again_counts_as_restocked() {
        tell(moved("receive", 5, SUPPLIER, SHELF, Wares.PLAIN, "test"));
        tell(hold(3));
        tell(new Steps("H", "SHIP", List.of(), 0));
        tell(opened(RETURN, line(null, "A", 3), "order/O1"));
        tell(step(RETURN, "RECEIVE", line(null, null, 3)));
        world.begin(0);
        tellInBatch(moved("return", 2, CUSTOMER, SHELF, Wares.PLAIN, "order"));

        var two = new Line(1, null, null, null, null, Map.of("RESTOCK", 2L), 1, false);
        assertThat(tellInBatch(step(RETURN, "DISPOSE", two))).startsWith("refused more-than-shipped [1 A@W2 2>1");
    }

    @Test
    void what_is_refused_together_tells_no_figure_that_a_reversal_before_it_had_changed() {
        tell(moved("receive", 5, SUPPLIER, SHELF, Wares.PLAIN, "test"));
        tell(moved("sell", 4, SHELF, CUSTOMER, Wares.PLAIN, "test"));
        var back = new Sent("p1", new Reverses("A", 2, "W1", 0));
        var more = new Sent("p2", moved("write-off", 9, SHELF, new Spot("", "loss"), Wares.PLAIN, "test"));

        assertThat(tell(new Told.Together(List.of(back, more)))).isEqualTo("refused not-together ");
    }

    @Test
    void what_is_missing_when_a_hold_is_amended_is_told_as_of_a_version_that_stays() {
        tell(moved("receive", 5, SUPPLIER, SHELF, Wares.PLAIN, "test"));
        tell(hold(3));
        var asked = List.of(new Told.Amended(1, 9, Wares.PLAIN));

        assertThat(tell(new Told.Amends("H", true, asked, 0))).isEqualTo("refused insufficient-stock [1 A@W1 6>2 v2]");
    }

    @Test
    void a_hold_that_lands_after_its_shipment_takes_what_expires_first() {
        tell(moved("receive", 5, SUPPLIER, SHELF, Wares.PLAIN, "test"));
        tell(moved("receive", 5, SUPPLIER, SHELF, LOT, "test"));
        tell(new Told.Describes("A", "L1", 1_000L));
        tell(shipped(1, "A", "W1"));
        tell(hold(3));

        assertThat(world.holds.values().iterator().next().lines())
                .filteredOn(line -> line.open() > 0)
                .singleElement()
                .matches(line -> line.goods().lot().equals("L1") && line.open() == 2);
    }

    @Test
    void what_leaves_early_in_more_units_than_can_be_counted_is_rejected() {
        tell(moved("receive", Long.MAX_VALUE, SUPPLIER, SHELF, Wares.PLAIN, "test"));
        tell(left(Long.MAX_VALUE));
        tell(moved("receive", Long.MAX_VALUE, SUPPLIER, SHELF, Wares.PLAIN, "test"));

        assertThat(tell(left(Long.MAX_VALUE))).isEqualTo("rejected quantity-out-of-range");
    }

    @Test
    void what_left_early_in_several_lots_counts_in_all() {
        tell(left(Long.MAX_VALUE));
        tell(new Steps("H", "SHIP", List.of(new Units(1, 2, new Where("A", "W1", LOT))), 0));

        assertThat(tell(hold(3))).isEqualTo("rejected quantity-out-of-range");
    }

    @Test
    void a_movement_at_a_place_that_nobody_knows_is_rejected_before_its_units_are_looked_for() {
        var gone = new Spot("GONE", "available");

        assertThat(tell(named("block", gone, new Spot("GONE", "blocked"), "S1")))
                .isEqualTo("rejected unknown-location");
        assertThat(tell(named("write-off", gone, new Spot("", "loss")))).isEqualTo("rejected unknown-location");
    }

    @Test
    void a_movement_is_not_reversed_in_its_own_batch_when_its_units_have_gone_on() {
        world.begin(0);
        tellInBatch(named("receive", SUPPLIER, SHELF, "S1"));
        tellInBatch(named("receive", SUPPLIER, SHELF, "S2"));
        tellInBatch(named("sell", SHELF, CUSTOMER, "S1"));

        assertThat(tellInBatch(new Reverses("S", 1, "W1", 0))).isEqualTo("refused serial-elsewhere {S1 S/3}");
    }

    @Test
    void units_are_not_picked_under_a_hold_that_nobody_knows() {
        var where = new Where("S", "W1", Wares.PLAIN);

        assertThat(tell(new Steps("H", "PICK", List.of(new Units(1, 1, where, List.of("S1"))), 0)))
                .isEqualTo("rejected unknown-hold");
    }

    @Test
    void a_document_that_is_there_is_not_looked_at_for_its_units_again() {
        var line = new Line(1, null, "S", null, null, Map.of("GOOD", 1L), 1, false, null, List.of("S1"));
        var receipt = new Opens(
                new Paper("receipt", "R4"), "", "", "W1", "", "", 0, List.of(), List.of(line), false, false, 0);
        tell(receipt);

        assertThat(tell(receipt)).isEqualTo("rejected document-exists");
    }

    @Test
    void units_of_several_lots_that_cannot_be_counted_together_are_not_taken() {
        tell(new Counts("S", "W1", "available", Wares.PLAIN, Long.MIN_VALUE + 1, 0));
        tell(new Moves("sell", "S", 2, SHELF, CUSTOMER, LOT, "test", "T", 0, List.of("S1", "S2")));

        assertThat(tell(named("write-off", SHELF, new Spot("", "loss")))).isEqualTo("rejected quantity-out-of-range");
    }

    @Test
    void each_arrival_of_a_recalled_lot_is_blocked_under_the_names_under_which_it_came() {
        tell(new Withdraws("S", "L1", true, 0));
        var lines = List.of(arrived(1), arrived(2, "S1"), arrived(3, "S2"));
        tell(new Opens(new Paper("receipt", "R4"), "", "", "W1", "", "", 0, List.of(), lines, false, false, 0));

        var blocked = world.journal.stream()
                .filter(movement -> movement.kind() == MovementKind.BLOCK)
                .map(Movement::serials)
                .toList();
        assertThat(blocked).containsExactly(List.of(), List.of("S1"), List.of("S2"));
    }

    @Test
    void a_hold_that_expired_is_not_confirmed_when_all_that_it_was_ever_granted_cannot_be_counted() {
        tell(moved("receive", HALF, SUPPLIER, SHELF, Wares.PLAIN, "test"));
        var line = new Want(1, "A", "W1", Wares.PLAIN, HALF);
        tell(new Holds("H", "cart/C1", false, 0L, List.of(line), 0));
        tell(new Expires("H"));

        assertThat(tell(new Confirms("H", "", 0))).isEqualTo("rejected quantity-out-of-range");
    }

    @Test
    void a_limit_that_does_not_concern_a_hold_does_not_count_its_units() {
        tell(new Limits("client", "C1", "cart", "", new Most(6L, null, null)));
        tell(moved("receive", HALF, SUPPLIER, SHELF, Wares.PLAIN, "test"));
        tell(moved("receive", HALF, SUPPLIER, new Spot("W2", "available"), Wares.PLAIN, "test"));
        var lines = List.of(new Want(1, "A", "W1", Wares.PLAIN, HALF), new Want(2, "A", "W2", Wares.PLAIN, HALF));

        assertThat(tell(new Holds("H", "order/O1", true, null, lines, 0)))
                .isEqualTo("hold H GRANTED 1 [%1$d, %1$d]".formatted(HALF));
    }

    @Test
    void a_limit_made_when_more_is_held_than_can_be_counted_keeps_no_hold_from_ending() {
        tell(moved("receive", HALF, SUPPLIER, SHELF, Wares.PLAIN, "test"));
        tell(moved("receive", HALF, SUPPLIER, new Spot("W2", "available"), Wares.PLAIN, "test"));
        var lines = List.of(new Want(1, "A", "W1", Wares.PLAIN, HALF), new Want(2, "A", "W2", Wares.PLAIN, HALF));
        tell(new Holds("H", "cart/C1", new Who("web", ""), true, 0L, lines, 0));
        tell(new Limits("channel", "*", "", "A", new Most(0L, null, null)));

        assertThat(tell(new Expires("H"))).isEqualTo("hold H EXPIRED 2 [%1$d, %1$d]".formatted(HALF));
    }

    @Test
    void what_is_restocked_beyond_any_number_is_more_than_was_shipped() {
        tell(opened(RETURN, line(null, "A", 1), "order/O1"));
        for (var i = 0; i < 2; i++) {
            var blocked = new Spot("SUP", "blocked");
            tell(moved("restock", HALF, blocked, new Spot("SUP", "available"), Wares.PLAIN, "order"));
            tell(moved("receive", HALF, SUPPLIER, blocked, Wares.PLAIN, "test"));
            tell(moved("sell", HALF, new Spot("SUP", "available"), CUSTOMER, Wares.PLAIN, "test"));
        }
        tell(step(RETURN, "RECEIVE", line(null, null, 1)));

        var one = new Line(1, null, null, null, null, Map.of("RESTOCK", 1L), 1, false);
        assertThat(tell(step(RETURN, "DISPOSE", one))).startsWith("refused more-than-shipped [1 A@W2 1>0");
    }

    @Test
    void units_of_several_lots_are_counted_together_when_only_their_sum_is_a_number() {
        tell(new Counts("S", "W1", "available", Wares.PLAIN, Long.MIN_VALUE + 1, 0));
        tell(new Moves("sell", "S", 2, SHELF, CUSTOMER, LOT, "test", "T", 0, List.of("S1", "S2")));
        tell(new Counts("S", "W1", "available", new Wares("L2", ""), Long.MAX_VALUE, 0));

        assertThat(tell(named("write-off", SHELF, new Spot("", "loss")))).startsWith("refused serials-needed");
    }

    private static Line arrived(int line, String... serials) {
        return new Line(line, null, "S", LOT, null, Map.of("GOOD", 1L), 1, false, null, List.of(serials));
    }

    private static Told named(String kind, Spot from, Spot to, String... serials) {
        return new Moves(
                kind, "S", Math.max(1, serials.length), from, to, Wares.PLAIN, "test", "T", 0, List.of(serials));
    }

    private static Told left(long quantity) {
        var where = new Where("A", "W1", Wares.PLAIN);
        return new Steps("H", "SHIP", List.of(new Units(1, quantity, where)), 0);
    }

    private String tell(Told what) {
        world.begin(0);
        return tellInBatch(what);
    }

    private String tellInBatch(Told what) {
        return world.tell(new Sent("c" + told++, what));
    }

    private static Told moved(String kind, long quantity, Spot from, Spot to, Wares wares, String cause) {
        return new Moves(kind, "A", quantity, from, to, wares, cause, "O1", 0);
    }

    private static Told hold(long quantity) {
        var line = new Want(1, "A", "W1", Wares.PLAIN, quantity);
        return new Holds("H", "order/O1", true, null, List.of(line), 0);
    }

    private static Told shipped(int line, String sku, String place) {
        return new Steps("H", "SHIP", List.of(new Units(line, 1, new Where(sku, place, Wares.PLAIN))), 0);
    }

    private static Line line(@Nullable Wares wares, @Nullable String sku, long quantity) {
        return new Line(1, null, sku, wares, null, Map.of("QUANTITY", quantity), 1, false);
    }

    private static Told opened(Paper paper, Line line, String about) {
        return new Opens(paper, "W1", "ROAD", "W2", "", about, 0, List.of(), List.of(line), false, false, 0);
    }

    private static Told step(Paper paper, String step, Line line) {
        return new Goes(paper, step, List.of(), List.of(line), 0);
    }
}
