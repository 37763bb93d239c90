package dev.perpetual.kit.sample;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perpetual.kit.database.Database;
import dev.perpetual.kit.intake.CloudEvent;
import dev.perpetual.kit.intake.Intake;
import dev.perpetual.kit.intake.Progress;
import dev.perpetual.kit.intake.Subscription;
import dev.perpetual.kit.intake.UnreadableMessage;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Reads {@code numbers}; a number that takes a total past 999 is refused by the table itself. */
@ApplicationScoped
public class Numbers implements Subscription<Numbers.Number> {

    private final Database database;
    private final Intake intake;
    private final AddNumbers addNumbers;

    Numbers(Database database, Intake intake, AddNumbers addNumbers) {
        this.database = database;
        this.intake = intake;
        this.addNumbers = addNumbers;
    }

    /** One number for one key. */
    public record Number(String key, long value) {}

    @Incoming("numbers")
    @Blocking(ordered = true)
    public void on(ConsumerRecords<String, byte[]> batch) {
        intake.accept(batch, this);
    }

    @Override
    public String topic() {
        return "numbers";
    }

    @Override
    public Number read(ConsumerRecord<String, byte[]> record) throws UnreadableMessage {
        if (!CloudEvent.type(record).equals("number.v1")) {
            throw new UnreadableMessage("Expected number.v1, but got " + CloudEvent.type(record));
        }
        try {
            return new Number(record.key(), Long.parseLong(new String(record.value(), UTF_8)));
        } catch (NumberFormatException wrong) {
            throw new UnreadableMessage("Expected a number, but got " + new String(record.value(), UTF_8));
        }
    }

    @Override
    public void apply(List<Number> numbers, Progress progress) {
        database.inTransaction(connection -> {
            addNumbers.add(connection, numbers);
            progress.store(connection);
            return null;
        });
    }
}
