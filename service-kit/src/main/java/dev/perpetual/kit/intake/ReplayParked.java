package dev.perpetual.kit.intake;

import dev.perpetual.kit.database.Database;
import dev.perpetual.kit.problems.Problems;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.util.ArrayList;
import java.util.List;

/** Applies the parked records of one key in their order, after the cause is mended. */
@ApplicationScoped
class ReplayParked {

    private final Database database;
    private final ParkedMessages parked;
    private final Instance<Subscription<?>> subscriptions;

    ReplayParked(Database database, ParkedMessages parked, @Any Instance<Subscription<?>> subscriptions) {
        this.database = database;
        this.parked = parked;
        this.subscriptions = subscriptions;
    }

    /**
     * All or nothing; returns how many took effect. A record of the key that comes meanwhile is parked behind them,
     * so repeat until none is left.
     */
    int replay(String topic, String key) {
        var total = 0;
        while (true) {
            var messages = database.inTransaction(connection -> parked.of(connection, topic, key));
            if (messages.isEmpty()) {
                return total;
            }
            apply(subscription(topic), messages);
            total += messages.size();
        }
    }

    private Subscription<?> subscription(String topic) {
        return subscriptions.stream()
                .filter(subscription -> subscription.topic().equals(topic))
                .findFirst()
                .orElseThrow(() -> Problems.notFound(
                        "unknown-topic", "Expected a topic that this service reads, but got " + topic));
    }

    private <M> void apply(Subscription<M> subscription, List<ParkedMessage> messages) {
        var readable = new ArrayList<M>();
        for (var message : messages) {
            try {
                readable.add(subscription.read(message.record()));
            } catch (UnreadableMessage wrong) {
                throw Problems.unprocessable(
                        "still-unreadable",
                        "Record %d of partition %d: %s"
                                .formatted(message.offset(), message.partition(), wrong.getMessage()));
            }
        }
        subscription.apply(readable, connection -> parked.remove(connection, messages));
    }

    /** Gives up on the parked records of one key; those that come after them are read as usual. */
    int discard(String topic, String key) {
        return database.inTransaction(connection -> {
            var messages = parked.of(connection, topic, key);
            parked.remove(connection, messages);
            return messages.size();
        });
    }
}
