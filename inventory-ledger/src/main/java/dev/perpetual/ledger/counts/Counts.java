package dev.perpetual.ledger.counts;

import dev.perpetual.kit.problems.Problems;
import dev.perpetual.ledger.counts.CountAnswer.Approval;
import dev.perpetual.ledger.counts.CountAnswer.Coverage;
import dev.perpetual.ledger.counts.CountAnswer.Lines;
import dev.perpetual.ledger.domain.Ids;
import dev.perpetual.ledger.domain.StockCount.State;
import dev.perpetual.ledger.domain.StockCount.Step;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The tables {@code stock_count}, {@code stock_count_place} and {@code stock_count_approval}. */
final class Counts {

    private static final String COLUMNS = "id, state, blind, blank_is_zero, skus, lots, note, discrepancy, created_at,"
            + " created_by, completed_at, completed_by, applied_at, approvals_needed,"
            + " (SELECT array_agg(location ORDER BY location) FROM stock_count_place AS place"
            + " WHERE place.count = stock_count.id AND named)";

    private Counts() {}

    /** What a step has to know of a count. */
    record Head(
            String id,
            State state,
            boolean blind,
            boolean blankIsZero,
            @Nullable List<String> skus,
            @Nullable List<String> lots,
            @Nullable String note,
            @Nullable String discrepancy,
            Instant createdAt,
            String createdBy,
            @Nullable Instant completedAt,
            @Nullable String completedBy,
            @Nullable Instant appliedAt,
            int approvalsNeeded,
            List<String> named) {

        /** @throws io.quarkiverse.resteasy.problem.HttpProblem 409 where it is too early or too late for that */
        void mustAllow(Step step) {
            if (!step.isPossible(state)) {
                throw Problems.conflict(
                        "count-not-open",
                        "Expected a count that can take step %s, but %s is %s"
                                .formatted(step.name().toLowerCase(Locale.ROOT), id, state.code()));
            }
        }
    }

    static Optional<Head> find(Connection connection, String id) throws SQLException {
        return find(connection, id, "");
    }

    /** One step at a time. @throws io.quarkiverse.resteasy.problem.HttpProblem 404 */
    static Head lock(Connection connection, String id) throws SQLException {
        return find(connection, id, " FOR NO KEY UPDATE").orElseThrow(Counts::unknown);
    }

    static RuntimeException unknown() {
        return Problems.notFound("unknown-count", "Expected a known count, but got another id than any of theirs");
    }

    private static Optional<Head> find(Connection connection, String id, String lock) throws SQLException {
        if (!Ids.isReference(id)) {
            return Optional.empty();
        }
        try (var select = connection.prepareStatement("SELECT " + COLUMNS + " FROM stock_count WHERE id = ?" + lock)) {
            select.setString(1, id);
            var rows = select.executeQuery();
            return rows.next() ? Optional.of(read(rows)) : Optional.empty();
        }
    }

    private static Head read(ResultSet row) throws SQLException {
        return new Head(
                row.getString(1),
                State.valueOf(row.getString(2)),
                row.getBoolean(3),
                row.getBoolean(4),
                list(row.getArray(5)),
                list(row.getArray(6)),
                row.getString(7),
                row.getString(8),
                row.getObject(9, OffsetDateTime.class).toInstant(),
                row.getString(10),
                time(row, 11),
                row.getString(12),
                time(row, 13),
                row.getInt(14),
                Objects.requireNonNullElse(list(row.getArray(15)), List.of()));
    }

    static @Nullable Instant time(ResultSet row, int column) throws SQLException {
        var time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    static @Nullable List<String> list(@Nullable Array array) throws SQLException {
        return array == null ? null : Arrays.asList((String[]) array.getArray());
    }

    static Array text(Connection connection, Collection<String> values) throws SQLException {
        return connection.createArrayOf("text", values.toArray());
    }

    /** Counts of a state and a location, oldest first. */
    static List<Head> page(
            Connection connection,
            @Nullable State state,
            @Nullable String location,
            Instant after,
            String afterId,
            int limit)
            throws SQLException {
        var filter = (state == null ? "" : " AND state = ?")
                + (location == null
                        ? ""
                        : " AND EXISTS (SELECT FROM stock_count_place AS place WHERE place.count = stock_count.id"
                                + " AND place.location = ?)");
        try (var select = connection.prepareStatement("SELECT " + COLUMNS
                + " FROM stock_count WHERE (created_at, id) > (?::timestamptz, ?)" + filter
                + " ORDER BY created_at, id LIMIT ?")) {
            var next = 1;
            select.setString(next++, after.toString());
            select.setString(next++, afterId);
            if (state != null) {
                select.setString(next++, state.name());
            }
            if (location != null) {
                select.setString(next++, location);
            }
            select.setInt(next, limit);
            var rows = select.executeQuery();
            var page = new ArrayList<Head>();
            while (rows.next()) {
                page.add(read(rows));
            }
            return page;
        }
    }

    static CountAnswer answer(Connection connection, Head head) throws SQLException {
        return new CountAnswer(
                head.id(),
                head.state().code(),
                head.blind(),
                head.blankIsZero() ? "zero" : "not-counted",
                head.named(),
                head.skus(),
                head.lots(),
                head.note(),
                head.discrepancy(),
                head.createdAt(),
                head.createdBy(),
                head.completedAt(),
                head.completedBy(),
                head.appliedAt(),
                lines(connection, head),
                approvals(connection, head.id()),
                head.approvalsNeeded());
    }

    private static Lines lines(Connection connection, Head head) throws SQLException {
        try (var select = connection.prepareStatement("""
                SELECT count(*) FILTER (WHERE opening_units <> 0), count(counted),
                  count(*) FILTER (WHERE counted IS NULL), count(recount),
                  coalesce(-sum(variance) FILTER (WHERE variance < 0 AND recount IS NULL), 0),
                  coalesce(sum(variance) FILTER (WHERE variance > 0 AND recount IS NULL), 0)
                FROM stock_count_line WHERE count = ?""")) {
            select.setString(1, head.id());
            var row = select.executeQuery();
            row.next();
            return new Lines(
                    row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4), row.getLong(5), row.getLong(6));
        }
    }

