package dev.perpetual.kit.relay;

import io.debezium.engine.DebeziumEngine.RecordCommitter;
import io.debezium.engine.RecordChangeEvent;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntConsumer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * Moves the slot on behind the broker, in the order of the log and in a thread of its own, so that the engine reads and
 * sends what comes next while the broker still stores what came before.
 */
final class Acknowledgements implements AutoCloseable {

    /** Changes that may be under way; what the producer buffers is bounded in bytes by itself. */
    private static final int UNDER_WAY_MAX = 64;

    private static final long ACK_SECONDS_MAX = 60;

    private final BlockingQueue<Sent> underWay = new ArrayBlockingQueue<>(UNDER_WAY_MAX);
    private final IntConsumer published;
    private final Runnable onFailure;
    private final Thread thread;
    private volatile @Nullable IllegalStateException failure;

    /** One change and what the producer promised for each of its events. */
    record Sent(
            RecordChangeEvent<SourceRecord> change,
            RecordCommitter<RecordChangeEvent<SourceRecord>> committer,
            List<Future<RecordMetadata>> events) {

        boolean isStored() {
            return events.stream().allMatch(Future::isDone);
        }
    }

    /**
     * @param published told how many events the broker has taken
     * @param onFailure run once when the broker did not take one; nothing after it is acknowledged
     */
    Acknowledgements(IntConsumer published, Runnable onFailure) {
        this.published = published;
        this.onFailure = onFailure;
        this.thread =
                Thread.ofPlatform().name("relay-acknowledgements").daemon().start(this::run);
    }

    /** Waits while too much is under way. @throws IllegalStateException when the broker refused something before */
    void await(Sent sent) throws InterruptedException {
        var isTaken = false;
        while (!isTaken) {
            if (failure != null) {
                throw failure;
            }
            isTaken = underWay.offer(sent, 1, TimeUnit.SECONDS);
        }
    }

    private void run() {
        try {
            while (true) {
                var sent = underWay.take();
                var events = acknowledge(sent);
                // What is stored by now needs no step of its own.
                for (var next = underWay.peek(); next != null && next.isStored(); next = underWay.peek()) {
                    sent = underWay.take();
                    events += acknowledge(sent);
                }
                sent.committer().markBatchFinished();
                published.accept(events);
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException refused) {
            // Whatever it was: who sends must not wait for ever for a thread that has ended.
            failure = new IllegalStateException(refused.getMessage(), refused);
            onFailure.run();
        }
    }

    private static int acknowledge(Sent sent) throws InterruptedException {
        for (var event : sent.events()) {
            awaitStored(event);
        }
        sent.committer().markProcessed(sent.change());
        return sent.events().size();
    }

    private static void awaitStored(Future<RecordMetadata> event) throws InterruptedException {
        try {
            event.get(ACK_SECONDS_MAX, TimeUnit.SECONDS);
        } catch (ExecutionException failure) {
            throw new IllegalStateException(
                    "Expected the broker to take the event, but " + failure.getMessage(), failure.getCause());
        } catch (TimeoutException late) {
            throw new IllegalStateException(
                    "Expected the broker to answer within " + ACK_SECONDS_MAX + " s, but it did not", late);
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
