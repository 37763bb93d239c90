package dev.perpetual.router.kafka;

import dev.perpetual.kit.intake.Intake;
import dev.perpetual.kit.intake.Progress;
import dev.perpetual.kit.intake.Subscription;
import dev.perpetual.kit.intake.UnreadableMessage;
import dev.perpetual.router.sourcing.RecordCatalog;
import dev.perpetual.router.wire.CatalogReader;
import dev.perpetual.router.wire.CatalogReader.CatalogChange;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Reads {@code catalog}. */
@ApplicationScoped
public class CatalogChanges implements Subscription<CatalogChange> {
    private final Intake intake;
    private final RecordCatalog recordCatalog;

    CatalogChanges(Intake intake, RecordCatalog recordCatalog) {
        this.intake = intake;
        this.recordCatalog = recordCatalog;
    }

    /** Ordered: a later change must not be overtaken. */
    @Incoming("catalog")
    @Blocking(ordered = true)
    public void on(ConsumerRecords<String, byte[]> batch) {
        intake.accept(batch, this);
    }

    @Override
    public String topic() {
        return "catalog";
    }

    @Override
    public CatalogChange read(ConsumerRecord<String, byte[]> record) throws UnreadableMessage {
        return CatalogReader.read(record);
    }

    @Override
    public void apply(List<CatalogChange> changes, Progress progress) {
        recordCatalog.record(changes, progress);
    }
}
