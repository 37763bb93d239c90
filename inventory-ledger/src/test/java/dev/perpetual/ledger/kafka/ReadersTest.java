package dev.perpetual.ledger.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.perpetual.kit.intake.UnreadableMessage;
import dev.perpetual.kit.testing.Contracts;
import dev.perpetual.ledger.domain.Command.ReportSupplierStock;
import org.junit.jupiter.api.Test;

/** The ledger reads every example that the writers of its topics give. */
class ReadersTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void every_example_of_fulfilment_requests_is_a_command() throws UnreadableMessage {
        var reader = new ReadFulfilmentRequest(JSON);
        var examples = Contracts.examples("fulfilment-requests");
        assertThat(examples).hasSizeGreaterThanOrEqualTo(6);
        for (var example : examples.entrySet()) {
            var read = reader.read(example.getKey(), example.getValue().getBytes(UTF_8));
            assertThat(read.id())
                    .isEqualTo(Contracts.tree(example.getValue()).path("id").asText());
            assertThat(read.command().keys()).isNotEmpty();
        }
    }

    @Test
    void every_example_of_supplier_reports_is_a_command() throws UnreadableMessage {
        var examples = Contracts.examples("supplier-reports");
        assertThat(examples).isNotEmpty();
        for (var example : examples.entrySet()) {
            var read = SupplierReports.read(
                    JSON, example.getKey(), example.getValue().getBytes(UTF_8));
            assertThat(read.command()).isInstanceOf(ReportSupplierStock.class);
        }
    }

    /** Additive is all that a writer may be within a version; the reverse, an older writer, lacks what is optional. */
    @Test
    void scenario_12_a_newer_writer_of_the_same_version_is_read_and_another_version_is_refused_by_name()
            throws UnreadableMessage {
        var reader = new ReadFulfilmentRequest(JSON);
        for (var example : Contracts.examples("fulfilment-requests").entrySet()) {
            var older = reader.read(example.getKey(), example.getValue().getBytes(UTF_8));
            var newer =
                    reader.read(example.getKey(), withMore(example.getValue()).getBytes(UTF_8));
            assertThat(newer.command()).isEqualTo(older.command());
            assertThatThrownBy(() -> reader.read(
                            example.getKey().replace(".v1", ".v2"),
                            example.getValue().getBytes(UTF_8)))
                    .isInstanceOf(UnreadableMessage.class)
                    .hasMessageContaining(".v2");
        }
        for (var example : Contracts.examples("supplier-reports").entrySet()) {
            var older = SupplierReports.read(
                    JSON, example.getKey(), example.getValue().getBytes(UTF_8));
            var newer = SupplierReports.read(
                    JSON, example.getKey(), withMore(example.getValue()).getBytes(UTF_8));
            assertThat(newer.command()).isEqualTo(older.command());
        }
    }

    private static String withMore(String body) {
        return ((ObjectNode) Contracts.tree(body)).put("learnedLater", 1).toString();
    }

    @Test
    void what_is_missing_is_named() {
        assertThatThrownBy(() -> new ReadFulfilmentRequest(JSON)
                        .read("fulfilment.hold.requested.v1", "{\"id\":\"a\"}".getBytes(UTF_8)))
                .isInstanceOf(UnreadableMessage.class)
                .hasMessageContaining("Expected lines, but got none");
    }
}
