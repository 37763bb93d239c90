package dev.perpetual.ledger.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
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

    @Test
    void what_is_missing_is_named() {
        assertThatThrownBy(() -> new ReadFulfilmentRequest(JSON)
                        .read("fulfilment.hold.requested.v1", "{\"id\":\"a\"}".getBytes(UTF_8)))
                .isInstanceOf(UnreadableMessage.class)
                .hasMessageContaining("Expected lines, but got none");
    }
}
