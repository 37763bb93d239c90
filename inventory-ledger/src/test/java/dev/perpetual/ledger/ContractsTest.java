package dev.perpetual.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.perpetual.kit.testing.Contracts;
import dev.perpetual.ledger.domain.Account;
import dev.perpetual.ledger.domain.Balance;
import dev.perpetual.ledger.domain.Bucket;
import dev.perpetual.ledger.domain.Cause;
import dev.perpetual.ledger.domain.Goods;
import dev.perpetual.ledger.domain.Hold;
import dev.perpetual.ledger.domain.Hold.State;
import dev.perpetual.ledger.domain.HoldComponent;
import dev.perpetual.ledger.domain.HoldEvent;
import dev.perpetual.ledger.domain.HoldId;
import dev.perpetual.ledger.domain.HoldLine;
import dev.perpetual.ledger.domain.HoldOutcome;
import dev.perpetual.ledger.domain.LocationId;
import dev.perpetual.ledger.domain.Lot;
import dev.perpetual.ledger.domain.Money;
import dev.perpetual.ledger.domain.Movement;
import dev.perpetual.ledger.domain.MovementKind;
import dev.perpetual.ledger.domain.Outcome.Reason;
import dev.perpetual.ledger.domain.Outcome.Shortage;
import dev.perpetual.ledger.domain.Outside;
import dev.perpetual.ledger.domain.Packed;
import dev.perpetual.ledger.domain.Sku;
import dev.perpetual.ledger.wire.HoldOutcomeJson;
import dev.perpetual.ledger.wire.LevelJson;
import dev.perpetual.ledger.wire.LotJson;
import dev.perpetual.ledger.wire.MovementJson;
import dev.perpetual.ledger.wire.SealJson;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the ledger writes is what its contracts show. */
class ContractsTest {

    private static final Sku MUG = new Sku("MUG-BLUE");
    private static final LocationId BERLIN = new LocationId("WH-BERLIN");
    private static final String ORDER = "O-4MZQ7K2NRB1XVD9H";

    @ParameterizedTest
    @ValueSource(strings = {"stock-movements", "stock-levels", "hold-outcomes", "catalog", "lots", "seals"})
    void every_example_is_as_its_schema_says(String topic) {
        var examples = Contracts.examples(topic);
        assertThat(examples).isNotEmpty();
        examples.forEach((type, body) ->
                assertThat(Contracts.violations(topic, type, body)).as(type).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"stock-movements", "stock-levels", "hold-outcomes", "catalog", "lots", "seals"})
    void scenario_12_what_is_added_to_a_message_breaks_nobody_who_checks_it(String topic) {
        Contracts.examples(topic).forEach((type, body) -> {
            var more =
                    ((ObjectNode) Contracts.tree(body)).put("learnedLater", 1).toString();
            assertThat(Contracts.violations(topic, type, more)).as(type).isEmpty();
        });
    }

    @Test
    void a_schema_can_fail() {
        assertThat(Contracts.violations("stock-levels", LevelJson.TYPE, "{\"sku\":1}"))
                .isNotEmpty();
    }

    @Test
    void a_movement_is_written_as_its_example() {
        same(
                MovementJson.of(new Movement(
                        MUG,
                        7,
                        MovementKind.RECEIVE,
                        24,
                        Account.beyond(Outside.SUPPLIER),
                        Account.at(BERLIN, Bucket.AVAILABLE),
                        new Goods("L-2026-02", ""),
                        "two cases",
                        new Money(new BigDecimal("3.20"), "EUR"),
                        new Cause("purchase-order", "PO-1001", 1),
                        "receipt-4711-1",
                        Instant.parse("2026-03-02T08:30:00Z"),
                        Instant.parse("2026-03-02T08:30:01.250Z"),
                        "warehouse-berlin",
                        "1f7e2a4c-5b0d-3c55-9a53-0c2b7f4f1f10",
                        "http",
                        null,
                        new Packed("CASE-12", 2, 12))),
                "stock-movements",
                MovementJson.TYPE);
    }

    @Test
    void a_lot_is_written_as_its_example() {
        var at = Instant.parse("2026-03-02T08:30:01.250Z");
        var recalled = new Lot.Withdrawal(Lot.Withdrawal.Cause.RECALLED, "chipped glaze", at);
        var lot = new Lot(new Lot.Id(MUG, "L-2026-02"), Instant.parse("2027-02-01T00:00:00Z"), recalled, 2);
        same(LotJson.of(lot, at), LotJson.TOPIC, LotJson.TYPE);
        assertThat(LotJson.stream(lot.id())).isEqualTo("MUG-BLUE@L-2026-02");
    }

