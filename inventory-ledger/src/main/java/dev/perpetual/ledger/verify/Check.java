package dev.perpetual.ledger.verify;

import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * One thing that must always hold, as a query that finds what breaks it.
 *
 * @param rows counts what is looked at
 * @param wrong returns one text per row that is wrong, the first of them first
 */
record Check(String name, String rows, String wrong) {

    /** What a check found. @param firstWrong names the first wrong row */
    record Finding(
            String check, long rows, long wrong, @Nullable String firstWrong, long millis) {

        boolean holds() {
            return wrong == 0;
        }
    }

    Finding run(Connection connection) throws SQLException {
        var started = System.nanoTime();
        try (var statement = connection.createStatement()) {
            var counted = statement.executeQuery(rows);
            counted.next();
            var looked = counted.getLong(1);
            var found = statement.executeQuery(
                    "SELECT count(*) OVER (), wrong FROM (" + wrong + ") AS found (wrong) ORDER BY wrong LIMIT 1");
            var isWrong = found.next();
            return new Finding(
                    name,
                    looked,
                    isWrong ? found.getLong(1) : 0,
                    isWrong ? found.getString(2) : null,
                    (System.nanoTime() - started) / 1_000_000);
        }
    }
}
