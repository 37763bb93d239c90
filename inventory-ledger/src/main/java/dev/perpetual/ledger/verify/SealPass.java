package dev.perpetual.ledger.verify;

import dev.perpetual.ledger.seal.Seals;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;

/** Computes every seal anew. */
record SealPass() implements SteppedPass {

    private static final int SEALS_PER_STEP = 20;

    @Override
    public String name() {
        return "the journal is as it was sealed";
    }

    @Override
    public Set<String> tables() {
        return Set.of("journal", "seal");
    }

    @Override
    public long start() {
        return 0;
    }

    @Override
    public Step behind(Connection connection, long last) throws SQLException {
        try (var select = connection.prepareStatement(Seals.recomputed())) {
            select.setLong(1, last);
            select.setInt(2, SEALS_PER_STEP);
            select.setLong(3, last);
            var found = select.executeQuery();
            found.next();
            var newest = found.getLong(1);
            return new Step(
                    new Finding(found.getLong(2), found.getLong(3), found.getString(4)), newest, newest <= last);
        }
    }
}