    @Test
    void a_seal_is_written_as_its_example() {
        same(
                SealJson.of(
                        2,
                        10_001,
                        20_004,
                        10_000,
                        "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                        "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752",
                        Instant.parse("2026-03-02T08:30:11.250Z")),
                SealJson.TOPIC,
                SealJson.TYPE);
    }

    @Test
    void a_level_is_written_as_its_example() {
        same(
                LevelJson.of(
                        MUG,
                        BERLIN,
                        new Balance(
                                0,
                                0,
                                21,
                                3,
                                0,
                                1,
                                0,
                                0,
                                8,
                                Instant.parse("2026-03-02T10:15:30.123Z"),
                                Instant.parse("2026-03-02T10:15:30.131Z"),
                                null)),
                "stock-levels",
                LevelJson.TYPE);
    }

    @Test
    void hold_outcomes_are_written_as_their_examples() {
        var tea = new HoldLine(2, new Sku("TEA-250G"), BERLIN, Goods.PLAIN, 2, 2, 0, 0, 0, 0, 41);
        var deadline = "2026-03-09T10:15:30Z";
        outcome(
                HoldEvent.GRANTED,
                "r1",
                1,
                deadline,
                List.of(mug(3, 0, 0, 0, 0, 8), tea),
                List.of(3L, 2L),
                "2026-03-02T10:15:30.131Z");
        outcome(
                HoldEvent.PICKED,
                "r2",
                2,
                null,
                List.of(mug(1, 2, 0, 0, 0, 9)),
                List.of(2L),
                "2026-03-02T14:00:00.020Z");
        outcome(
                HoldEvent.UNPICKED,
                "r7",
                3,
                null,
                List.of(mug(3, 0, 0, 0, 0, 10)),
                List.of(2L),
                "2026-03-02T14:30:00.020Z");
        outcome(
                HoldEvent.AMENDED,
                "a1",
                3,
                null,
                List.of(mug(0, 2, 0, 1, 0, 10)),
                List.of(1L),
                "2026-03-02T14:30:00.020Z");
        outcome(
                HoldEvent.SHIPPED,
                "r3",
                3,
                null,
                List.of(mug(1, 0, 2, 0, 0, 10)),
                List.of(2L),
                "2026-03-02T15:00:00.020Z");
        outcome(
                HoldEvent.RELEASED,
                "r4",
                4,
                null,
                List.of(mug(0, 0, 2, 1, 0, 11)),
                List.of(1L),
                "2026-03-02T16:00:00.020Z");
        outcome(
                HoldEvent.EXPIRED,
                "expire",
                2,
                deadline,
                List.of(mug(0, 0, 0, 0, 3, 9)),
                List.of(3L),
                "2026-03-09T10:15:30.400Z");
    }

    @Test
    void a_confirmed_hold_is_written_as_its_example() {
        var at = Instant.parse("2026-03-09T10:15:31.020Z");
        var line = new HoldLine(1, MUG, BERLIN, Goods.PLAIN, 6, 3, 0, 0, 0, 3, 10);
        var owner = new Hold.Owner("order", ORDER, "web", "SESSION-7");
        var hold = new Hold(new HoldId("C-81F/1"), owner, State.OPEN, 3, null, at, List.of(line), at);
        same(
                HoldOutcomeJson.of(
                        new HoldOutcome(HoldEvent.CONFIRMED, hold, ORDER + "/c1", List.of(3L), null, List.of(), at)),
                "hold-outcomes",
                HoldEvent.CONFIRMED.type());
    }

    @Test
    void what_left_before_its_hold_is_written_as_its_example() {
        var at = Instant.parse("2026-03-02T10:15:29.131Z");
        var line = mug(0, 0, 3, 0, 0, 8);
        var owner = new Hold.Owner("hold", ORDER + "/1");
        var hold = new Hold(new HoldId(ORDER + "/1"), owner, State.EARLY, 1, null, at, List.of(line));
        same(
                HoldOutcomeJson.of(new HoldOutcome(
                        HoldEvent.SHIPPED_EARLY, hold, ORDER + "/r3", List.of(3L), null, List.of(), at)),
                "hold-outcomes",
                HoldEvent.SHIPPED_EARLY.type());
    }

