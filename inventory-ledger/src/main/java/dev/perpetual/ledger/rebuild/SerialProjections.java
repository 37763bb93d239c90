package dev.perpetual.ledger.rebuild;

import java.util.List;

/** What the tables about single units must be, told by the movements that name them. */
final class SerialProjections {

    /** Each side of each named unit, and of all of a movement together, that is at a spot where units are known. */
    private static final String SIDES = """
            SELECT stream AS sku, unit.serial, coalesce(side.location, '') AS location,
              CASE WHEN side.account IN ('available', 'held', 'picked') THEN 'shelf' ELSE side.account END AS spot,
              side.account, side.units, version, lot, owner
            FROM journal,
              LATERAL (SELECT unnest(serials) AS serial, 1::bigint AS number
                UNION ALL SELECT '', cardinality(serials)::bigint) AS unit,
              LATERAL (VALUES (to_location, to_account, unit.number), (from_location, from_account, -unit.number))
                AS side (location, account, units)
            WHERE topic = 'stock-movements' AND serials <> '{}' AND @stream
              AND (side.account = 'customer' OR (side.location IS NOT NULL AND side.account <> 'expected'))""";

    private static final Projection STANDING = new Projection(
            "serial",
            "sku, serial, location, spot",
            "sku, serial, location, spot, units, account, version, lot, owner",
            "sku",
            """
            SELECT sku, serial, location, spot, sum(units)::bigint AS units,
              (array_agg(account ORDER BY version DESC, units DESC))[1] AS account, max(version) AS version,
              (array_agg(lot ORDER BY version DESC, units DESC))[1] AS lot,
              (array_agg(owner ORDER BY version DESC, units DESC))[1] AS owner
            FROM (%s) AS side GROUP BY sku, serial, location, spot HAVING sum(units) <> 0""".formatted(SIDES));

    private static final Projection WAYS =
            new Projection("serial_way", "sku, serial, version", "sku, serial, version", "sku", """
            SELECT stream AS sku, unnest(serials) AS serial, version FROM journal
            WHERE topic = 'stock-movements' AND serials <> '{}' AND @stream""");

    private static final Projection CASES = new Projection(
            "serial_case",
            "id",
            "id, sku, serial, spot_location, spot, units, location, cause_type, cause_id, cause_line, opened_by,"
                    + " opened_at, owner, closed_by, closed_at",
            "sku",
            """
            WITH side AS (%s), net AS (
              SELECT sku, serial, location, spot, version, sum(units) AS change FROM side
              WHERE serial <> '' GROUP BY sku, serial, location, spot, version
              UNION ALL
              SELECT sku, serial, '', 'everywhere', version, sum(units) FROM side
              WHERE serial <> '' AND location <> '' GROUP BY sku, serial, version
              UNION ALL
              SELECT stream, '', side.location,
                CASE WHEN side.account IN ('available', 'held', 'picked') THEN 'shelf' ELSE side.account END, version,
                side.units
              FROM journal, LATERAL (VALUES (to_location, to_account, quantity), (from_location, from_account, -quantity))
                AS side (location, account, units)
              WHERE topic = 'stock-movements' AND serials = '{}' AND side.location IS NOT NULL
                AND side.account <> 'expected' AND @stream
            ), running AS (
              SELECT *, sum(change) OVER (PARTITION BY sku, serial, location, spot ORDER BY version) AS after FROM net
            ), missing AS (
              SELECT *, CASE WHEN serial = '' THEN after WHEN spot = 'everywhere' THEN greatest(0, after - 1)
                  ELSE greatest(0, -after) END AS units,
                CASE WHEN serial = '' THEN after - change WHEN spot = 'everywhere' THEN greatest(0, after - change - 1)
                  ELSE greatest(0, change - after) END AS before
              FROM running
            ), counted AS (
              SELECT *, count(*) FILTER (WHERE before = 0)
                OVER (PARTITION BY sku, serial, location, spot ORDER BY version) AS nth
              FROM missing WHERE units <> 0 OR before <> 0
            ), folded AS (
              SELECT sku, serial, location AS spot_location, spot, min(version) AS opened,
                max(version) FILTER (WHERE units = 0) AS closed,
                (array_agg(units ORDER BY version DESC))[1]::bigint AS units
              FROM counted GROUP BY sku, serial, location, spot, nth
            ), named AS (
              SELECT *, concat_ws('@', 'serial', sku, serial, spot_location, spot, opened) AS name FROM folded
            ), located AS (
              SELECT named.*, first.cause_type, first.cause_id, (first.body->'cause'->>'line')::int AS cause_line,
                first.recorded_at AS opened_at,
                CASE WHEN serial = '' THEN spot_location ELSE coalesce(first.to_location, first.from_location) END AS at
              FROM named
              JOIN journal AS first
                ON first.topic = 'stock-movements' AND first.stream = sku AND first.version = opened
            )
            SELECT %s AS id, sku, serial, spot_location, spot, units, at AS location, located.cause_type, located.cause_id,
              cause_line, sku || '/' || opened AS opened_by, opened_at, 'location:' || at AS owner,
              sku || '/' || closed AS closed_by, last.recorded_at AS closed_at
            FROM located
            LEFT JOIN journal AS last ON last.topic = 'stock-movements' AND last.stream = sku AND last.version = closed""".formatted(SIDES, Projections.uuid("name")));

    /** All of them. */
    static final List<Projection> ALL = List.of(STANDING, WAYS, CASES);

    private SerialProjections() {}
}
