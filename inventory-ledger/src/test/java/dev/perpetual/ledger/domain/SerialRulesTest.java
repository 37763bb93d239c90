package dev.perpetual.ledger.domain;

import static dev.perpetual.ledger.domain.Account.at;
import static dev.perpetual.ledger.domain.Account.beyond;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perpetual.ledger.domain.Books.Item;
import dev.perpetual.ledger.domain.Command.MoveHold;
import dev.perpetual.ledger.domain.Command.MoveHold.Step;
import dev.perpetual.ledger.domain.Command.MoveHold.StepLine;
import dev.perpetual.ledger.domain.Command.PlaceHold;
import dev.perpetual.ledger.domain.Command.RecordMovement;
import dev.perpetual.ledger.domain.Command.ReverseMovement;
import dev.perpetual.ledger.domain.Command.WithdrawLot;
import dev.perpetual.ledger.domain.HoldLine.AskedLine;
import dev.perpetual.ledger.domain.Location.BelowZero;
import dev.perpetual.ledger.domain.Outcome.Reason;
import dev.perpetual.ledger.domain.Outcome.Refused;
import dev.perpetual.ledger.domain.Outcome.Rejected;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SerialRulesTest {

    private static final Instant NOW = Instant.parse("2026-03-02T08:00:00Z");
    private static final Sku PHONE = new Sku("PHONE");
    private static final LocationId HERE = new LocationId("W1");
    private static final Account SHELF = at(HERE, Bucket.AVAILABLE);
    private static final Account SUPPLIER = beyond(Outside.SUPPLIER);
    private static final Account CUSTOMER = beyond(Outside.CUSTOMER);

    private final Books books = books(true);
    private int commands;

    private static Books books(boolean bySerial) {
        var recalled = new Lot.Id(PHONE, "BAD");
        return new Books(
                NOW,
                Map.of(PHONE, new Item(0, false, false, bySerial)),
                Map.of(HERE, new Location(HERE, Location.Kind.WAREHOUSE, BelowZero.REFUSE, true)),
                Map.of(),
                Map.of(),
                Map.of(),
                Map.of(
                        recalled,
                        new Lot(recalled, null, new Lot.Withdrawal(Lot.Withdrawal.Cause.RECALLED, null, NOW), 1)),
                List.of());
    }

    private Outcome decide(Command command) {
        return LedgerRules.decide(new Submitted("c" + commands++, "h", "tester", command), books);
    }

    private Outcome move(MovementKind kind, Account from, Account to, String lot, String... serials) {
        return decide(movement(kind, from, to, lot, Math.max(1, serials.length), serials));
    }

    private static RecordMovement movement(
            MovementKind kind, Account from, Account to, String lot, long units, String... serials) {
        return new RecordMovement(
                kind,
                PHONE,
                units,
                from,
                to,
                new Goods(lot, ""),
                null,
                null,
                new Cause("test", "T", null),
                NOW,
                List.of(serials),
                null);
    }

    private Account now(String serial) {
        var position = books.serials().now(new Serial.Id(PHONE, serial));
        return position == null ? SUPPLIER : position.account();
    }

    private long open() {
        return books.serials().changedCases().stream()
                .filter(SerialCase::isOpen)
                .count();
    }

    @Test
    void units_of_a_recalled_lot_go_on_into_quarantine_under_their_names() {
        move(MovementKind.RECEIVE, SUPPLIER, SHELF, "BAD", "S1", "S2");

        assertThat(books.movements())
                .extracting(Movement::kind)
                .containsExactly(MovementKind.RECEIVE, MovementKind.BLOCK);
        assertThat(books.movements().getLast().serials()).containsExactly("S1", "S2");
        assertThat(now("S1")).isEqualTo(at(HERE, Bucket.BLOCKED));
        assertThat(open()).isZero();
    }

    @Test
    void a_recall_blocks_the_units_of_its_lot_under_their_names() {
        move(MovementKind.RECEIVE, SUPPLIER, SHELF, "GOOD", "S1");
        move(MovementKind.RECEIVE, SUPPLIER, SHELF, "OLD", "S3", "S2");

        decide(new WithdrawLot(new Lot.Id(PHONE, "OLD"), Lot.Withdrawal.Cause.RECALLED, "smoke", NOW));

        assertThat(books.movements().getLast().serials()).containsExactly("S2", "S3");
        assertThat(now("S2")).isEqualTo(at(HERE, Bucket.BLOCKED));
        assertThat(now("S1")).isEqualTo(SHELF);
    }

    @Test
    void a_unit_that_nobody_received_leaves_and_the_receipt_that_was_missing_closes_the_case() {
        move(MovementKind.SHIP, SHELF, CUSTOMER, "", "S1");
        assertThat(open()).isEqualTo(1);
        move(MovementKind.RECEIVE, SUPPLIER, SHELF, "", "S1");
        assertThat(open()).isZero();
        assertThat(now("S1")).isEqualTo(CUSTOMER);
    }

    @Test
    void a_unit_that_came_back_to_the_supplier_may_come_again() {
        move(MovementKind.RECEIVE, SUPPLIER, SHELF, "", "S1");
        assertThat(move(MovementKind.RECEIVE, SUPPLIER, SHELF, "", "S1")).isInstanceOf(Refused.class);
        move(MovementKind.RETURN, SHELF, SUPPLIER, "", "S1");
        assertThat(move(MovementKind.RECEIVE, SUPPLIER, SHELF, "", "S1")).isInstanceOf(Outcome.Recorded.class);
        assertThat(open()).isZero();
    }

    @Test
    void no_more_units_are_picked_by_name_than_are_open() {
        move(MovementKind.RECEIVE, SUPPLIER, SHELF, "", "S1", "S2");
        decide(new PlaceHold(
                new HoldId("H"),
                new Hold.Owner("order", "O"),
                Hold.Fill.ALL,
                null,
                List.of(new AskedLine(1, PHONE, HERE, Goods.PLAIN, 1)),
                NOW));
        var pick =
                new MoveHold(new HoldId("H"), Step.PICK, List.of(new StepLine(1, 2, null, List.of("S1", "S2"))), NOW);
        assertThat(decide(pick))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.reason()).isEqualTo(Reason.MORE_THAN_OPEN));
        decide(new MoveHold(new HoldId("H"), Step.PICK, List.of(new StepLine(1, 1, null, List.of("S2"))), NOW));
        assertThat(now("S2")).isEqualTo(at(HERE, Bucket.PICKED));
        assertThat(now("S1")).isEqualTo(SHELF);
    }

    @Test
    void a_movement_names_each_of_its_units_once_or_none() {
        for (var wrong : List.of(
                movement(MovementKind.RECEIVE, SUPPLIER, SHELF, "", 2, "S1"),
                movement(MovementKind.RECEIVE, SUPPLIER, SHELF, "", 2, "S1", "S1"),
                movement(MovementKind.SELL, SHELF, CUSTOMER, "", 1, "S1", "S2"))) {
            assertThat(decide(wrong))
                    .isInstanceOfSatisfying(
                            Rejected.class,
                            rejected -> assertThat(rejected.reason()).isEqualTo(Reason.SERIALS_DO_NOT_FIT));
        }
        assertThat(books.movements()).isEmpty();
    }

    @Test
    void units_of_an_item_without_numbers_cannot_be_named() {
        var command = movement(MovementKind.RECEIVE, SUPPLIER, SHELF, "", 1, "S1");
        assertThat(LedgerRules.decide(new Submitted("c", "h", "tester", command), books(false)))
                .isInstanceOfSatisfying(
                        Rejected.class,
                        rejected -> assertThat(rejected.reason()).isEqualTo(Reason.NOT_TRACKED_BY_SERIAL));
    }

    @Test
    void that_units_were_not_named_is_told_where_they_change_place() {
        decide(movement(MovementKind.RECEIVE, SUPPLIER, SHELF, "", 3));
        decide(new PlaceHold(
                new HoldId("H"),
                new Hold.Owner("order", "O"),
                Hold.Fill.ALL,
                null,
                List.of(new AskedLine(1, PHONE, HERE, Goods.PLAIN, 1)),
                NOW));
        assertThat(books.movements().getFirst().serials()).isEmpty();
        assertThat(books.movements().getLast().serials()).isNull();
    }

    @Test
    void what_is_reversed_in_the_batch_that_recorded_it_takes_its_units_along() {
        move(MovementKind.RECEIVE, SUPPLIER, SHELF, "", "S1", "S2");
        decide(new ReverseMovement(new Original.Id(PHONE, 1), HERE, null, NOW));

        assertThat(books.movements().getLast().serials()).containsExactly("S1", "S2");
    }
}
