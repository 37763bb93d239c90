package dev.perpetual.router.kafka;

import dev.perpetual.kit.intake.Intake;
import dev.perpetual.kit.intake.Progress;
import dev.perpetual.kit.intake.Subscription;
import dev.perpetual.kit.intake.UnreadableMessage;
import dev.perpetual.router.domain.orders.HoldOutcome;
import dev.perpetual.router.orders.ApplyOutcomes;
import dev.perpetual.router.wire.HoldOutcomeReader;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Reads {@code hold-outcomes}: the ledger's answers to what we asked, and what else became of our holds. */
@ApplicationScoped
public class HoldOutcomes implements Subscription<Optional<HoldOutcome>> {
    private final Intake intake;
    private final ApplyOutcomes applyOutcomes;

    HoldOutcomes(Intake intake, ApplyOutcomes applyOutcomes) {
        this.intake = intake;
        this.applyOutcomes = applyOutcomes;
    }

    /** Ordered: outcomes of one order must not overtake each other. */
    @Incoming("hold-outcomes")
    @Blocking(ordered = true)
    public void on(ConsumerRecords<String, byte[]> batch) {
        intake.accept(batch, this);
    }

    @Override
    public String topic() {
        return "hold-outcomes";
    }

    @Override
    public Optional<HoldOutcome> read(ConsumerRecord<String, byte[]> record) throws UnreadableMessage {
        return HoldOutcomeReader.read(record);
    }

    @Override
    public void apply(List<Optional<HoldOutcome>> outcomes, Progress progress) {
        applyOutcomes.apply(outcomes.stream().flatMap(Optional::stream).toList(), progress);
    }
}
