package dev.perpetual.supplier.runs;

import dev.perpetual.supplier.domain.Feed;
import dev.perpetual.supplier.domain.FeedId;
import dev.perpetual.supplier.domain.GateRules.Gate;
import dev.perpetual.supplier.domain.RunFigures;
import dev.perpetual.supplier.domain.RunState;
import dev.perpetual.supplier.wire.Json;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The table run. */
@ApplicationScoped
public class Runs {

    /** How many runs of a feed keep their rows; older ones keep their counts and diff. */
    private static final int RUNS_WITH_ROWS_MAX = 10;

    private final Json json;

    Runs(Json json) {
        this.json = json;
    }

    /** Which runs a list shows; null: any. */
    record Filter(
            @Nullable String supplier,
            @Nullable String feed,
            @Nullable String state) {}

    Optional<Run> find(Connection connection, UUID id) throws SQLException {
        try (var select = connection.prepareStatement("SELECT * FROM run WHERE id = ?")) {
            select.setObject(1, id);
            return read(select.executeQuery()).stream().findFirst();
        }
    }

    /** Newest first, from behind the given run. */
    List<Run> list(Connection connection, Filter filter, @Nullable Instant before, @Nullable UUID behind, int limit)
            throws SQLException {
        try (var select = connection.prepareStatement("""
                SELECT * FROM run
                WHERE (?::text IS NULL OR supplier = ?) AND (?::text IS NULL OR feed = ?) AND (?::text IS NULL OR state = ?)
                  AND (?::timestamptz IS NULL OR received_at < ? OR (received_at = ? AND id > ?::uuid))
                ORDER BY received_at DESC, id LIMIT ?""")) {
            select.setString(1, filter.supplier());
            select.setString(2, filter.supplier());
            select.setString(3, filter.feed());
            select.setString(4, filter.feed());
            select.setString(5, filter.state());
            select.setString(6, filter.state());
            var moment = before == null ? null : Timestamp.from(before);
            select.setTimestamp(7, moment);
            select.setTimestamp(8, moment);
            select.setTimestamp(9, moment);
            select.setObject(10, behind);
            select.setInt(11, limit);
            return read(select.executeQuery());
        }
    }

    /** Begins to stage; seen by nobody before the transaction commits with a decision. */
    void begin(Connection connection, Arrival arrival, Feed feed) throws SQLException {
        try (var insert = connection.prepareStatement("""
                INSERT INTO run (id, supplier, feed, feed_version, location, state, came_by, file_name, bytes, checksum,
                  as_of, as_of_stated, received_at, received_by)
                VALUES (?, ?, ?, ?, ?, 'staging', ?, ?, ?, ?, ?, ?, ?, ?)""")) {
            insert.setObject(1, arrival.run());
            insert.setString(2, arrival.feed().supplier());
            insert.setString(3, arrival.feed().feed());
            insert.setLong(4, feed.version());
            insert.setString(5, feed.mapping().location());
            insert.setString(6, arrival.cameBy().name().toLowerCase(Locale.ROOT));
            insert.setString(7, arrival.fileName());
            insert.setLong(8, arrival.bytes());
            insert.setString(9, arrival.checksum());
            insert.setTimestamp(10, Timestamp.from(arrival.asOf()));
            insert.setBoolean(11, arrival.statedAsOf() != null);
            insert.setTimestamp(12, Timestamp.from(arrival.receivedAt()));
            insert.setString(13, arrival.by());
            insert.executeUpdate();
        }
    }

    /** Takes the newest moment of the rows for that of the run, when the rows state theirs. */
    void dateByRows(Connection connection, UUID id) throws SQLException {
        try (var update = connection.prepareStatement("""
                UPDATE run SET as_of = coalesce((SELECT max(as_of) FROM run_row WHERE run = ?), as_of),
                  as_of_stated = true WHERE id = ?""")) {
            update.setObject(1, id);
            update.setObject(2, id);
            update.executeUpdate();
        }
    }

