package dev.perpetual.publisher.push;

import dev.perpetual.kit.database.Database;
import dev.perpetual.kit.database.DatabaseFailed;
import dev.perpetual.publisher.availability.WantedSignal;
import dev.perpetual.publisher.channels.Channels;
import dev.perpetual.publisher.channels.webhook.SendWebhook;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Looks for channels that are to be told something, takes those that no other replica has, and pushes each by itself. */
@ApplicationScoped
class Pushers {

    private static final Logger LOG = Logger.getLogger(Pushers.class);
    private static final Duration LOOK = Duration.ofMillis(250);
    private static final Duration LAST_ANSWERS = Duration.ofSeconds(5);

    private final Database database;
    private final ChannelLocks locks;
    private final WantedSignal signal;
    private final Pusher.Tools tools;
    private final Map<String, Pusher> pushers = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private volatile boolean stopping;

    Pushers(
            Database database,
            ChannelLocks locks,
            WantedSignal signal,
            PlanDelivery plan,
            SettleDelivery settle,
            SendWebhook send,
            Budgets budgets,
            MeterRegistry metrics) {
        this.database = database;
        this.locks = locks;
        this.signal = signal;
        this.tools = new Pusher.Tools(plan, settle, send, budgets, metrics);
    }

    void start(@Observes StartupEvent started) {
        threads.execute(this::run);
    }

    /** Lets requests that are under way end, so that they need not be repeated. */
    void stop(@Observes ShutdownEvent ended) throws InterruptedException {
        stopping = true;
        signal.ring();
        pushers.values().forEach(Pusher::stop);
        threads.shutdown();
        if (!threads.awaitTermination(LAST_ANSWERS.toMillis(), TimeUnit.MILLISECONDS)) {
            threads.shutdownNow();
        }
        locks.end();
    }

    private void run() {
        while (!stopping) {
            try {
                look();
            } catch (DatabaseFailed | SQLException outage) {
                LOG.warnf("Expected to find out which channels are to be told, but %s", outage.getMessage());
            } catch (RuntimeException wrong) {
                LOG.errorf(wrong, "Expected to look for channels that are to be told");
            }
            try {
                signal.await(LOOK);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void look() throws SQLException {
        if (!locks.isAlive()) {
            // Another replica may have our channels by now. Its fence stops ours, but there is no need to try.
            pushers.values().forEach(Pusher::stop);
            locks.begin();
        }
        for (var channel : database.inTransaction(Deliveries::channelsDue)) {
            var pusher = pushers.get(channel);
            if (pusher != null) {
                pusher.wake();
            } else if (locks.take(channel)) {
                begin(channel);
            }
        }
    }

    private void begin(String id) {
        var pusher = database.inTransaction(connection -> new Pusher(
                Channels.known(id, Channels.find(connection, id)), Holding.begin(connection, id), tools, threads));
        pushers.put(id, pusher);
        threads.execute(() -> {
            try {
                pusher.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException wrong) {
                LOG.errorf(wrong, "Expected to push channel %s; it will be taken again", id);
            } finally {
                giveBack(id);
            }
        });
    }

    private void giveBack(String id) {
        try {
            locks.giveBack(id);
        } catch (SQLException gone) {
            LOG.debugf("The session is gone, and its locks with it: %s", gone.getMessage());
        }
        pushers.remove(id);
        if (!stopping) {
            signal.ring();
        }
    }
}
