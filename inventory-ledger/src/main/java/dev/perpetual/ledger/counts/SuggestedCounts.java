package dev.perpetual.ledger.counts;

import dev.perpetual.ledger.commit.Discrepancies;
import dev.perpetual.ledger.domain.Discrepancy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Cases below zero of what stands in a place, which a count could explain and that nobody counts yet. */
final class SuggestedCounts {

    private SuggestedCounts() {}

    static List<CountAnswer> page(
            Connection connection, @Nullable String location, Instant after, String afterId, int limit)
            throws SQLException {
        try (var select = connection.prepareStatement("SELECT " + Discrepancies.COLUMNS + """
                 FROM discrepancy WHERE closed_at IS NULL AND bucket IN ('inspection', 'available', 'blocked')
                  AND (opened_at, id) > (?::timestamptz, ?) AND (?::text IS NULL OR location = ?)
                  AND NOT EXISTS (SELECT FROM stock_count WHERE stock_count.discrepancy = discrepancy.id
                    AND state NOT IN ('APPLIED', 'CANCELLED'))
                ORDER BY opened_at, id LIMIT ?""")) {
            select.setString(1, after.toString());
            select.setString(2, afterId);
            select.setString(3, location);
            select.setString(4, location);
            select.setInt(5, limit);
            var rows = select.executeQuery();
            var page = new ArrayList<CountAnswer>();
            while (rows.next()) {
                page.add(answer(Discrepancies.read(rows)));
            }
            return page;
        }
    }

    /** The id is that of the case: with it as {@code discrepancy} the count is opened. */
    private static CountAnswer answer(Discrepancy open) {
        return new CountAnswer(
                open.id(),
                CountAnswer.SUGGESTED,
                false,
                "not-counted",
                List.of(open.key().location().id()),
                List.of(open.key().sku().code()),
                null,
                null,
                open.id(),
                open.openedAt(),
                open.owner(),
                null,
                null,
                null,
                null,
                List.of(),
                1);
    }
}
