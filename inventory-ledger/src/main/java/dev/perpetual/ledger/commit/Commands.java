package dev.perpetual.ledger.commit;

import dev.perpetual.ledger.domain.Outcome;
import dev.perpetual.ledger.wire.OutcomeJson;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The table {@code command}: the first answer to each command, kept as long as the journal. */
final class Commands {

    /** What was decided. */
    record Decided(String hash, Outcome outcome) {}

    private Commands() {}

    static Map<String, Decided> find(Connection connection, Collection<String> keys) throws SQLException {
        var found = new HashMap<String, Decided>();
        if (keys.isEmpty()) {
            return found;
        }
        try (var select = connection.prepareStatement("SELECT id, hash, answer FROM command WHERE id = ANY(?)")) {
            select.setArray(1, connection.createArrayOf("text", keys.toArray(String[]::new)));
            var rows = select.executeQuery();
            while (rows.next()) {
                found.put(rows.getString(1), new Decided(rows.getString(2), OutcomeJson.read(rows.getString(3))));
            }
        }
        return found;
    }

    /** Violates the key when one of them was decided before, here or by another instance. */
    static void store(Pipeline pipeline, Map<String, Decided> fresh, Instant now) {
        List<Map.Entry<String, Decided>> rows =
                fresh.entrySet().stream().sorted(Map.Entry.comparingByKey()).toList();
        pipeline.add(
                """
                INSERT INTO command (id, hash, answer, recorded_at)
                SELECT id, hash, answer, ? FROM unnest(?, ?, ?) AS fresh (id, hash, answer)""",
                rows,
                columns -> columns.same(now)
                        .text(Map.Entry::getKey)
                        .text(row -> row.getValue().hash())
                        .text(row -> OutcomeJson.write(row.getValue().outcome())));
    }
}
