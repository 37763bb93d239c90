package dev.perpetual.publisher.kafka;

import dev.perpetual.kit.intake.Intake;
import dev.perpetual.kit.intake.Progress;
import dev.perpetual.kit.intake.Subscription;
import dev.perpetual.kit.intake.UnreadableMessage;
import dev.perpetual.publisher.availability.FoldLevels;
import dev.perpetual.publisher.stock.Levels.Level;
import dev.perpetual.publisher.wire.StockLevelReader;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Reads {@code stock-levels}. */
@ApplicationScoped
public class StockLevels implements Subscription<Level> {

    private final Intake intake;
    private final FoldLevels foldLevels;

    StockLevels(Intake intake, FoldLevels foldLevels) {
        this.intake = intake;
        this.foldLevels = foldLevels;
    }

    @Incoming("stock-levels")
    @Blocking(ordered = true)
    public void on(ConsumerRecords<String, byte[]> batch) {
        intake.accept(batch, this);
    }

    @Override
    public String topic() {
        return "stock-levels";
    }

    @Override
    public Level read(ConsumerRecord<String, byte[]> record) throws UnreadableMessage {
        return StockLevelReader.read(record);
    }

    @Override
    public void apply(List<Level> levels, Progress progress) {
        foldLevels.fold(levels, progress);
    }
}
