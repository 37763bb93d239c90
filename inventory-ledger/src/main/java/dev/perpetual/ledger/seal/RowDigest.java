package dev.perpetual.ledger.seal;

import static java.util.stream.Collectors.joining;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;

/**
 * The digest of a row of the journal, as an expression that the database computes: SHA-256 over every column that is
 * not null, sorted by name, each as name, length and text.
 *
 * <p>Times count as microseconds since 1970, so that no setting of a session changes the text. A column that is added
 * later is null in older rows and leaves their digests alone.
 */
public final class RowDigest {

    private RowDigest() {}

    /** The expression over a table or alias {@code journal}. */
    public static String sql(Connection connection) throws SQLException {
        var columns = new ArrayList<String>();
        try (var select = connection.createStatement()) {
            var rows = select.executeQuery("""
                    SELECT quote_ident(attname), quote_literal(attname), format_type(atttypid, NULL)
                    FROM pg_attribute WHERE attrelid = 'journal'::regclass AND attnum > 0 AND NOT attisdropped
                    ORDER BY attname COLLATE "C\"""");
            while (rows.next()) {
                columns.add(column("journal." + rows.getString(1), rows.getString(2), rows.getString(3)));
            }
        }
        return "sha256(convert_to(concat(" + columns.stream().collect(joining(", ")) + "), 'UTF8'))";
    }

    /** Null as a whole when the column is, and then left out by {@code concat}. */
    private static String column(String column, String name, String type) {
        var text = type.equals("timestamp with time zone")
                ? "(extract(epoch FROM " + column + ") * 1000000)::bigint::text"
                : type.equals("text") ? column : column + "::text";
        return name + " || '=' || length(" + text + ") || ':' || " + text + " || E'\\n'";
    }
}
