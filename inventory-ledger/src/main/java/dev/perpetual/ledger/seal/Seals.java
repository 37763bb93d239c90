package dev.perpetual.ledger.seal;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The table {@code seal}. The application may add to it, and neither change nor delete. */
public final class Seals {

    private static final String COLUMNS =
            "number, first_position, last_position, rows, encode(hash, 'hex')," + " encode(previous, 'hex'), sealed_at";

    private static final String ORIGIN = "decode(repeat('00', 32), 'hex')";

    private Seals() {}

    /** The newest; none before anything is sealed. */
    static Optional<Seal> head(Connection connection) throws SQLException {
        return page(connection, Long.MAX_VALUE, 1).stream().findFirst();
    }

    /** The newest first, below a number. */
    static List<Seal> page(Connection connection, long below, int limit) throws SQLException {
        try (var select = connection.prepareStatement(
                "SELECT " + COLUMNS + " FROM seal WHERE number < ? ORDER BY number DESC LIMIT ?")) {
            select.setLong(1, below);
            select.setInt(2, limit);
            return read(select.executeQuery());
        }
    }

    /** True for the one instance that may seal until its transaction ends. */
    static boolean mayAdd(Connection connection) throws SQLException {
        try (var select = connection.createStatement()) {
            var rows = select.executeQuery("SELECT pg_try_advisory_xact_lock(hashtext('perpetual.seal'))");
            return rows.next() && rows.getBoolean(1);
        }
    }

    /**
     * Seals the next rows up to a position behind which alone new ones can appear.
     *
     * @return none when no row is left to seal
     */
    static Optional<Seal> add(Connection connection, long upTo, int rowsMax) throws SQLException {
        try (var insert = connection.prepareStatement("""
                WITH head AS (
                  SELECT coalesce(max(number), 0) AS number, coalesce(max(last_position), 0) AS position,
                    coalesce((SELECT hash FROM seal ORDER BY number DESC LIMIT 1), %s) AS hash
                  FROM seal
                ), next AS (
                  SELECT position, %s AS digest FROM journal
                  WHERE position > (SELECT position FROM head) AND position <= ? ORDER BY position LIMIT ?
                ), range AS (%s)
                INSERT INTO seal (number, first_position, last_position, rows, hash, previous, positions, digests,
                  sealed_at)
                SELECT head.number + 1, head.position + 1, range.last, range.rows,
                  %s, head.hash, range.positions, range.short_digests, clock_timestamp()
                FROM head, range WHERE range.rows > 0
                RETURNING %s""".formatted(
                        ORIGIN,
                        RowDigest.SQL,
                        RANGE.formatted("next"),
                        hash("head.hash", "head.number + 1", "head.position + 1", "range.last"),
                        COLUMNS))) {
            insert.setLong(1, upTo);
            insert.setInt(2, rowsMax);
            return read(insert.executeQuery()).stream().findFirst();
        }
    }

    private static final String RANGE = """
            SELECT count(*)::int AS rows, max(position) AS last, array_agg(position ORDER BY position) AS positions,
              string_agg(digest, ''::bytea ORDER BY position) AS digests,
              string_agg(substring(digest FROM 1 FOR 8), ''::bytea ORDER BY position) AS short_digests
            FROM %s""";

    private static String hash(String previous, String number, String first, String last) {
        return "sha256(%s || int8send(%s) || int8send(%s) || int8send(%s) || range.digests)"
                .formatted(previous, number, first, last);
    }

    /**
     * What does not hold in the seals behind a number, computed anew from the journal. Parameters: that number (0 for
     * the beginning), how many seals to look at with the one of that number, and the number again.
     *
     * @return a query for one row: the newest number that was looked at (null when there was none), how many rows of the journal
     *     that were, how many seals are wrong, and the first of them in words
     */
    public static String recomputed() {
        return """
                WITH seal AS (
                  SELECT *, lag(number) OVER (ORDER BY number) AS number_before,
                    lag(hash) OVER (ORDER BY number) AS hash_before,
                    lag(last_position) OVER (ORDER BY number) AS position_before
                  FROM (SELECT * FROM seal WHERE number >= ? ORDER BY number LIMIT ?) AS chosen
                ), checked AS (
                  SELECT seal.number, range.rows, seal.number = ? AS only_before,
                    CASE
                      WHEN seal.number <> coalesce(seal.number_before, 0) + 1
                        THEN format('Expected seal %%s, but got %%s', coalesce(seal.number_before, 0) + 1, seal.number)
                      WHEN seal.previous <> coalesce(seal.hash_before, %s)
                        THEN format('Expected seal %%s to follow %%s, but got %%s', seal.number,
                          encode(coalesce(seal.hash_before, %s), 'hex'), encode(seal.previous, 'hex'))
                      WHEN seal.first_position <> coalesce(seal.position_before, 0) + 1
                        THEN format('Expected seal %%s to begin at %%s, but got %%s', seal.number,
                          coalesce(seal.position_before, 0) + 1, seal.first_position)
                      WHEN seal.hash IS DISTINCT FROM %s THEN format('seal %%s, positions %%s to %%s: %%s', seal.number,
                        seal.first_position, seal.last_position, coalesce((
                          SELECT CASE WHEN kept.position IS NULL
                              THEN format('Expected no row at position %%s, but got one', found.position)
                            WHEN found.position IS NULL
                              THEN format('Expected a row at position %%s, but got none', kept.position)
                            ELSE format('Expected digest %%s of the row at position %%s, but got %%s',
                              encode(kept.digest, 'hex'), kept.position, encode(found.digest, 'hex')) END
                          FROM (SELECT position, substring(seal.digests FROM ((n - 1) * 8 + 1)::int FOR 8) AS digest
                              FROM unnest(seal.positions) WITH ORDINALITY AS row (position, n)) AS kept
                          FULL JOIN (SELECT position,
                                substring(range.short_digests FROM ((n - 1) * 8 + 1)::int FOR 8) AS digest
                              FROM unnest(range.positions) WITH ORDINALITY AS row (position, n)) AS found
                            USING (position)
                          WHERE kept.digest IS DISTINCT FROM found.digest ORDER BY position LIMIT 1),
                        'every row is as it was sealed; the seal itself was changed'))
                    END AS wrong
                  FROM seal, LATERAL (%s) AS range
                )
                SELECT max(number), coalesce(sum(rows) FILTER (WHERE NOT only_before), 0),
                  count(*) FILTER (WHERE wrong IS NOT NULL AND NOT only_before),
                  (array_agg(wrong ORDER BY number) FILTER (WHERE wrong IS NOT NULL AND NOT only_before))[1]
                FROM checked""".formatted(
                        ORIGIN,
                        ORIGIN,
                        hash("seal.previous", "seal.number", "seal.first_position", "seal.last_position"),
                        // Ordered, so that each digest is computed here, once, and not wherever it is named.
                        RANGE.formatted("(SELECT position, " + RowDigest.SQL + " AS digest FROM journal"
                                + " WHERE position BETWEEN seal.first_position AND seal.last_position"
                                + " ORDER BY position) AS row"));
    }

    private static List<Seal> read(ResultSet rows) throws SQLException {
        var seals = new ArrayList<Seal>();
        while (rows.next()) {
            seals.add(new Seal(
                    rows.getLong(1),
                    rows.getLong(2),
                    rows.getLong(3),
                    rows.getInt(4),
                    rows.getString(5),
                    rows.getString(6),
                    rows.getObject(7, OffsetDateTime.class).toInstant()));
        }
        return seals;
    }
}
