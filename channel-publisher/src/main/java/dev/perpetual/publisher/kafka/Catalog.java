package dev.perpetual.publisher.kafka;

import dev.perpetual.kit.intake.Intake;
import dev.perpetual.kit.intake.Progress;
import dev.perpetual.kit.intake.Subscription;
import dev.perpetual.kit.intake.UnreadableMessage;
import dev.perpetual.publisher.availability.FoldCatalog;
import dev.perpetual.publisher.stock.Items.Item;
import dev.perpetual.publisher.stock.Locations.Location;
import dev.perpetual.publisher.wire.CatalogReader;
import dev.perpetual.publisher.wire.CatalogReader.CatalogChange;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Reads {@code catalog}. */
@ApplicationScoped
public class Catalog implements Subscription<CatalogChange> {

    private final Intake intake;
    private final FoldCatalog foldCatalog;

    Catalog(Intake intake, FoldCatalog foldCatalog) {
        this.intake = intake;
        this.foldCatalog = foldCatalog;
    }

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
        var items = new ArrayList<Item>();
        var locations = new ArrayList<Location>();
        for (var change : changes) {
            switch (change) {
                case CatalogChange.ItemChanged(var item) -> items.add(item);
                case CatalogChange.LocationChanged(var location) -> locations.add(location);
            }
        }
        foldCatalog.fold(items, locations, progress);
    }
}
