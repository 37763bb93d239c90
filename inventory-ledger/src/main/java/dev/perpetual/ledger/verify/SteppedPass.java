package dev.perpetual.ledger.verify;

import dev.perpetual.kit.database.Database;
import java.sql.Connection;
import java.sql.SQLException;

/** A pass over what does not change once it is there: some rows at a time, each time on a snapshot of its own. */
interface SteppedPass extends Pass {

    /**
     * What one step found.
     *
     * @param end the next step looks behind it
     * @param isLast nothing was left behind it
     */
    record Step(Finding found, long end, boolean isLast) {}

    /** Everything lies behind it. */
    long start();

    Step behind(Connection connection, long last) throws SQLException;

    @Override
    default Finding run(Database database) {
        var rows = 0L;
        var wrong = 0L;
        String firstWrong = null;
        var last = start();
        while (true) {
            var begin = last;
            var step = database.inTransaction(connection -> behind(connection, begin));
            rows += step.found().rows();
            wrong += step.found().wrong();
            firstWrong = firstWrong == null ? step.found().firstWrong() : firstWrong;
            if (step.isLast()) {
                return new Finding(rows, wrong, firstWrong);
            }
            last = step.end();
        }
    }
}
