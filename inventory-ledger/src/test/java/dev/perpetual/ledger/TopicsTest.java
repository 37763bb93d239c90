package dev.perpetual.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import dev.perpetual.kit.testing.Contracts;
import dev.perpetual.kit.testing.Eventually;
import dev.perpetual.kit.testing.Infrastructure;
import dev.perpetual.kit.testing.TopicReader;
import dev.perpetual.kit.testing.TopicWriter;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

@QuarkusTest
class TopicsTest extends LedgerTest {

    private static final String KAFKA = Infrastructure.running().bootstrapServers();

    @Test
    void an_order_is_held_and_shipped_by_messages_and_told_so() {
        var sku = newItemWith(5, BERLIN);
        var order = fresh("O");
        try (var requests = new TopicWriter(KAFKA, "fulfilment-requests");
                var outcomes = new TopicReader(KAFKA, "hold-outcomes")) {
            requests.write(order, "fulfilment.hold.requested.v1", 1, holdRequest(order, 1, sku, 3));
            var granted = outcomes.await(record -> order.equals(record.key()));
            assertThat(TopicReader.header(granted, "ce_type")).isEqualTo("hold.granted.v1");
            assertThat(Contracts.violations("hold-outcomes", "hold.granted.v1", granted.value()))
                    .isEmpty();
            assertThat(Contracts.tree(granted.value()).path("request").asText()).isEqualTo(order + "/r1");

            requests.write(order, "fulfilment.ship.requested.v1", 2, step(order, 2, sku, 2));
            requests.write(order, "fulfilment.ship.requested.v1", 2, step(order, 2, sku, 2));
            requests.write(order, "fulfilment.release.requested.v1", 3, step(order, 3, sku, 5));
            var released = outcomes.await(record -> order.equals(record.key())
                    && TopicReader.header(record, "ce_type").equals("hold.released.v1"));
            var line = Contracts.tree(released.value()).path("lines").get(0);
            assertThat(line.path("moved").asLong()).isEqualTo(1);
            assertThat(line.path("shipped").asLong()).isEqualTo(2);
            assertThat(TopicReader.header(released, "ce_sequence")).isEqualTo("3");

            requests.write(order, "fulfilment.return.requested.v1", 4, """
                    {"id":"%s/r4","order":"%s","lines":[{"line":1,"sku":"%s","location":"%s","quantity":1,
                     "disposition":"block"}],"occurredAt":"2026-03-02T14:00:00Z"}""".formatted(order, order, sku, BERLIN));
            Eventually.holds(() -> assertThat(units(sku, "blocked")).isEqualTo(1));
        }
        assertThat(units(sku, "available")).isEqualTo(3);
    }

    @Test
    void a_refusal_tells_what_there_is() {
        var sku = newItemWith(2, BERLIN);
        var order = fresh("O");
        try (var requests = new TopicWriter(KAFKA, "fulfilment-requests");
                var outcomes = new TopicReader(KAFKA, "hold-outcomes")) {
            requests.write(order, "fulfilment.hold.requested.v1", 1, holdRequest(order, 1, sku, 3));
            var refused = outcomes.await(record -> order.equals(record.key()));
            assertThat(TopicReader.header(refused, "ce_type")).isEqualTo("hold.refused.v1");
            assertThat(Contracts.violations("hold-outcomes", "hold.refused.v1", refused.value()))
                    .isEmpty();
            assertThat(Contracts.tree(refused.value())
                            .path("lines")
                            .get(0)
                            .path("available")
                            .asLong())
                    .isEqualTo(2);
            // The router may give a hold back before it has heard of the refusal.
            requests.write(order, "fulfilment.release.requested.v1", 2, step(order, 2, sku, 3));
            requests.write(order, "fulfilment.hold.requested.v1", 3, holdRequest(order, 3, sku, 1));
            outcomes.await(record -> order.equals(record.key())
                    && TopicReader.header(record, "ce_type").equals("hold.granted.v1"));
        }
    }

    @Test
    void scenario_9_a_message_that_cannot_be_read_parks_its_own_key_and_is_replayed_in_order() {
        var sku = newItemWith(5, BERLIN);
        var bad = fresh("O");
        var good = fresh("O");
        try (var requests = new TopicWriter(KAFKA, "fulfilment-requests");
                var outcomes = new TopicReader(KAFKA, "hold-outcomes")) {
            requests.write(bad, "fulfilment.hold.requested.v1", 1, "{\"id\":");
            requests.write(bad, "fulfilment.hold.requested.v1", 2, holdRequest(bad, 2, sku, 1));
            requests.write(good, "fulfilment.hold.requested.v1", 1, holdRequest(good, 1, sku, 1));

            outcomes.await(record -> good.equals(record.key()));
            Eventually.holds(() -> asAdmin()
                    .get("/v1/parked?topic=fulfilment-requests")
                    .then()
                    .statusCode(200)
                    .body("items.findAll { it.key == '%s' }".formatted(bad), hasSize(2)));
            assertThat(units(sku, "held")).isEqualTo(1);
        }
    }

