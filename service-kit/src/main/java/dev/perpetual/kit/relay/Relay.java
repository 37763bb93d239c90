package dev.perpetual.kit.relay;

import dev.perpetual.kit.audit.Auditor;
import dev.perpetual.kit.relay.Acknowledgements.Sent;
import io.debezium.embedded.Connect;
import io.debezium.engine.DebeziumEngine;
import io.debezium.engine.RecordChangeEvent;
import io.debezium.engine.format.ChangeEventFormat;
import io.debezium.engine.spi.OffsetCommitPolicy;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.connect.source.SourceRecord;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Publishes the journal in commit order and acknowledges to PostgreSQL only what the broker has.
 *
 * <p>One recovery for every failure: the engine ends, rests, and starts again from the slot. What was sent but not
 * yet acknowledged is then sent once more; readers drop it by version.
 */
@ApplicationScoped
public class Relay {

    private static final Logger LOG = Logger.getLogger(Relay.class);
    private static final long REST_MILLIS = 500;

    private final RelaySettings settings;
    private final Topics topics;
    private final OutboundRecords records;
    private final RelayMetrics metrics;
    private final Instance<Auditor> auditor;
    private final RelayEngineProperties properties;
    private final ReplicationSlot slot;
    private final CountDownLatch stopping = new CountDownLatch(1);

    private volatile @Nullable DebeziumEngine<?> engine;
    private @Nullable Thread supervisor;

    Relay(
            RelaySettings settings,
            Topics topics,
            OutboundRecords records,
            RelayMetrics metrics,
            Instance<Auditor> auditor,
            @ConfigProperty(name = "quarkus.datasource.jdbc.url") String jdbcUrl,
            @ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers) {
        this.settings = settings;
        this.topics = topics;
        this.records = records;
        this.metrics = metrics;
        this.auditor = auditor;
        var password = settings.password().orElse("");
        this.slot = new ReplicationSlot(jdbcUrl, settings.username(), password);
        this.properties = new RelayEngineProperties(jdbcUrl, settings, bootstrapServers);
    }

    /** Runs before requests come in, so that the slot is there before the first row is. */
    void start(@Observes @Priority(100) StartupEvent event) {
        if (!settings.enabled()) {
            return;
        }
        try {
            slot.ensure();
        } catch (SQLException failure) {
            LOG.warnf("Expected to find or make the replication slot, but %s; trying again", failure.getMessage());
        }
        supervisor = Thread.ofPlatform().name("relay").start(this::supervise);
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        stopping.countDown();
        closeEngine();
        if (supervisor != null) {
            supervisor.join(10_000);
        }
    }

    private void supervise() {
        var topicsMade = false;
        do {
            try {
                if (!topicsMade) {
                    topics.create();
                    topicsMade = true;
                }
                switch (slot.ensure().state()) {
                    case FREE -> stream();
                    case TAKEN -> metrics.standingBy();
                    case LOST -> recover();
                }
            } catch (InterruptedException interrupted) {
                return;
            } catch (Exception failure) {
                LOG.warnf("Expected to relay, but %s; trying again", failure.getMessage());
            }
        } while (!rested());
    }

    private boolean rested() {
        try {
            return stopping.await(REST_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            return true;
        }
    }

    /** The server dropped log that the slot still needed: start anew, then publish what fell into the gap. */
    private void recover() throws SQLException {
        LOG.error("Expected the replication slot to hold what was not yet sent, but the server dropped it; "
                + "making a new one and publishing again what the topics miss");
        slot.drop();
        slot.ensure();
        auditor.get().publishAgainSoon();
    }

    /** Returns when the engine has ended, for whatever reason. */
    private void stream() throws IOException {
        try (var producer = new KafkaProducer<String, byte[]>(properties.producer());
                var acknowledgements = new Acknowledgements(metrics::published, this::giveUp)) {
            var running = DebeziumEngine.create(ChangeEventFormat.of(Connect.class))
                    .using(properties.engine())
                    .using(OffsetCommitPolicy.always())
                    .using(Thread.currentThread().getContextClassLoader())
                    .using((success, message, error) -> {
                        if (!success && stopping.getCount() > 0) {
                            LOG.warnf("Expected the relay to go on, but %s; starting it again", message);
                        }
                    })
                    .notifying(
                            (List<RecordChangeEvent<SourceRecord>> batch,
                                    DebeziumEngine.RecordCommitter<RecordChangeEvent<SourceRecord>> committer) ->
                                    publish(batch, committer, producer, acknowledgements))
                    .build();
            engine = running;
            if (stopping.getCount() == 0) {
                return;
            }
            metrics.leading(slot);
            running.run();
        } finally {
            metrics.standingBy();
            engine = null;
        }
    }

    private void publish(
            List<RecordChangeEvent<SourceRecord>> batch,
            DebeziumEngine.RecordCommitter<RecordChangeEvent<SourceRecord>> committer,
            KafkaProducer<String, byte[]> producer,
            Acknowledgements acknowledgements)
            throws InterruptedException {
        for (var change : batch) {
            var events = new ArrayList<Future<RecordMetadata>>();
            for (var event : records.of(change.record())) {
                events.add(producer.send(event));
            }
            acknowledgements.await(new Sent(change, committer, events)); // Only the broker's answer moves the slot on.
        }
    }

    /** The engine ends and, as after every failure, starts again from the slot. */
    private void giveUp() {
        LOG.warn("Expected the broker to take every event, but it did not; sending again what it does not have");
        closeEngine();
    }

    private void closeEngine() {
        var running = engine;
        if (running == null) {
            return;
        }
        try {
            running.close();
        } catch (IOException | IllegalStateException failure) {
            LOG.debugf("The relay was already ending: %s", failure.getMessage());
        }
    }
}
