package dev.perpetual.publisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perpetual.kit.intake.UnreadableMessage;
import dev.perpetual.kit.testing.Contracts;
import dev.perpetual.publisher.stock.Levels.Level;
import dev.perpetual.publisher.wire.CatalogReader;
import dev.perpetual.publisher.wire.CatalogReader.CatalogChange;
import dev.perpetual.publisher.wire.ChannelQuantity;
import dev.perpetual.publisher.wire.ChannelQuantity.Rejected;
import dev.perpetual.publisher.wire.ChannelQuantity.Seen;
import dev.perpetual.publisher.wire.ChannelQuantity.Told;
import dev.perpetual.publisher.wire.QuantitiesPayload;
import dev.perpetual.publisher.wire.QuantitiesPayload.Quantity;
import dev.perpetual.publisher.wire.StockLevelReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What this service writes is exactly as the examples in contracts/; what it reads, it reads from the examples. */
class ContractsTest {

    private static final Instant WANTED = Instant.parse("2026-03-02T09:15:04.120Z");

    @Test
    void channel_quantities_are_written_as_the_contract_s_example() {
        var sentAt = Instant.parse("2026-03-02T09:14:58.310Z");
        var acceptedAt = Instant.parse("2026-03-02T09:14:58.402Z");
        var quantity = new ChannelQuantity(
                "web-shop",
                "MUG-BLUE",
                "MUG-BLUE",
                null,
                new Told(41, 7, WANTED),
                new Told(44, 6, sentAt),
                new Told(44, 6, acceptedAt),
                new Seen(44, acceptedAt),
                null,
                WANTED);
        assertThat(quantity.text()).isEqualTo(example("channel-quantities", "channel.quantity.changed.v1"));
        assertThat(quantity.key()).isEqualTo("web-shop@MUG-BLUE");
    }

    @Test
    void a_rejected_quantity_is_written_as_the_contract_s_example() {
        var at = Instant.parse("2026-03-02T09:15:04.612Z");
        var quantity = new ChannelQuantity(
                "market",
                "B00-12",
                "MUG-BLUE",
                "case-12",
                new Told(3, 1, WANTED),
                new Told(3, 1, Instant.parse("2026-03-02T09:15:04.500Z")),
                null,
                null,
                new Rejected(1, "HTTP 422", at),
                at);
        assertThat(quantity.text()).isEqualTo(example("channel-quantities", "channel.quantity.changed.v1.rejected"));
    }

    @Test
    void the_webhook_s_body_is_written_as_the_contract_s_example() {
        var payload = QuantitiesPayload.of(
                "web-shop",
                Instant.parse("2026-03-02T09:15:04.500Z"),
                List.of(new Quantity("MUG-RED", "MUG-RED", 0, 12), new Quantity("MUG-BLUE", "MUG-BLUE", 41, 7)));
        assertThat(payload.text()).isEqualTo(example("channel-webhook", "channel.quantities.v1"));
    }

    @Test
    void every_example_is_as_its_schema_says_and_the_schema_can_refuse() {
        for (var topic : List.of("channel-quantities", "channel-webhook")) {
            Contracts.examples(topic)
                    .forEach((type, body) -> assertThat(Contracts.violations(topic, type, body))
                            .as(type)
                            .isEmpty());
        }
        assertThat(Contracts.violations("channel-quantities", "channel.quantity.changed.v1", "{\"channel\":\"a\"}"))
                .isNotEmpty();
    }

    @Test
    void every_example_of_the_ledger_s_levels_can_be_read() throws UnreadableMessage {
        var examples = Contracts.examples("stock-levels");
        assertThat(examples).isNotEmpty();
        for (var body : examples.values()) {
            var level = StockLevelReader.read(record("stock.level.changed.v1", body));
            var tree = Contracts.tree(body);
            assertThat(level)
                    .isEqualTo(new Level(
                            tree.path("sku").asText(),
                            tree.path("location").asText(),
                            tree.path("version").asLong(),
                            tree.path("buckets").path("available").asLong(),
                            Instant.parse(tree.path("recordedAt").asText())));
        }
    }

    @Test
    void every_example_of_the_ledger_s_catalog_can_be_read() throws UnreadableMessage {
        var examples = Contracts.examples("catalog");
        assertThat(examples.keySet()).anyMatch(type -> type.startsWith("catalog.item.changed.v1"));
        assertThat(examples.keySet()).anyMatch(type -> type.startsWith("catalog.location.changed.v1"));
        for (var example : examples.entrySet()) {
            var type = example.getKey().startsWith("catalog.item.changed.v1")
                    ? "catalog.item.changed.v1"
                    : "catalog.location.changed.v1";
            switch (CatalogReader.read(record(type, example.getValue()))) {
                case CatalogChange.ItemChanged(var item) ->
                    assertThat(item.sku())
                            .isEqualTo(Contracts.tree(example.getValue())
                                    .path("sku")
                                    .asText());
                case CatalogChange.LocationChanged(var location) ->
                    assertThat(location.kind())
                            .isEqualTo(Contracts.tree(example.getValue())
                                    .path("kind")
                                    .asText());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{",
                "{}",
                "{\"sku\":\"a\",\"location\":\"b\",\"version\":1,\"buckets\":{},\"recordedAt\":\"2026-03-02T09:15:04Z\"}",
                "{\"sku\":\"a\",\"location\":\"b\",\"version\":-1,\"buckets\":{\"available\":1},\"recordedAt\":\"2026-03-02T09:15:04Z\"}",
                "{\"sku\":\"a\",\"location\":\"b\",\"version\":1,\"buckets\":{\"available\":1.5},\"recordedAt\":\"2026-03-02T09:15:04Z\"}"
            })
    void a_level_that_is_not_as_agreed_is_unreadable(String body) {
        assertThatThrownBy(() -> StockLevelReader.read(record("stock.level.changed.v1", body)))
                .isInstanceOf(UnreadableMessage.class)
                .hasMessageStartingWith("Expected ");
    }

    @Test
    void an_unknown_type_is_unreadable_and_an_unknown_field_is_not() {
        var body = Contracts.examples("stock-levels").values().iterator().next();
        assertThatThrownBy(() -> StockLevelReader.read(record("stock.level.changed.v9", body)))
                .isInstanceOf(UnreadableMessage.class);
        assertThatThrownBy(() -> CatalogReader.read(record("catalog.price.changed.v1", "{}")))
                .isInstanceOf(UnreadableMessage.class);
        assertThatCode(() -> StockLevelReader.read(
                        record("stock.level.changed.v1", body.replaceFirst("\\{", "{\"new\":1,"))))
                .doesNotThrowAnyException();
    }

    private static String example(String topic, String type) {
        return Contracts.examples(topic).get(type).strip();
    }

    private static ConsumerRecord<String, byte[]> record(String type, String body) {
        var record = new ConsumerRecord<>("topic", 0, 0, "key", body.getBytes(StandardCharsets.UTF_8));
        record.headers().add("ce_type", type.getBytes(StandardCharsets.UTF_8));
        return record;
    }
}
