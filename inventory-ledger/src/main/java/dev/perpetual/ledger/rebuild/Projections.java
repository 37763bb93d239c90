package dev.perpetual.ledger.rebuild;

import static java.util.stream.Collectors.joining;

import dev.perpetual.ledger.domain.Bucket;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * What each table must be, told by the journal alone.
 *
 * <p>Two things are not in the journal and are kept as they are. A supplier's report that agrees with the ledger moves
 * nothing, so it is no movement: what it adds to {@code as_of}, {@code recorded_at} and {@code occurred_at} of
 * that balance can only be checked to be no older than the movements. And a deadline that was put off is announced to
 * nobody: {@code expires_at} of a hold is kept, and checked against the answers that were given.
 */
public final class Projections {

    /** Each side of each movement that is inside a location. */
    private static final String SIDES = """
            SELECT stream AS sku, side.location, lot, owner, side.bucket, side.units, version, kind, occurred_at
            FROM journal, LATERAL (VALUES (to_location, to_account, quantity), (from_location, from_account, -quantity))
              AS side (location, bucket, units)
            WHERE topic = 'stock-movements' AND side.location IS NOT NULL AND @stream""";

    /** The newest version of each SKU. */
    public static final Projection STREAMS = new Projection("stream", "topic, id", "topic, id, version", "id", """
            SELECT 'stock-movements' AS topic, sku AS id, coalesce((SELECT max(version) FROM journal
              WHERE topic = 'stock-movements' AND stream = item.sku), 0)::bigint AS version
            FROM item WHERE @sku
            UNION ALL
            SELECT topic, id, version FROM stream WHERE topic <> 'stock-movements' AND @id""");

    /** The fold of the movements; see the class on what a supplier's confirmation adds. */
    public static final Projection BALANCES = new Projection(
            "balance",
            "sku, location, lot, owner",
            "sku, location, lot, owner, expected, inspection, available, held, picked, blocked, outbound, floor,"
                    + " version, occurred_at, recorded_at, as_of",
            "sku",
            """
            WITH side AS (%s), folded AS (
              SELECT sku, location, lot, owner, %s, max(version) AS version,
                greatest(max(occurred_at), 'epoch') AS occurred_at,
                max(occurred_at) FILTER (WHERE kind = 'supplier-report') AS as_of
              FROM side GROUP BY sku, location, lot, owner
            ), known AS (
              SELECT folded.*, journal.recorded_at FROM folded
              JOIN journal ON topic = 'stock-movements' AND stream = sku AND journal.version = folded.version
            ), confirmed AS (
              SELECT sku, location, lot, owner, version, occurred_at, recorded_at, as_of FROM balance
              WHERE as_of IS NOT NULL AND @sku
            )
            SELECT sku, location, lot, owner, %s, least(0, coalesce(known.available, 0)) AS floor,
              coalesce(known.version, confirmed.version) AS version,
              greatest(known.occurred_at, confirmed.occurred_at) AS occurred_at,
              greatest(known.recorded_at, confirmed.recorded_at) AS recorded_at,
              greatest(known.as_of, confirmed.as_of) AS as_of
            FROM known FULL JOIN confirmed USING (sku, location, lot, owner)""".formatted(
                            SIDES,
                            eachBucket("coalesce(sum(units) FILTER (WHERE bucket = '%1$s'), 0)::bigint AS %1$s"),
                            eachBucket("coalesce(known.%1$s, 0) AS %1$s")));

