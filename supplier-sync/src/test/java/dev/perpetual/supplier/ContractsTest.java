package dev.perpetual.supplier;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.perpetual.kit.intake.UnreadableMessage;
import dev.perpetual.kit.testing.Contracts;
import dev.perpetual.supplier.catalog.CatalogChange;
import dev.perpetual.supplier.domain.StockReported;
import dev.perpetual.supplier.wire.CatalogMessages;
import dev.perpetual.supplier.wire.Json;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class ContractsTest {

    private static final String REPORTED = "supplier.stock.reported.v1";
    private static final ObjectMapper MAPPER = new ObjectMapper()
            .registerModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);

    @Test
    void writes_reports_exactly_as_their_example() {
        var example = Contracts.examples("supplier-reports").get(REPORTED);
        var event = new StockReported(
                "north-mill",
                "north-mill-depot",
                "MUG-RED-01",
                120,
                Instant.parse("2026-03-02T06:30:00Z"),
                "daily-stock",
                "0b6f7a52-8a2c-4f0e-9d0a-3c1b7f2e5d41",
                7);
        assertThat(new Json(MAPPER).report(event))
                .isEqualTo(Contracts.tree(example).toString());
        assertThat(Contracts.violations("supplier-reports", REPORTED, example)).isEmpty();
    }

    @Test
    void the_schema_can_refuse() {
        assertThat(Contracts.violations("supplier-reports", REPORTED, "{\"quantity\":-1}"))
                .isNotEmpty();
    }

    @Test
    void reads_every_example_of_the_catalog() throws UnreadableMessage {
        var reader = new CatalogMessages(MAPPER);
        var examples = Contracts.examples("catalog");
        assertThat(examples).isNotEmpty();
        for (var example : examples.entrySet()) {
            var body = Contracts.tree(example.getValue());
            var version = body.get("version").asLong();
            var expected = body.has("sku")
                    ? new CatalogChange.Item(body.get("sku").asText(), version)
                    : new CatalogChange.Location(
                            body.get("id").asText(), body.get("kind").asText(), version);
            assertThat(reader.read(record(example.getKey(), example.getValue())))
                    .isEqualTo(expected);
        }
    }

    @Test
    void does_not_pretend_to_read_what_it_does_not_know() {
        var reader = new CatalogMessages(MAPPER);
        assertThatThrownBy(() -> reader.read(record("catalog.price.changed.v1", "{}")))
                .isInstanceOf(UnreadableMessage.class);
        assertThatThrownBy(() -> reader.read(record("catalog.item.changed.v1", "{\"version\":1}")))
                .isInstanceOf(UnreadableMessage.class)
                .hasMessage("Expected sku, but got none");
    }

    private static ConsumerRecord<String, byte[]> record(String type, String body) {
        var record = new ConsumerRecord<>("catalog", 0, 0L, "key", body.getBytes(UTF_8));
        record.headers().add("ce_type", type.getBytes(UTF_8));
        return record;
    }
}
