package dev.perpetual.ledger.rebuild;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A table that follows from the journal, with the query that says what it must be. Verify compares the two, rebuild makes
 * the one like the other.
 *
 * @param key the columns of its primary key
 * @param columns all of its columns, in the order of the query
 * @param chosenBy the column by which a rebuild chooses rows: a SKU or a hold
 * @param expected the query; {@code @column} in it stands for the choice of rows by that column
 */
public record Projection(String table, String key, String columns, String chosenBy, String expected) {

    private static final Pattern CHOICE = Pattern.compile("@(\\w+)");

    /** A row that is not as it must be, as JSON. @param before null when it is missing @param after null when it must go */
    public record Difference(
            String table, @Nullable String before, @Nullable String after) {}

    /** Query for (before, after) of all rows that are not as they must be. */
    public String differences() {
        return CHOICE.matcher(template()).replaceAll("true");
    }

    private String template() {
        return """
                SELECT to_json(found)::text AS before, to_json(wanted)::text AS after
                FROM (SELECT %s FROM %s WHERE @%s) AS found
                FULL JOIN (%s) AS wanted USING (%s)
                WHERE found IS DISTINCT FROM wanted""".formatted(columns, table, chosenBy, expected, key);
    }

    /** The chosen rows that are not as they must be. */
    List<Difference> differences(Connection connection, Collection<String> chosen) throws SQLException {
        var choices = CHOICE.matcher(template()).results().count();
        try (var select = connection.prepareStatement(CHOICE.matcher(template()).replaceAll("$1 = ANY(?)"))) {
            for (var place = 1; place <= choices; place++) {
                select.setArray(place, connection.createArrayOf("text", chosen.toArray()));
            }
            return read(select);
        }
    }

    /** All rows that are not as they must be. */
    List<Difference> differences(Connection connection) throws SQLException {
        try (var select = connection.prepareStatement(differences())) {
            return read(select);
        }
    }

    private List<Difference> read(PreparedStatement select) throws SQLException {
        var found = new ArrayList<Difference>();
        var rows = select.executeQuery();
        while (rows.next()) {
            found.add(new Difference(table, rows.getString(1), rows.getString(2)));
        }
        return found;
    }

    /** Removes the rows that must go. */
    void delete(Connection connection, List<Difference> differences) throws SQLException {
        var gone = differences.stream()
                .filter(difference -> difference.after() == null)
                .map(Difference::before)
                .toList();
        try (var delete = connection.prepareStatement("""
                DELETE FROM %1$s WHERE (%2$s) IN (
                  SELECT %2$s FROM unnest(?) AS gone (json), json_populate_record(NULL::%1$s, gone.json::json))""".formatted(table, key))) {
            execute(delete, gone);
        }
    }

    /** Writes the rows that are missing or wrong; closed cases before open ones, as only one of a kind may be open. */
    void store(Connection connection, List<Difference> differences) throws SQLException {
        var right = differences.stream()
                .map(Difference::after)
                .filter(Objects::nonNull)
                .sorted(Comparator.comparing(body -> body.contains("\"closed_at\":null")))
                .toList();
        var sets = Arrays.stream(columns.split(", "))
                .map(column -> column + " = excluded." + column)
                .toList();
        try (var upsert = connection.prepareStatement("""
                INSERT INTO %1$s (%2$s)
                SELECT %2$s FROM unnest(?) WITH ORDINALITY AS next (json, nth),
                  json_populate_record(NULL::%1$s, next.json::json)
                ORDER BY nth ON CONFLICT (%3$s) DO UPDATE SET %4$s""".formatted(table, columns, key, String.join(", ", sets)))) {
            execute(upsert, right);
        }
    }

    private static void execute(PreparedStatement statement, List<String> bodies) throws SQLException {
        if (!bodies.isEmpty()) {
            statement.setArray(1, statement.getConnection().createArrayOf("text", bodies.toArray()));
            statement.executeUpdate();
        }
    }
}
