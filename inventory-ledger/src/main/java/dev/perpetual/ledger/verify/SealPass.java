package dev.perpetual.ledger.verify;

import dev.perpetual.kit.database.Database;
import dev.perpetual.ledger.seal.Seals;
import java.util.Set;

/** Computes every seal anew, some at a time, each time on a snapshot of its own: what is sealed does not change. */
record SealPass() implements Pass {

    private static final int SEALS_PER_STEP = 20;

    @Override
    public String name() {
        return "the journal is as it was sealed";
    }

    @Override
    public Set<String> tables() {
        return Set.of("journal", "seal");
    }

    private record Step(boolean done, long last, long rows, long wrong, String firstWrong) {}

    @Override
    public Finding run(Database database) {
        var rows = 0L;
        var wrong = 0L;
        var firstWrong = "";
        var last = 0L;
        while (true) {
            var step = behind(database, last);
            rows += step.rows();
            wrong += step.wrong();
            firstWrong = firstWrong.isEmpty() ? step.firstWrong() : firstWrong;
            if (step.done()) {
                return new Finding(rows, wrong, firstWrong.isEmpty() ? null : firstWrong);
            }
            last = step.last();
        }
    }

    private static Step behind(Database database, long last) {
        return database.inTransaction(connection -> {
            try (var select = connection.prepareStatement(Seals.recomputed())) {
                select.setLong(1, last);
                select.setInt(2, SEALS_PER_STEP);
                select.setLong(3, last);
                var found = select.executeQuery();
                found.next();
                var newest = found.getLong(1);
                var text = found.getString(4);
                return new Step(newest <= last, newest, found.getLong(2), found.getLong(3), text == null ? "" : text);
            }
        });
    }
}