    @Test
    void a_change_that_cannot_be_is_written_as_its_example() {
        var at = Instant.parse("2026-03-02T14:40:00.020Z");
        var line = mug(0, 2, 0, 1, 0, 10);
        var hold = new Hold(
                new HoldId(ORDER + "/1"), new Hold.Owner("order", ORDER), State.OPEN, 4, null, at, List.of(line));
        same(
                HoldOutcomeJson.of(new HoldOutcome(
                        HoldEvent.CHANGE_REFUSED,
                        hold,
                        ORDER + "/r8",
                        List.of(0L),
                        Reason.INSUFFICIENT_STOCK,
                        List.of(new Shortage(1, MUG, BERLIN, 3, 2, 12)),
                        at)),
                "hold-outcomes",
                HoldEvent.CHANGE_REFUSED.type());
    }

    private static HoldLine mug(long open, long picked, long shipped, long released, long expired, long version) {
        return new HoldLine(1, MUG, BERLIN, Goods.PLAIN, 3, open, picked, shipped, released, expired, version);
    }

    private static void outcome(
            HoldEvent event,
            String request,
            long version,
            String deadline,
            List<HoldLine> lines,
            List<Long> moved,
            String at) {
        var left = lines.stream().mapToLong(line -> line.open() + line.picked()).sum();
        var hold = new Hold(
                new HoldId(ORDER + "/1"),
                new Hold.Owner("order", ORDER),
                left > 0 ? State.OPEN : State.CLOSED,
                version,
                deadline == null ? null : Instant.parse(deadline),
                Instant.parse(at),
                lines);
        same(
                HoldOutcomeJson.of(
                        new HoldOutcome(event, hold, ORDER + "/" + request, moved, null, List.of(), Instant.parse(at))),
                "hold-outcomes",
                event.type());
    }

    @Test
    void a_kit_that_is_promised_by_its_parts_is_written_as_the_schema_says() {
        var lot = new Goods("L-2026-02", "");
        var kits = new HoldLine(1, new Sku("TEA-SET"), BERLIN, Goods.PLAIN, 2, 2, 0, 0, 0, 0, 0)
                .with(List.of(new HoldComponent(MUG, lot, 2, 4, 0, 0, 0, 0, 12)));
        var assembled = new HoldLine(1, new Sku("TEA-SET"), BERLIN, Goods.PLAIN, 1, 1, 0, 0, 0, 0, 3);
        var at = Instant.parse("2026-03-02T10:15:30.131Z");
        for (var lines : List.of(List.of(kits), List.of(assembled, kits))) {
            var hold =
                    new Hold(new HoldId(ORDER + "/1"), new Hold.Owner("order", ORDER), State.OPEN, 1, null, at, lines);
            var moved = lines.stream().map(HoldLine::granted).toList();
            var written = HoldOutcomeJson.of(
                    new HoldOutcome(HoldEvent.GRANTED, hold, ORDER + "/r1", moved, null, List.of(), at));
            assertThat(Contracts.violations("hold-outcomes", HoldEvent.GRANTED.type(), written))
                    .isEmpty();
            assertThat(written)
                    .contains("\"components\":[{\"sku\":\"MUG-BLUE\",\"lot\":\"L-2026-02\",\"perKit\":2,\"open\":4");
        }
    }

    @Test
    void a_refusal_is_written_as_its_example() {
        var at = Instant.parse("2026-03-02T10:15:30.131Z");
        var hold = new Hold(
                new HoldId(ORDER + "/1"), new Hold.Owner("order", ORDER), State.REFUSED, 1, null, at, List.of());
        same(
                HoldOutcomeJson.of(new HoldOutcome(
                        HoldEvent.REFUSED,
                        hold,
                        ORDER + "/r1",
                        List.of(),
                        Reason.INSUFFICIENT_STOCK,
                        List.of(new Shortage(1, MUG, BERLIN, 5, 4, 8)),
                        at)),
                "hold-outcomes",
                HoldEvent.REFUSED.type());
    }

    private static void same(String written, String topic, String type) {
        var example = Contracts.examples(topic).get(type);
        assertThat(Contracts.tree(written)).isEqualTo(Contracts.tree(example));
        assertThat(Contracts.violations(topic, type, written)).isEmpty();
    }
}