    @Test
    void an_unknown_type_is_parked() {
        var key = fresh("O");
        try (var requests = new TopicWriter(KAFKA, "fulfilment-requests")) {
            requests.write(key, "fulfilment.dance.requested.v1", 1, "{}");
            Eventually.holds(() -> asAdmin()
                    .get("/v1/parked?topic=fulfilment-requests")
                    .then()
                    .body("items.findAll { it.key == '%s' }".formatted(key), hasSize(1)));
        }
    }

    @Test
    void a_suppliers_figure_becomes_its_level_less_what_is_promised_and_an_older_one_never_wins() {
        var sku = newItem();
        try (var reports = new TopicWriter(KAFKA, "supplier-reports");
                var levels = new TopicReader(KAFKA, "stock-levels")) {
            reports.write("mill@" + sku, "supplier.stock.reported.v1", 1, report(sku, 1, 10, "2026-03-02T06:00:00Z"));
            var level = levels.await(record -> (sku + "@" + SUPPLIER).equals(record.key()));
            assertThat(Contracts.violations("stock-levels", "stock.level.changed.v1", level.value()))
                    .isEmpty();
            assertThat(Contracts.tree(level.value()).path("asOf").asText()).isEqualTo("2026-03-02T06:00:00Z");

            hold(fresh("hold"), sku, 4, SUPPLIER).then().statusCode(201);
            reports.write("mill@" + sku, "supplier.stock.reported.v1", 2, report(sku, 2, 99, "2026-03-01T06:00:00Z"));
            reports.write("mill@" + sku, "supplier.stock.reported.v1", 3, report(sku, 3, 9, "2026-03-03T06:00:00Z"));
            Eventually.holds(() -> assertThat(units(sku, "available")).isEqualTo(5));
            assertThat(units(sku, "held")).isEqualTo(4);
        }
    }

    @Test
    void movements_and_the_catalog_are_told() {
        var sku = newItemWith(5, BERLIN);
        try (var movements = new TopicReader(KAFKA, "stock-movements");
                var catalog = new TopicReader(KAFKA, "catalog")) {
            var movement = movements.await(record -> sku.equals(record.key()));
            assertThat(Contracts.violations("stock-movements", "stock.movement.recorded.v1", movement.value()))
                    .isEmpty();
            assertThat(TopicReader.header(movement, "ce_id")).isEqualTo(sku + "/1");
            var item = catalog.await(record -> ("item:" + sku).equals(record.key()));
            assertThat(Contracts.violations("catalog", "catalog.item.changed.v1", item.value()))
                    .isEmpty();
            var location = catalog.await(record -> ("location:" + BERLIN).equals(record.key()));
            assertThat(Contracts.violations("catalog", "catalog.location.changed.v1", location.value()))
                    .isEmpty();
        }
    }

    @Test
    void topics_tell_what_was_recorded() {
        newItemWith(5, BERLIN);
        Eventually.holds(
                () -> asAdmin().post("/v1/audit").then().statusCode(200).body("clean", equalTo(true)));
    }

    private static String holdRequest(String order, int request, String sku, long quantity) {
        return """
                {"id":"%s/r%d","hold":"%s/%d","order":"%s","fill":"all",
                 "lines":[{"line":1,"sku":"%s","location":"%s","quantity":%d}],"requestedAt":"2026-03-02T10:15:30.123Z"}""".formatted(order, request, order, request == 1 ? 1 : 2, order, sku, BERLIN, quantity);
    }

    private static String step(String order, int request, String sku, long quantity) {
        return """
                {"id":"%s/r%d","hold":"%s/1","order":"%s",
                 "lines":[{"line":1,"sku":"%s","location":"%s","quantity":%d}],"occurredAt":"2026-03-02T14:00:00Z"}""".formatted(order, request, order, order, sku, BERLIN, quantity);
    }

    private static String report(String sku, int version, long quantity, String asOf) {
        return """
                {"id":"mill@%s/%d","supplier":"mill","location":"%s","sku":"%s","quantity":%d,"asOf":"%s",
                 "feed":"daily","run":"0b6f7a52-8a2c-4f0e-9d0a-3c1b7f2e5d41","version":%d}""".formatted(sku, version, SUPPLIER, sku, quantity, asOf, version);
    }
}