    /** Stores what became of a staged run. */
    void decide(
            Connection connection,
            UUID id,
            RunState state,
            RunFigures figures,
            Run.Diff diff,
            List<Gate> gates,
            @Nullable String by,
            Instant now)
            throws SQLException {
        try (var update = connection.prepareStatement("""
                UPDATE run SET state = ?, rows_read = ?, applied = ?, unchanged = ?, rejected = ?, absent = ?,
                  diff = ?::json, gates = ?::json, decided_by = ?, decided_at = ? WHERE id = ?""")) {
            update.setString(1, state.word());
            update.setLong(2, figures.read());
            update.setLong(3, figures.applied());
            update.setLong(4, figures.unchanged());
            update.setLong(5, figures.rejected());
            update.setLong(6, figures.absent());
            update.setString(7, json.write(diff));
            update.setString(8, json.write(gates));
            update.setString(9, by);
            update.setTimestamp(10, state == RunState.WAITING ? null : Timestamp.from(now));
            update.setObject(11, id);
            update.executeUpdate();
        }
    }

    void reject(Connection connection, UUID id, Run.Problem problem, Instant now) throws SQLException {
        try (var update = connection.prepareStatement(
                "UPDATE run SET state = 'rejected', problem = ?::json, decided_at = ? WHERE id = ?")) {
            update.setString(1, json.write(problem));
            update.setTimestamp(2, Timestamp.from(now));
            update.setObject(3, id);
            update.executeUpdate();
        }
    }

    void discard(Connection connection, UUID id, String by, Instant now) throws SQLException {
        try (var update = connection.prepareStatement(
                "UPDATE run SET state = 'discarded', decided_by = ?, decided_at = ? WHERE id = ?")) {
            update.setString(1, by);
            update.setTimestamp(2, Timestamp.from(now));
            update.setObject(3, id);
            update.executeUpdate();
        }
    }

    /** Older runs that still wait are settled by a fresher one that is applied. */
    void supersedeOlder(Connection connection, UUID applied, Instant now) throws SQLException {
        try (var update = connection.prepareStatement("""
                UPDATE run older SET state = 'superseded', decided_at = ? FROM run applied
                WHERE applied.id = ? AND older.supplier = applied.supplier AND older.feed = applied.feed
                  AND older.state = 'waiting' AND older.as_of <= applied.as_of AND older.received_at < applied.received_at""")) {
            update.setTimestamp(1, Timestamp.from(now));
            update.setObject(2, applied);
            update.executeUpdate();
        }
    }

    /** Lets go of the rows of old runs, so that a feed does not grow for ever; those that wait keep theirs. */
    void forgetOldRows(Connection connection, FeedId feed) throws SQLException {
        try (var delete = connection.prepareStatement("""
                DELETE FROM run_row USING (
                  SELECT id FROM run WHERE supplier = ? AND feed = ? AND state <> 'waiting'
                  ORDER BY received_at DESC, id OFFSET ?) old
                WHERE run_row.run = old.id""")) {
            delete.setString(1, feed.supplier());
            delete.setString(2, feed.feed());
            delete.setInt(3, RUNS_WITH_ROWS_MAX);
            delete.executeUpdate();
        }
    }

    private List<Run> read(ResultSet rows) throws SQLException {
        var found = new ArrayList<Run>();
        while (rows.next()) {
            found.add(new Run(
                    rows.getString("id"),
                    rows.getString("supplier"),
                    rows.getString("feed"),
                    rows.getLong("feed_version"),
                    rows.getString("location"),
                    rows.getString("state"),
                    rows.getString("came_by"),
                    rows.getString("file_name"),
                    rows.getLong("bytes"),
                    rows.getString("checksum"),
                    rows.getTimestamp("as_of").toInstant(),
                    rows.getBoolean("as_of_stated"),
                    rows.getTimestamp("received_at").toInstant(),
                    rows.getString("received_by"),
                    instant(rows, "decided_at"),
                    rows.getString("decided_by"),
                    new Run.Counts(
                            rows.getLong("rows_read"),
                            rows.getLong("applied"),
                            rows.getLong("unchanged"),
                            rows.getLong("rejected"),
                            rows.getLong("absent")),
                    value(rows, "diff", Run.Diff.class),
                    gates(rows),
                    value(rows, "problem", Run.Problem.class)));
        }
        return found;
    }

    private static @Nullable Instant instant(ResultSet rows, String column) throws SQLException {
        var moment = rows.getTimestamp(column);
        return moment == null ? null : moment.toInstant();
    }

    private <T> @Nullable T value(ResultSet rows, String column, Class<T> type) throws SQLException {
        var text = rows.getString(column);
        return text == null ? null : json.read(text, type);
    }

    private @Nullable List<Gate> gates(ResultSet rows) throws SQLException {
        var gates = value(rows, "gates", Gate[].class);
        return gates == null ? null : List.of(gates);
    }
}
