package dev.perpetual.kit.intake;

import dev.perpetual.kit.database.Database;
import dev.perpetual.kit.database.DatabaseFailed;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Reads a topic so that each record takes effect once, in the order of its key, and none is lost.
 *
 * <p>A record that cannot be read or applied is parked with its reason, and those of its key behind it; all other
 * keys go on. An outage of the database is waited out, because a record that could not be stored has not been read.
 */
@ApplicationScoped
public class Intake {

    private static final Logger LOG = Logger.getLogger(Intake.class);
    private static final long REST_MILLIS_FIRST = 50;
    private static final long REST_MILLIS_MAX = 2_000;

    private final Database database;
    private final ParkedMessages parked;
    private final MeterRegistry metrics;

    Intake(Database database, ParkedMessages parked, MeterRegistry metrics) {
        this.database = database;
        this.parked = parked;
        this.metrics = metrics;
    }

    /** Returns when every record of the batch has taken effect or is parked. */
    public <M> void accept(ConsumerRecords<String, byte[]> batch, Subscription<M> subscription) {
        var records = StreamSupport.stream(batch.spliterator(), false).toList();
        if (records.isEmpty()) {
            return;
        }
        var blocked =
                persistently(() -> database.inTransaction(connection -> parked.keys(connection, subscription.topic())));
        var readable = new ArrayList<Read<M>>();
        var toPark = new ArrayList<ParkedMessage>();
        for (var record : records) {
            sort(record, subscription, blocked, readable, toPark);
        }
        if (!toPark.isEmpty()) {
            park(toPark);
        }
        if (readable.isEmpty()) {
            persistently(() -> database.inTransaction(connection -> {
                Positions.after(records).store(connection);
                return null;
            }));
        } else {
            apply(readable, records, subscription, new HashSet<>());
        }
        metrics.counter("perpetual.intake.records", "topic", subscription.topic())
                .increment(records.size());
    }

    private <M> void sort(
            ConsumerRecord<String, byte[]> record,
            Subscription<M> subscription,
            Set<String> blocked,
            List<Read<M>> readable,
            List<ParkedMessage> toPark) {
        var key = record.key() == null ? "" : record.key();
        if (blocked.contains(key)) {
            toPark.add(ParkedMessage.of(
                    record, "Expected to keep the order of key " + key + ", but an earlier record of it is parked"));
            return;
        }
        try {
            readable.add(new Read<>(record, key, subscription.read(record)));
        } catch (UnreadableMessage | RuntimeException wrong) {
            blocked.add(key);
            toPark.add(ParkedMessage.of(record, reason(wrong)));
        }
    }

    /**
     * Applies all at once; when one of them is at fault, halves until it is alone. {@code covered} are the records
     * whose positions this application stores: also the parked ones between the readable ones.
     */
    private <M> void apply(
            List<Read<M>> messages,
            List<ConsumerRecord<String, byte[]>> covered,
            Subscription<M> subscription,
            Set<String> blocked) {
        var stored = new boolean[1];
        var progress = Positions.after(covered);
        try {
            persistently(() -> {
                subscription.apply(messages.stream().map(Read::message).toList(), connection -> {
                    progress.store(connection);
                    stored[0] = true;
                });
                return null;
            });
        } catch (RuntimeException fault) {
            isolate(messages, covered, subscription, blocked, fault);
            return;
        }
        if (!stored[0]) {
            throw new IllegalStateException(
                    "Expected the effect to store its progress, but that of " + subscription.topic() + " did not");
        }
    }

    private <M> void isolate(
            List<Read<M>> messages,
            List<ConsumerRecord<String, byte[]>> covered,
            Subscription<M> subscription,
            Set<String> blocked,
            RuntimeException fault) {
        if (messages.size() == 1) {
            var culprit = messages.getFirst();
            LOG.warnf(fault, "Parking a record of %s with key %s", subscription.topic(), culprit.key());
            blocked.add(culprit.key());
            park(List.of(ParkedMessage.of(culprit.record(), reason(fault))));
            persistently(() -> database.inTransaction(connection -> {
                Positions.after(covered).store(connection);
                return null;
            }));
            return;
        }
        var middle = messages.size() / 2;
        var firstHalf = messages.subList(0, middle);
        apply(firstHalf, firstHalf.stream().map(Read::record).toList(), subscription, blocked);
        var behindTheCulprit = new ArrayList<ParkedMessage>();
        var secondHalf = new ArrayList<Read<M>>();
        for (var read : messages.subList(middle, messages.size())) {
            if (blocked.contains(read.key())) {
                behindTheCulprit.add(ParkedMessage.of(
                        read.record(),
                        "Expected to keep the order of key " + read.key() + ", but an earlier record of it is parked"));
            } else {
                secondHalf.add(read);
            }
        }
        if (!behindTheCulprit.isEmpty()) {
            park(behindTheCulprit);
        }
        if (!secondHalf.isEmpty()) {
            apply(secondHalf, covered, subscription, blocked);
        }
    }

    private void park(List<ParkedMessage> messages) {
        persistently(() -> database.inTransaction(connection -> {
            parked.add(connection, messages);
            return null;
        }));
        messages.forEach(message -> LOG.warnf(
                "Parked %s/%d@%d with key %s: %s",
                message.topic(), message.partition(), message.offset(), message.key(), message.reason()));
        metrics.counter("perpetual.intake.parked", "topic", messages.getFirst().topic())
                .increment(messages.size());
    }

    private static String reason(Throwable wrong) {
        return wrong.getMessage() == null ? wrong.toString() : wrong.getMessage();
    }

    /** Until the database is there again; anything that is not an outage is thrown. */
    private static <T extends @Nullable Object> T persistently(Supplier<T> work) {
        var rest = REST_MILLIS_FIRST;
        while (true) {
            try {
                return work.get();
            } catch (DatabaseFailed failure) {
                if (!failure.isAboutTheConnection() && !failure.mayBeTriedAgain()
                        || Thread.currentThread().isInterrupted()) {
                    throw failure;
                }
                LOG.warnf("Expected the database to answer, but %s; waiting", failure.getMessage());
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(rest));
                rest = Math.min(REST_MILLIS_MAX, rest * 2);
            }
        }
    }

    private record Read<M>(ConsumerRecord<String, byte[]> record, String key, M message) {}
}
