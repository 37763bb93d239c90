package dev.perpetual.ledger.kafka;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.perpetual.kit.intake.CloudEvent;
import dev.perpetual.kit.intake.Intake;
import dev.perpetual.kit.intake.Progress;
import dev.perpetual.kit.intake.Subscription;
import dev.perpetual.kit.intake.UnreadableMessage;
import dev.perpetual.ledger.commit.CommitLoop;
import dev.perpetual.ledger.domain.Cause;
import dev.perpetual.ledger.domain.Command.ReportSupplierStock;
import dev.perpetual.ledger.domain.LocationId;
import dev.perpetual.ledger.domain.Sku;
import dev.perpetual.ledger.domain.Submitted;
import dev.perpetual.ledger.wire.ContentHash;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jspecify.annotations.Nullable;

/** The topic {@code supplier-reports}: what suppliers say they have becomes the level of their location. */
@ApplicationScoped
public class SupplierReports implements Subscription<Submitted> {

    private static final String TYPE = "supplier.stock.reported.v1";

    private final Intake intake;
    private final CommitLoop loop;
    private final ObjectMapper json;

    SupplierReports(Intake intake, CommitLoop loop, ObjectMapper json) {
        this.intake = intake;
        this.loop = loop;
        this.json = json;
    }

    /** Only what the ledger reads. The writer may add members. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(Include.NON_NULL)
    record Wire(
            @Nullable String id,
            @Nullable String supplier,
            @Nullable String location,
            @Nullable String sku,
            long quantity,
            @Nullable String asOf,
            @Nullable String run) {}

    @Incoming("supplier-reports")
    @Blocking(ordered = true)
    public void on(ConsumerRecords<String, byte[]> batch) {
        intake.accept(batch, this);
    }

    @Override
    public String topic() {
        return "supplier-reports";
    }

    @Override
    public Submitted read(ConsumerRecord<String, byte[]> record) throws UnreadableMessage {
        return read(json, CloudEvent.type(record), record.value());
    }

    static Submitted read(ObjectMapper json, String type, byte[] body) throws UnreadableMessage {
        if (!type.equals(TYPE)) {
            throw new UnreadableMessage("Expected " + TYPE + ", but got " + type);
        }
        try {
            var wire = json.readValue(body, Wire.class);
            return new Submitted(
                    FieldOf.present("id", wire.id()),
                    ContentHash.of(type, wire),
                    FieldOf.present("supplier", wire.supplier()),
                    "topic supplier-reports",
                    new ReportSupplierStock(
                            new Sku(FieldOf.present("sku", wire.sku())),
                            new LocationId(FieldOf.present("location", wire.location())),
                            FieldOf.quantity(wire.quantity(), 0),
                            FieldOf.time("asOf", wire.asOf()),
                            new Cause("feed", FieldOf.present("run", wire.run()), null)));
        } catch (IOException | IllegalArgumentException wrong) {
            throw new UnreadableMessage(
                    "Expected a body as the contract says, but got another: " + wrong.getMessage(), wrong);
        }
    }

    @Override
    public void apply(List<Submitted> messages, Progress progress) {
        loop.submitAll(messages, progress);
    }
}
