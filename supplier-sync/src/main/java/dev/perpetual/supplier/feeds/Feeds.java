package dev.perpetual.supplier.feeds;

import dev.perpetual.kit.problems.Problems;
import dev.perpetual.supplier.domain.Feed;
import dev.perpetual.supplier.domain.FeedId;
import dev.perpetual.supplier.wire.FeedDocument;
import dev.perpetual.supplier.wire.Json;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The table feed. */
@ApplicationScoped
public class Feeds {

    private static final String SELECT = """
            SELECT feed.*, last.id AS last_run, last.received_at AS last_received, last.state AS last_state,
              (SELECT max(received_at) FROM run
               WHERE run.supplier = feed.supplier AND run.feed = feed.id AND run.state = 'applied') AS last_applied
            FROM feed LEFT JOIN LATERAL (
              SELECT id, received_at, state FROM run
              WHERE run.supplier = feed.supplier AND run.feed = feed.id AND run.state <> 'previewed'
              ORDER BY received_at DESC, id LIMIT 1) last ON true
            """;

    private final Json json;

    Feeds(Json json) {
        this.json = json;
    }

    /** A definition with what came of it last. */
    public record Defined(
            FeedId id,
            long version,
            FeedDocument document,
            Instant changedAt,
            @Nullable String lastRun,
            @Nullable String lastState,
            @Nullable Instant lastApplied) {

        public Feed feed() {
            return document.toFeed(id, version);
        }

        /** Whether nothing was applied for longer than the schedule says. */
        public boolean overdue(Instant now) {
            var every = feed().schedule();
            var since = lastApplied == null ? changedAt : lastApplied;
            return every != null && since.plus(every).isBefore(now);
        }
    }

    /**
     * Takes the lock under which files of the supplier come in one after the other, and reads the feed.
     *
     * @throws io.quarkiverse.resteasy.problem.HttpProblem 404 when there is no such supplier or feed
     */
    public Feed lock(Connection connection, FeedId id) throws SQLException {
        try (var lock = connection.prepareStatement("SELECT FROM supplier WHERE id = ? FOR NO KEY UPDATE")) {
            lock.setString(1, id.supplier());
            if (!lock.executeQuery().next()) {
                throw unknownSupplier(id.supplier());
            }
        }
        return find(connection, id).orElseThrow(() -> unknownFeed(id)).feed();
    }

    public boolean hasSupplier(Connection connection, String supplier) throws SQLException {
        try (var select = connection.prepareStatement("SELECT FROM supplier WHERE id = ?")) {
            select.setString(1, supplier);
            return select.executeQuery().next();
        }
    }

    public Optional<Defined> find(Connection connection, FeedId id) throws SQLException {
        try (var select = connection.prepareStatement(SELECT + "WHERE feed.supplier = ? AND feed.id = ?")) {
            select.setString(1, id.supplier());
            select.setString(2, id.feed());
            return read(select.executeQuery()).stream().findFirst();
        }
    }

    /** All feeds of one supplier. */
    public List<Defined> of(Connection connection, String supplier) throws SQLException {
        try (var select = connection.prepareStatement(SELECT + "WHERE feed.supplier = ? ORDER BY feed.id")) {
            select.setString(1, supplier);
            return read(select.executeQuery());
        }
    }

    /** All feeds of all suppliers. */
    public List<Defined> all(Connection connection) throws SQLException {
        try (var select = connection.prepareStatement(SELECT + "ORDER BY feed.supplier, feed.id")) {
            return read(select.executeQuery());
        }
    }

    /** Inserts or replaces; the same again changes nothing, not even the version. */
    void put(Connection connection, FeedId id, FeedDocument document, Instant now) throws SQLException {
        try (var upsert = connection.prepareStatement("""
                INSERT INTO feed AS known (supplier, id, version, definition, changed_at) VALUES (?, ?, 1, ?::json, ?)
                ON CONFLICT (supplier, id) DO UPDATE
                SET definition = excluded.definition, version = known.version + 1, changed_at = excluded.changed_at
                WHERE known.definition::text <> excluded.definition::text""")) {
            upsert.setString(1, id.supplier());
            upsert.setString(2, id.feed());
            upsert.setString(3, json.write(document));
            upsert.setTimestamp(4, Timestamp.from(now));
            upsert.executeUpdate();
        }
    }

    private List<Defined> read(ResultSet rows) throws SQLException {
        var found = new ArrayList<Defined>();
        while (rows.next()) {
            var lastApplied = rows.getTimestamp("last_applied");
            found.add(new Defined(
                    new FeedId(rows.getString("supplier"), rows.getString("id")),
                    rows.getLong("version"),
                    json.read(rows.getString("definition"), FeedDocument.class),
                    rows.getTimestamp("changed_at").toInstant(),
                    rows.getString("last_run"),
                    rows.getString("last_state"),
                    lastApplied == null ? null : lastApplied.toInstant()));
        }
        return found;
    }

    public static RuntimeException unknownSupplier(String supplier) {
        return Problems.notFound("unknown-supplier", "Expected a supplier that is defined, but got " + supplier);
    }

    public static RuntimeException unknownFeed(FeedId id) {
        return Problems.notFound("unknown-feed", "Expected a feed that is defined, but got " + id);
    }
}
