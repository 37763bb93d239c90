package dev.perpetual.supplier.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import dev.perpetual.kit.problems.Problems;
import dev.perpetual.supplier.domain.StockReported;
import dev.perpetual.supplier.domain.Text;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Instant;

/** Text from values and back. */
@ApplicationScoped
public class Json {

    private final ObjectMapper mapper;

    public Json(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    /** The body of supplier.stock.reported.v1, member by member in the order of its example. */
    private record Report(
            String id,
            String supplier,
            String location,
            String sku,
            long quantity,
            Instant asOf,
            String feed,
            String run,
            long version) {}

    /** As in contracts/supplier-reports. */
    public String report(StockReported event) {
        var stream = StockReported.stream(event.supplier(), event.sku());
        return write(new Report(
                stream + "/" + event.version(),
                event.supplier(),
                event.location(),
                event.sku(),
                event.units(),
                event.asOf(),
                event.feed(),
                event.run(),
                event.version()));
    }

    public String write(Object value) {
        try {
            return mapper.writeValueAsString(value);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Reads what this service wrote itself. */
    public <T> T read(String text, Class<T> type) {
        try {
            return mapper.readValue(text, type);
        } catch (JsonProcessingException corrupt) {
            throw new IllegalStateException(corrupt);
        }
    }

    /**
     * Reads a document in which a member that nobody knows is a spelling mistake.
     *
     * @throws io.quarkiverse.resteasy.problem.HttpProblem 400 naming that member
     */
    public <T> T readStrictly(JsonNode document, Class<T> type) throws IOException {
        try {
            return mapper.readerFor(type)
                    .with(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .readValue(document);
        } catch (UnrecognizedPropertyException unknown) {
            throw Problems.invalid(
                    unknown.getPropertyName(),
                    "Expected one of %s, but got %s"
                            .formatted(unknown.getKnownPropertyIds(), Text.shown(unknown.getPropertyName())));
        }
    }
}
