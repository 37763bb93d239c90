package dev.perpetual.ledger.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.perpetual.kit.intake.UnreadableMessage;
import dev.perpetual.kit.testing.Contracts;
import dev.perpetual.ledger.domain.Command.RecordTogether;
import dev.perpetual.ledger.domain.Command.ReportSupplierStock;
import dev.perpetual.ledger.domain.HoldCommand;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The ledger reads every example that the writers of its topics give. */
class ReadersTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void every_example_of_fulfilment_requests_is_a_command() throws UnreadableMessage {
        var reader = new ReadFulfilmentRequest(JSON);
        var examples = Contracts.examples("fulfilment-requests");
        assertThat(examples).hasSizeGreaterThanOrEqualTo(6);
        for (var example : examples.entrySet()) {
            var read = reader.read(
                    Contracts.type(example.getKey()), example.getValue().getBytes(UTF_8));
            assertThat(Contracts.violations("fulfilment-requests", example.getKey(), example.getValue()))
                    .as(example.getKey())
                    .isEmpty();
            assertThat(read.id())
                    .isEqualTo(Contracts.tree(example.getValue()).path("id").asText());
            assertThat(read.command().keys().isEmpty())
                    .as(example.getKey())
                    .isEqualTo(read.command() instanceof HoldCommand);
            assertThat(read.command().named().isEmpty())
                    .as("what it says of units, it means")
                    .isEqualTo(read.command() instanceof RecordTogether
                            || !example.getValue().contains("serials"));
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
            var type = Contracts.type(example.getKey());
            var older = reader.read(type, example.getValue().getBytes(UTF_8));
            var newer = reader.read(type, withMore(example.getValue()).getBytes(UTF_8));
            assertThat(newer.command()).isEqualTo(older.command());
            assertThatThrownBy(() -> reader.read(
                            type.replace(".v1", ".v2"), example.getValue().getBytes(UTF_8)))
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

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "hold|\"serials\":[\"S1\"]|Expected no serials",
                "release|\"serials\":[\"S1\"]|Expected no serials",
                "pick|\"serials\":[\"S1\",\"S2\"]|Expected 1 different serials, one for each unit, but got 2",
                "ship|\"serials\":[\" S1\"]|Expected a serial of 1 to 100 characters",
                "unpick|\"serials\":[null]|Expected a serial, but got none",
                "deliver|\"serials\":[\"\"]|Expected a serial of 1 to 100 characters",
                "return|\"disposition\":\"block\",\"serials\":[\"S1\",\"S1\"]|but got 1",
            })
    void serials_that_do_not_fit_a_line_are_named(String kind, String members, String problem) {
        var body = """
                {"id":"O/r1","hold":"O/1","order":"O","requestedAt":"2026-03-02T14:00:00Z","occurredAt":"2026-03-02T14:00:00Z",
                 "lines":[{"line":1,"sku":"PHONE","location":"W1","quantity":%d,%s}]}""".formatted(kind.equals("return") ? 2 : 1, members);
        assertThatThrownBy(() -> new ReadFulfilmentRequest(JSON)
                        .read("fulfilment." + kind + ".requested.v1", body.getBytes(UTF_8)))
                .isInstanceOf(UnreadableMessage.class)
                .hasMessageContaining(problem);
    }

    @Test
    void a_line_is_amended_once_and_to_no_fewer_than_none() {
        var body = """
                {"id":"O/r1","hold":"O/1","order":"O","requestedAt":"2026-03-02T14:00:00Z","lines":[%s]}""";
        for (var lines : List.of(
                "", "{\"line\":1,\"quantity\":-1}", "{\"line\":1,\"quantity\":1},{\"line\":1,\"quantity\":2}")) {
            assertThatThrownBy(() -> new ReadFulfilmentRequest(JSON)
                            .read(
                                    "fulfilment.amend.requested.v1",
                                    body.formatted(lines).getBytes(UTF_8)))
                    .isInstanceOf(UnreadableMessage.class)
                    .hasMessageContaining("Expected");
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
