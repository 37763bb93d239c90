package dev.perpetual.supplier.transports;

import dev.perpetual.kit.database.Database;
import dev.perpetual.kit.database.DatabaseFailed;
import dev.perpetual.supplier.catalog.KnownCatalog;
import dev.perpetual.supplier.domain.FeedId;
import dev.perpetual.supplier.domain.Transport;
import dev.perpetual.supplier.feeds.Feeds;
import dev.perpetual.supplier.runs.ReceiveFile;
import io.quarkus.runtime.Startup;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Watches {@code <drop folder>/<supplier>/<feed>/*.csv} for every feed whose transport is the folder. It looks again
 * and again instead of waiting for the system's word, which network file systems do not give.
 */
@Startup
@ApplicationScoped
public class DropFolder {

    private static final Logger LOG = Logger.getLogger(DropFolder.class);

    /** Files of different feeds that are taken in at the same time. */
    private static final int FEEDS_AT_ONCE_MAX = 4;

    private final Database database;
    private final Feeds feeds;
    private final KnownCatalog catalog;
    private final ReceiveFile receiveFile;
    private final Optional<Path> root;
    private final Duration poll;
    private final Duration settle;
    private final Map<FeedId, FeedFolder> folders = new ConcurrentHashMap<>();
    private final Set<FeedId> waiting = ConcurrentHashMap.newKeySet();
    private final Set<FeedId> busy = ConcurrentHashMap.newKeySet();
    private final Semaphore slots = new Semaphore(FEEDS_AT_ONCE_MAX);
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("drop-folder").factory());

    DropFolder(
            Database database,
            Feeds feeds,
            KnownCatalog catalog,
            ReceiveFile receiveFile,
            @ConfigProperty(name = "perpetual.drop.folder") Optional<Path> root,
            @ConfigProperty(name = "perpetual.drop.poll", defaultValue = "PT0.5S") Duration poll,
            @ConfigProperty(name = "perpetual.drop.settle", defaultValue = "PT1S") Duration settle) {
        this.database = database;
        this.feeds = feeds;
        this.catalog = catalog;
        this.receiveFile = receiveFile;
        this.root = root;
        this.poll = poll;
        this.settle = settle;
    }

    @PostConstruct
    void start() {
        if (root.isEmpty()) {
            LOG.info("No drop folder is set (PERPETUAL_DROP_FOLDER); files come by HTTP only");
            return;
        }
        LOG.infof("Watching the drop folder %s", root.get());
        clock.scheduleWithFixedDelay(this::look, 0, poll.toMillis(), TimeUnit.MILLISECONDS);
    }

    @PreDestroy
    void stop() {
        clock.shutdownNow();
    }

    private void look() {
        try {
            database.inTransaction(this::ready).forEach(this::take);
        } catch (DatabaseFailed away) {
            LOG.debugf("Expected the database to answer, but %s; looking again", away.getMessage());
        } catch (RuntimeException wrong) {
            LOG.error("Expected to look into the drop folder, but failed; looking again", wrong);
        }
    }

    /** The feeds whose files can be taken in. The catalog may still be on its way to us: their files wait for it. */
    private List<FeedId> ready(Connection connection) throws SQLException {
        var ready = new ArrayList<FeedId>();
        for (var defined : feeds.all(connection)) {
            var feed = defined.feed();
            if (!(feed.transport() instanceof Transport.Folder)) {
                continue;
            }
            if (catalog.locationKind(connection, feed.mapping().location()).isPresent()) {
                waiting.remove(feed.id());
                ready.add(feed.id());
            } else if (waiting.add(feed.id())) {
                LOG.warnf(
                        "Expected location %s of feed %s in the catalog, but it is not there yet; its files wait",
                        feed.mapping().location(), feed.id());
            }
        }
        return ready;
    }

    /** One feed's files in their order; other feeds do not wait for it. */
    private void take(FeedId feed) {
        if (!busy.add(feed)) {
            return;
        }
        var folder = folders.computeIfAbsent(feed, id -> new FeedFolder(root.orElseThrow(), id, settle, receiveFile));
        Thread.ofVirtual().name("drop-folder-" + feed).start(() -> {
            try {
                slots.acquire();
                try {
                    folder.take();
                } finally {
                    slots.release();
                }
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            } finally {
                busy.remove(feed);
            }
        });
    }
}