    /** Each time that a bucket was below zero is a case. Its id is made of what opened it. */
    public static final Projection CASES = new Projection(
            "discrepancy",
            "id",
            "id, sku, location, lot, stock_owner, bucket, short_by, cause_type, cause_id, cause_line, opened_by,"
                    + " opened_at, owner, closed_by, closed_at",
            "sku",
            """
            WITH side AS (%s), running AS (
              SELECT *, (sum(units) OVER (PARTITION BY sku, location, lot, owner, bucket ORDER BY version))::bigint
                AS after
              FROM side
            ), counted AS (
              SELECT *, count(*) FILTER (WHERE after < 0 AND after - units >= 0)
                OVER (PARTITION BY sku, location, lot, owner, bucket ORDER BY version) AS nth
              FROM running WHERE after < 0 OR after - units < 0
            ), folded AS (
              SELECT sku, location, lot, owner AS stock_owner, bucket, min(version) AS opened,
                max(version) FILTER (WHERE after >= 0) AS closed,
                greatest(0, -(array_agg(after ORDER BY version DESC))[1]) AS short_by
              FROM counted GROUP BY sku, location, lot, owner, bucket, nth
            ), named AS (
              SELECT *, concat_ws('@', sku, location, lot, stock_owner, bucket, opened) AS name,
                concat_ws('@', sku, location, lot, bucket, opened) AS name_before_owners
              FROM folded
            ), identified AS (
              SELECT *, coalesce((SELECT id FROM discrepancy WHERE id = %s), %s) AS id FROM named
            )
            SELECT identified.id, sku, location, identified.lot, stock_owner, bucket, short_by, first.cause_type,
              first.cause_id, (first.body->'cause'->>'line')::int AS cause_line, sku || '/' || opened AS opened_by,
              first.recorded_at AS opened_at, 'location:' || location AS owner, sku || '/' || closed AS closed_by,
              last.recorded_at AS closed_at
            FROM identified
            JOIN journal AS first
              ON first.topic = 'stock-movements' AND first.stream = sku AND first.version = opened
            LEFT JOIN journal AS last ON last.topic = 'stock-movements' AND last.stream = sku AND last.version = closed""".formatted(SIDES, uuid("name_before_owners"), uuid("name")));

    private static final String NEWEST = """
            SELECT DISTINCT ON (stream) stream AS hold, version, type, body FROM journal
            WHERE topic = 'hold-outcomes' AND %s AND @stream ORDER BY stream, version DESC""";

    /** The newest outcome of each hold; the deadline stays as it is while there is a row. */
    public static final Projection HOLDS = new Projection(
            "hold",
            "id",
            "id, owner_type, owner_id, state, version, expires_at, created_at, channel, client, confirmed_at",
            "id",
            """
            WITH newest AS (%s)
            SELECT newest.hold AS id, newest.body->'owner'->>'type' AS owner_type,
              newest.body->'owner'->>'id' AS owner_id, upper(newest.body->>'state') AS state, newest.version,
              CASE WHEN kept.id IS NOT NULL THEN kept.expires_at
                ELSE (newest.body->>'expiresAt')::timestamptz END AS expires_at,
              first.recorded_at AS created_at, newest.body->>'channel' AS channel, newest.body->>'client' AS client,
              (newest.body->>'confirmedAt')::timestamptz AS confirmed_at
            FROM newest
            JOIN journal AS first
              ON first.topic = 'hold-outcomes' AND first.stream = newest.hold AND first.version = 1
            LEFT JOIN hold AS kept ON kept.id = newest.hold""".formatted(NEWEST.formatted("true")));

    /** The lines as the newest outcome of their hold tells them. */
    public static final Projection HOLD_LINES = new Projection(
            "hold_line",
            "hold, line, kit, lot, owner",
            "hold, line, sku, location, lot, owner, granted, open, picked, shipped, released, expired, version, kit",
            "hold",
            """
            WITH newest AS (%s)
            SELECT hold, (line->>'line')::int AS line, line->>'sku' AS sku, line->>'location' AS location,
              coalesce(part->>'lot', '') AS lot, coalesce(part->>'owner', '') AS owner,
              (part->>'granted')::bigint AS granted, (part->>'open')::bigint AS open,
              (part->>'picked')::bigint AS picked, (part->>'shipped')::bigint AS shipped,
              (part->>'released')::bigint AS released, (part->>'expired')::bigint AS expired,
              (part->>'version')::bigint AS version, part->'components' IS NOT NULL AS kit
            FROM newest, json_array_elements(body->'lines') AS line,
              json_array_elements(coalesce(line->'parts', json_build_array(line))) AS part""".formatted(NEWEST.formatted("type <> 'hold.refused.v1'")));

