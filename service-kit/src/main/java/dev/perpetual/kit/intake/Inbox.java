package dev.perpetual.kit.intake;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;

/** Ids of messages that took effect; claimed in the transaction of the effect. */
public final class Inbox {

    private Inbox() {}

    /** Those of the ids that were not claimed before; from now on they are. */
    public static Set<String> claim(Connection connection, String source, Collection<String> ids) throws SQLException {
        try (var insert = connection.prepareStatement("""
                INSERT INTO inbox (source, id) SELECT ?, id FROM unnest(?) AS id
                ON CONFLICT DO NOTHING RETURNING id""")) {
            insert.setString(1, source);
            insert.setArray(2, connection.createArrayOf("text", new TreeSet<>(ids).toArray()));
            var rows = insert.executeQuery();
            var fresh = new HashSet<String>();
            while (rows.next()) {
                fresh.add(rows.getString(1));
            }
            return fresh;
        }
    }
}
