package dev.perpetual.supplier.kafka;

import dev.perpetual.kit.database.Database;
import dev.perpetual.kit.intake.Intake;
import dev.perpetual.kit.intake.Progress;
import dev.perpetual.kit.intake.Subscription;
import dev.perpetual.kit.intake.UnreadableMessage;
import dev.perpetual.supplier.catalog.CatalogChange;
import dev.perpetual.supplier.catalog.KnownCatalog;
import dev.perpetual.supplier.wire.CatalogMessages;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Keeps our copy of the catalog. */
@ApplicationScoped
public class CatalogTopic implements Subscription<CatalogChange> {

    private final Intake intake;
    private final Database database;
    private final CatalogMessages messages;
    private final KnownCatalog catalog;

    CatalogTopic(Intake intake, Database database, CatalogMessages messages, KnownCatalog catalog) {
        this.intake = intake;
        this.database = database;
        this.messages = messages;
        this.catalog = catalog;
    }

    /** Ordered, although versions would tell: positions advance with the batches. */
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
        return messages.read(record);
    }

    @Override
    public void apply(List<CatalogChange> changes, Progress progress) {
        database.inTransaction(connection -> {
            catalog.store(connection, changes);
            progress.store(connection);
            return changes.size();
        });
    }
}
