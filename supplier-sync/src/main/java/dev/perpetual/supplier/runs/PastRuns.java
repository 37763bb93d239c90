package dev.perpetual.supplier.runs;

import dev.perpetual.supplier.domain.FeedId;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What earlier runs of a feed tell about a new one. */
@ApplicationScoped
class PastRuns {

    /** How many of the newest runs say what is usual. */
    private static final int USUAL_RUNS = 5;

    /** Whether this content was applied before, and nobody states that it is as of later now. */
    boolean isRepeated(Connection connection, Run run, @Nullable Instant statedAsOf) throws SQLException {
        try (var select = connection.prepareStatement("""
                SELECT EXISTS (SELECT FROM run
                WHERE supplier = ? AND feed = ? AND checksum = ? AND state = 'applied' AND id <> ?::uuid
                  AND applied + unchanged + absent > 0 AND as_of >= coalesce(?::timestamptz, '-infinity'))""")) {
            select.setString(1, run.supplier());
            select.setString(2, run.feed());
            select.setString(3, run.checksum());
            select.setString(4, run.id());
            select.setTimestamp(5, statedAsOf == null ? null : Timestamp.from(statedAsOf));
            var rows = select.executeQuery();
            rows.next();
            return rows.getBoolean(1);
        }
    }

    /** Rows of the newest applied runs, back to one that a person approved: from then on that is usual. */
    List<Long> usualRows(Connection connection, FeedId feed) throws SQLException {
        try (var select = connection.prepareStatement("""
                SELECT rows_read, decided_by FROM run WHERE supplier = ? AND feed = ? AND state = 'applied'
                ORDER BY received_at DESC, id LIMIT ?""")) {
            select.setString(1, feed.supplier());
            select.setString(2, feed.feed());
            select.setInt(3, USUAL_RUNS);
            var rows = select.executeQuery();
            var usual = new ArrayList<Long>();
            while (rows.next()) {
                usual.add(rows.getLong(1));
                if (rows.getString(2) != null) {
                    break;
                }
            }
            return usual;
        }
    }
}