    static List<Approval> approvals(Connection connection, String count) throws SQLException {
        try (var select = connection.prepareStatement("""
                SELECT approver, approved_at FROM stock_count_approval WHERE count = ? ORDER BY approved_at, approver""")) {
            select.setString(1, count);
            var rows = select.executeQuery();
            var approvals = new ArrayList<Approval>();
            while (rows.next()) {
                approvals.add(new Approval(
                        rows.getString(1),
                        rows.getObject(2, OffsetDateTime.class).toInstant()));
            }
            return approvals;
        }
    }

    /** False when this approver did already. */
    static boolean approve(Connection connection, String count, String approver, Instant now) throws SQLException {
        try (var insert = connection.prepareStatement("""
                INSERT INTO stock_count_approval (count, approver, approved_at) VALUES (?, ?, ?::timestamptz)
                ON CONFLICT DO NOTHING""")) {
            insert.setString(1, count);
            insert.setString(2, approver);
            insert.setString(3, now.toString());
            return insert.executeUpdate() == 1;
        }
    }

    static void move(Connection connection, String count, State to, String by, Instant now) throws SQLException {
        var beside = switch (to) {
            case COMPLETED -> ", completed_at = ?::timestamptz, completed_by = ?";
            case APPLIED -> ", applied_at = ?::timestamptz, applied_by = ?";
            default -> "";
        };
        try (var update = connection.prepareStatement("UPDATE stock_count SET state = ?" + beside + " WHERE id = ?")) {
            var next = 1;
            update.setString(next++, to.name());
            if (!beside.isEmpty()) {
                update.setString(next++, now.toString());
                update.setString(next++, by);
            }
            update.setString(next, count);
            update.executeUpdate();
        }
    }

    /** As its lines say now. */
    static void needApprovals(Connection connection, String count, int whenSmall, int whenLarge) throws SQLException {
        try (var update = connection.prepareStatement("""
                UPDATE stock_count SET approvals_needed = CASE WHEN EXISTS (SELECT FROM stock_count_line AS line
                  WHERE line.count = stock_count.id AND large) THEN ? ELSE ? END
                WHERE id = ?""")) {
            update.setInt(1, whenLarge);
            update.setInt(2, whenSmall);
            update.setString(3, count);
            update.executeUpdate();
        }
    }

    /** Those of the locations that belong to the count. */
    static Set<String> places(Connection connection, String count, Collection<String> locations) throws SQLException {
        try (var select = connection.prepareStatement(
                "SELECT location FROM stock_count_place WHERE count = ? AND location = ANY(?)")) {
            select.setString(1, count);
            select.setArray(2, text(connection, locations));
            var rows = select.executeQuery();
            var found = new TreeSet<String>();
            while (rows.next()) {
                found.add(rows.getString(1));
            }
            return found;
        }
    }

    /** Places and who looked at them. @param forgottenOnly those that nobody looked at, though somebody must */
    static List<Coverage> coverage(Connection connection, String count, String after, boolean forgottenOnly, int limit)
            throws SQLException {
        try (var select = connection.prepareStatement("""
                SELECT * FROM (SELECT location,
                    CASE WHEN counted > 0 THEN 'covered' WHEN empty_by IS NOT NULL THEN 'empty'
                      WHEN required THEN 'forgotten' ELSE 'not-needed' END AS state, expected, counted, blank, empty_by
                  FROM stock_count_place AS place, LATERAL (SELECT count(*) FILTER (WHERE opening_units <> 0) AS expected,
                      count(counted) AS counted,
                      count(*) FILTER (WHERE opening_units <> 0 AND counted IS NULL) AS blank
                    FROM stock_count_line AS line WHERE line.count = place.count AND line.location = place.location) AS seen
                  WHERE place.count = ? AND location > ?) AS each
                WHERE NOT ? OR state = 'forgotten' ORDER BY location LIMIT ?""")) {
            select.setString(1, count);
            select.setString(2, after);
            select.setBoolean(3, forgottenOnly);
            select.setInt(4, limit);
            var rows = select.executeQuery();
            var places = new ArrayList<Coverage>();
            while (rows.next()) {
                places.add(new Coverage(
                        rows.getString(1),
                        rows.getString(2),
                        rows.getLong(3),
                        rows.getLong(4),
                        rows.getLong(5),
                        rows.getString(6)));
            }
            return places;
        }
    }
}
