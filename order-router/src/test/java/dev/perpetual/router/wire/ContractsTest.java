package dev.perpetual.router.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perpetual.kit.journal.JournalEntry;
import dev.perpetual.kit.testing.Contracts;
import dev.perpetual.router.domain.orders.Bucket;
import dev.perpetual.router.domain.orders.Fulfilment;
import dev.perpetual.router.domain.orders.FulfilmentRequest;
import dev.perpetual.router.domain.orders.Hold;
import dev.perpetual.router.domain.orders.Move;
import dev.perpetual.router.domain.orders.Order;
import dev.perpetual.router.domain.orders.OrderEvent;
import dev.perpetual.router.domain.orders.OrderEvent.Cause;
import dev.perpetual.router.domain.orders.OrderLine;
import dev.perpetual.router.domain.orders.OrderTerms;
import dev.perpetual.router.domain.orders.Units;
import dev.perpetual.router.domain.orders.Work;
import dev.perpetual.router.domain.sourcing.ServiceLevel;
import dev.perpetual.router.domain.sourcing.Split;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ContractsTest {
    private static final String ORDER = "O-4MZQ7K2NRB1XVD9H";
    private static final String HOLD = ORDER + "/1";
    private static final Instant AT = Instant.parse("2026-03-02T10:15:30.123Z");

    @Test
    void every_change_of_an_order_is_written_exactly_as_its_example() {
        var hold = new Cause("hold", HOLD);
        written(
                "orders",
                Stream.of(
                        event(
                                1,
                                new OrderEvent.Received(new Cause("request", "100234")),
                                units(5, 0, 0, 0, 0, 0),
                                units(2, 0, 0, 0, 0, 0)),
                        event(
                                2,
                                new OrderEvent.Routed(
                                        List.of(
                                                move(1, Bucket.OPEN, Bucket.HELD, 5),
                                                move(2, Bucket.OPEN, Bucket.HELD, 2)),
                                        hold),
                                units(0, 5, 0, 0, 0, 0),
                                units(0, 2, 0, 0, 0, 0)),
                        event(
                                2,
                                new OrderEvent.Backordered(new Cause("decision", HOLD)),
                                units(5, 0, 0, 0, 0, 0),
                                units(2, 0, 0, 0, 0, 0)),
                        event(
                                3,
                                new OrderEvent.Changed(List.of(move(1, Bucket.HELD, Bucket.OPEN, 5)), hold),
                                units(5, 0, 0, 0, 0, 0),
                                units(0, 2, 0, 0, 0, 0)),
                        event(
                                3,
                                new OrderEvent.Picked(List.of(move(1, Bucket.HELD, Bucket.PICKED, 2)), hold),
                                units(0, 3, 2, 0, 0, 0),
                                units(0, 2, 0, 0, 0, 0)),
                        event(
                                4,
                                new OrderEvent.Shipped(List.of(move(1, Bucket.PICKED, Bucket.SHIPPED, 2)), hold),
                                units(0, 3, 0, 2, 0, 0),
                                units(0, 2, 0, 0, 0, 0)),
                        event(
                                5,
                                new OrderEvent.Cancelled(List.of(move(1, Bucket.HELD, Bucket.CANCELLED, 3)), hold),
                                units(0, 0, 0, 2, 3, 0),
                                units(0, 2, 0, 0, 0, 0)),
                        event(
                                6,
                                new OrderEvent.Delivered(new Cause("fulfilment", ORDER + "-1-1")),
                                units(0, 0, 0, 2, 3, 0),
                                units(0, 0, 0, 2, 0, 0)),
                        event(
                                7,
                                new OrderEvent.Returned(
                                        List.of(move(1, Bucket.SHIPPED, Bucket.RETURNED, 1)),
                                        new Cause("return", "RMA-77")),
                                units(0, 0, 0, 2, 3, 1),
                                units(0, 0, 0, 2, 0, 0)),
                        event(
                                2,
                                new OrderEvent.Excepted(new Cause("exception", ORDER + "-x1")),
                                units(5, 0, 0, 0, 0, 0),
                                units(2, 0, 0, 0, 0, 0))));
    }

    @Test
    void every_request_to_the_ledger_is_written_exactly_as_its_example() {
        var two = List.of(new FulfilmentRequest.Line(1, "MUG-BLUE", "WH-BERLIN", 2));
        var then = Instant.parse("2026-03-02T14:00:00Z");
        written(
                "fulfilment-requests",
                Stream.of(
                        EventBodies.request(
                                ORDER,
                                1,
                                new FulfilmentRequest.Hold(
                                        HOLD,
                                        "web-shop",
                                        List.of(
                                                new FulfilmentRequest.Line(1, "MUG-BLUE", "WH-BERLIN", 3),
                                                new FulfilmentRequest.Line(10001, "MUG-BLUE", "ST-MUNICH", 2),
                                                new FulfilmentRequest.Line(2, "TEA-250G", "WH-BERLIN", 2)),
                                        AT),
                                AT),
                        EventBodies.request(ORDER, 2, new FulfilmentRequest.Release(HOLD, two, then), AT),
                        EventBodies.request(ORDER, 3, new FulfilmentRequest.Pick(HOLD, two, then), AT),
                        EventBodies.request(
                                ORDER,
                                7,
                                new FulfilmentRequest.Unpick(HOLD, two, Instant.parse("2026-03-02T14:30:00Z")),
                                AT),
                        EventBodies.request(ORDER, 4, new FulfilmentRequest.Ship(HOLD, two, then), AT),
                        EventBodies.request(ORDER, 5, new FulfilmentRequest.Deliver(HOLD, two, then), AT),
                        EventBodies.request(
                                ORDER,
                                6,
                                new FulfilmentRequest.Return(
                                        List.of(new FulfilmentRequest.ReturnLine(
                                                1, "MUG-BLUE", "WH-BERLIN", 1, "restock")),
                                        Instant.parse("2026-03-09T09:30:00Z")),
                                AT)));
    }

    @Test
    void every_word_to_a_node_is_written_exactly_as_its_example() {
        written(
                "fulfilments",
                Stream.of(
                        EventBodies.work(
                                ORDER,
                                new Work(
                                        Work.Kind.REQUESTED,
                                        fulfilment(1),
                                        List.of(new Work.Line(1, "MUG-BLUE", 5), new Work.Line(2, "TEA-250G", 2))),
                                Instant.parse("2026-03-02T10:15:30.250Z")),
                        EventBodies.work(
                                ORDER,
                                new Work(Work.Kind.CANCELLED, fulfilment(2), List.of(new Work.Line(1, "MUG-BLUE", 3))),
                                Instant.parse("2026-03-02T15:00:00Z"))));
    }

    /** Examples of what we do not send: another router may. */
    private static final Set<String> OF_OTHERS = Set.of(
            "fulfilment.amend.requested.v1",
            "fulfilment.confirm.requested.v1",
            "fulfilment.pick.requested.v1.serials",
            "fulfilment.return.requested.v1.serials",
            "fulfilment.ship.requested.v1.serials");

    /** All examples are written, all are valid, and each is what is written. */
    private static void written(String topic, Stream<JournalEntry> entries) {
        var examples = Contracts.examples(topic);
        examples.keySet().removeAll(OF_OTHERS);
        var byType = entries.collect(Collectors.toMap(JournalEntry::type, Function.identity()));
        assertThat(byType.keySet()).isEqualTo(examples.keySet());
        byType.forEach((type, entry) -> {
            assertThat(Contracts.tree(entry.body())).as(type).isEqualTo(Contracts.tree(examples.get(type)));
            assertThat(Contracts.violations(topic, type, entry.body())).as(type).isEmpty();
        });
    }

    @Test
    void every_example_of_hold_outcomes_is_read() {
        var examples = Contracts.examples("hold-outcomes");
        for (var type : List.of("hold.confirmed.v1", "hold.shipped-early.v1")) {
            var body = examples.remove(type);
            assertThat(read(() -> HoldOutcomeReader.read(type, bytes(body))))
                    .as("not what we asked for")
                    .isEmpty();
        }
        examples.forEach((type, body) -> assertThat(read(() -> HoldOutcomeReader.read(type, bytes(body))))
                .as(type)
                .hasValueSatisfying(outcome -> assertThat(outcome.order()).isEqualTo(ORDER)));
    }

    @Test
    void every_example_of_stock_levels_is_read() {
        Contracts.examples("stock-levels")
                .forEach((type, body) -> assertThat(read(() -> StockLevelReader.read(type, bytes(body))))
                        .as(type)
                        .isEqualTo(new StockLevelReader.Available("MUG-BLUE", "WH-BERLIN", 21, 8)));
    }

    @Test
    void every_example_of_catalog_is_read() {
        Contracts.examples("catalog")
                .forEach((type, body) -> assertThat(read(() -> CatalogReader.read(type, bytes(body))))
                        .as(type)
                        .isNotNull());
    }

    private interface Reading<T> {
        T read() throws Exception;
    }

    private static <T> T read(Reading<T> reading) {
        try {
            return reading.read();
        } catch (Exception wrong) {
            throw new AssertionError(wrong);
        }
    }

    private static byte[] bytes(String body) {
        return body.getBytes(StandardCharsets.UTF_8);
    }

    private static Units units(long open, long held, long picked, long shipped, long cancelled, long returned) {
        return new Units(open + held + picked + shipped + cancelled, open, held, picked, shipped, cancelled, returned);
    }

    private static Move move(int line, Bucket from, Bucket to, long quantity) {
        return new Move(line, from, to, quantity);
    }

    private static JournalEntry event(long version, OrderEvent event, Units mugs, Units tea) {
        var terms = new OrderTerms(
                "webshop-de",
                "100234",
                "hash",
                AT,
                AT,
                "DE",
                "BY",
                null,
                ServiceLevel.STANDARD,
                Split.ALLOW,
                5,
                null,
                null,
                "default",
                1);
        var lines = new TreeMap<Integer, OrderLine>(Map.of(
                1,
                new OrderLine(1, "MUG-BLUE", mugs, 0, null, null),
                2,
                new OrderLine(2, "TEA-250G", tea, 0, null, null)));
        var early = event instanceof OrderEvent.Received
                || event instanceof OrderEvent.Backordered
                || event instanceof OrderEvent.Excepted;
        var state = event instanceof OrderEvent.Delivered || event instanceof OrderEvent.Returned
                ? Fulfilment.State.DELIVERED
                : Fulfilment.State.REQUESTED;
        var fulfilments = new TreeMap<String, Fulfilment>();
        if (!early) {
            fulfilments.put(ORDER + "-1-1", new Fulfilment(ORDER + "-1-1", HOLD, "WH-BERLIN", state, AT, 0, "EUR", 1));
        }
        var holds = new TreeMap<Integer, Hold>();
        var cases = event instanceof OrderEvent.Excepted
                ? List.of(new dev.perpetual.router.domain.orders.ExceptionCase(
                        ORDER + "-x1",
                        dev.perpetual.router.domain.orders.ExceptionCase.Kind.HIGH_VALUE,
                        "",
                        null,
                        dev.perpetual.router.domain.orders.ExceptionCase.State.OPEN,
                        null,
                        AT,
                        null))
                : List.<dev.perpetual.router.domain.orders.ExceptionCase>of();
        var attempts = event instanceof OrderEvent.Received || event instanceof OrderEvent.Excepted ? 0 : 1;
        return EventBodies.event(
                event, new Order(ORDER, terms, lines, holds, fulfilments, cases, attempts, 0, version, 0), AT);
    }

    private static Fulfilment fulfilment(long version) {
        return new Fulfilment(
                ORDER + "-1-1",
                HOLD,
                "WH-BERLIN",
                Fulfilment.State.REQUESTED,
                Instant.parse("2026-03-04T10:15:30.123Z"),
                0,
                "EUR",
                version);
    }
}
