package dev.perpetual.router.kafka;

import dev.perpetual.kit.intake.Intake;
import dev.perpetual.kit.intake.Progress;
import dev.perpetual.kit.intake.Subscription;
import dev.perpetual.kit.intake.UnreadableMessage;
import dev.perpetual.router.backorders.RecordLevels;
import dev.perpetual.router.wire.StockLevelReader;
import dev.perpetual.router.wire.StockLevelReader.Available;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Reads {@code stock-levels}. */
@ApplicationScoped
public class StockLevels implements Subscription<Available> {
    private final Intake intake;
    private final RecordLevels recordLevels;

    StockLevels(Intake intake, RecordLevels recordLevels) {
        this.intake = intake;
        this.recordLevels = recordLevels;
    }

    /** Ordered: a later level must not be overtaken. */
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
    public Available read(ConsumerRecord<String, byte[]> record) throws UnreadableMessage {
        return StockLevelReader.read(record);
    }

    @Override
    public void apply(List<Available> levels, Progress progress) {
        recordLevels.record(levels, progress);
    }
}
