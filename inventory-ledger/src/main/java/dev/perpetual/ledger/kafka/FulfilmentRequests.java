package dev.perpetual.ledger.kafka;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.perpetual.kit.intake.CloudEvent;
import dev.perpetual.kit.intake.Intake;
import dev.perpetual.kit.intake.Progress;
import dev.perpetual.kit.intake.Subscription;
import dev.perpetual.kit.intake.UnreadableMessage;
import dev.perpetual.ledger.commit.CommitLoop;
import dev.perpetual.ledger.domain.Submitted;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** The topic {@code fulfilment-requests}: the order-router asks, the commit loop decides, hold-outcomes tells. */
@ApplicationScoped
public class FulfilmentRequests implements Subscription<Submitted> {

    private final Intake intake;
    private final CommitLoop loop;
    private final ReadFulfilmentRequest reader;

    FulfilmentRequests(Intake intake, CommitLoop loop, ObjectMapper json) {
        this.intake = intake;
        this.loop = loop;
        this.reader = new ReadFulfilmentRequest(json);
    }

    /** Ordered: requests of one order are answered in the order in which they were asked. */
    @Incoming("fulfilment-requests")
    @Blocking(ordered = true)
    public void on(ConsumerRecords<String, byte[]> batch) {
        intake.accept(batch, this);
    }

    @Override
    public String topic() {
        return "fulfilment-requests";
    }

    @Override
    public Submitted read(ConsumerRecord<String, byte[]> record) throws UnreadableMessage {
        return reader.read(CloudEvent.type(record), record.value());
    }

    @Override
    public void apply(List<Submitted> messages, Progress progress) {
        loop.submitAll(messages, progress);
    }
}