    /** What is open under each limit; what counts nothing may have a row or none. It follows from the holds. */
    public static final Projection HOLD_COUNTS = new Projection(
            "hold_count",
            "counted_by, name, owner_type, sku",
            "counted_by, name, owner_type, sku, holds, units",
            "name",
            """
            WITH open AS (
              SELECT id, counted_by, name, owner_type, sku, sum(open) AS units
              FROM (SELECT id, owner_type, 'CHANNEL' AS counted_by, channel AS name FROM hold
                  WHERE state = 'OPEN' AND channel IS NOT NULL
                  UNION ALL
                  SELECT id, owner_type, 'CLIENT', client FROM hold WHERE state = 'OPEN' AND client IS NOT NULL) AS said
              JOIN hold_line ON hold = id AND open > 0
              WHERE @name GROUP BY id, counted_by, name, owner_type, sku
            ), counted AS (
              SELECT counted_by, name, owner_type, sku, count(DISTINCT id) AS holds, sum(units)::bigint AS units
              FROM (SELECT DISTINCT open.counted_by, open.name, hold_limit.owner_type, hold_limit.sku, open.id,
                  open.sku AS of_sku, units
                FROM open JOIN hold_limit ON hold_limit.counted_by = open.counted_by
                  AND hold_limit.name IN ('*', open.name) AND hold_limit.owner_type IN ('', open.owner_type)
                  AND hold_limit.sku IN ('', open.sku)) AS each
              GROUP BY counted_by, name, owner_type, sku
            ), nothing AS (
              SELECT counted_by, name, owner_type, sku FROM hold_count WHERE @name AND EXISTS (
                SELECT FROM hold_limit WHERE hold_limit.counted_by = hold_count.counted_by
                  AND hold_limit.name IN ('*', hold_count.name) AND hold_limit.owner_type = hold_count.owner_type
                  AND hold_limit.sku = hold_count.sku)
            )
            SELECT counted_by, name, owner_type, sku, coalesce(holds, 0) AS holds, coalesce(units, 0) AS units
            FROM counted FULL JOIN nothing USING (counted_by, name, owner_type, sku)""");

    /** The components of kits as the newest outcome of their hold tells them. */
    public static final Projection HOLD_COMPONENTS = new Projection(
            "hold_component",
            "hold, line, sku, lot, owner",
            "hold, line, sku, location, lot, owner, per_kit, open, picked, shipped, released, expired, version",
            "hold",
            """
            WITH newest AS (%s)
            SELECT hold, (line->>'line')::int AS line, component->>'sku' AS sku, line->>'location' AS location,
              coalesce(component->>'lot', '') AS lot, coalesce(component->>'owner', '') AS owner,
              (component->>'perKit')::bigint AS per_kit, (component->>'open')::bigint AS open,
              (component->>'picked')::bigint AS picked, (component->>'shipped')::bigint AS shipped,
              (component->>'released')::bigint AS released, (component->>'expired')::bigint AS expired,
              (component->>'version')::bigint AS version
            FROM newest, json_array_elements(body->'lines') AS line,
              json_array_elements(coalesce(line->'parts', json_build_array(line))) AS part,
              json_array_elements(part->'components') AS component""".formatted(NEWEST.formatted("type <> 'hold.refused.v1'")));

    /** What is known of a lot is what was said last. */
    public static final Projection LOTS = new Projection(
            "lot", "sku, code", "sku, code, expires_at, withdrawn, reason, withdrawn_at, version", "sku", """
            SELECT DISTINCT ON (stream) body->>'sku' AS sku, body->>'lot' AS code,
              (body->>'expiresAt')::timestamptz AS expires_at, upper(body->>'withdrawn') AS withdrawn,
              body->>'reason' AS reason, (body->>'withdrawnAt')::timestamptz AS withdrawn_at, version
            FROM journal WHERE topic = 'lots' AND @key ORDER BY stream, version DESC""");

    /** All of them. */
    public static final List<Projection> ALL = Stream.concat(
                    Stream.of(STREAMS, BALANCES, CASES, HOLDS, HOLD_LINES, HOLD_COMPONENTS, HOLD_COUNTS, LOTS),
                    SerialProjections.ALL.stream())
            .toList();

    private Projections() {}

    private static String eachBucket(String column) {
        return Arrays.stream(Bucket.values())
                .map(bucket -> column.formatted(bucket.code()))
                .collect(joining(", "));
    }

    /** As {@code UUID.nameUUIDFromBytes}. */
    static String uuid(String name) {
        return """
                encode(set_byte(set_byte(decode(md5(%1$s), 'hex'), 6,
                  (get_byte(decode(md5(%1$s), 'hex'), 6) & 15) | 48), 8,
                  (get_byte(decode(md5(%1$s), 'hex'), 8) & 63) | 128), 'hex')::uuid::text""".formatted(name);
    }
}
