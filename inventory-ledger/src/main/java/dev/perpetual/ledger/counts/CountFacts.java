package dev.perpetual.ledger.counts;

import dev.perpetual.ledger.closings.Figure;
import dev.perpetual.ledger.closings.FigureKey;
import dev.perpetual.ledger.closings.Past;
import dev.perpetual.ledger.domain.BalanceKey;
import dev.perpetual.ledger.domain.CountLine;
import dev.perpetual.ledger.domain.CountRules.Facts;
import dev.perpetual.ledger.domain.Goods;
import dev.perpetual.ledger.domain.LocationId;
import dev.perpetual.ledger.domain.Money;
import dev.perpetual.ledger.domain.Sku;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/** What the ledger knows about counted lines. */
final class CountFacts {

    /** So far back a cost is looked for: a question about one SKU must not read all of its history. */
    private static final int COST_VERSIONS = 1_000;

    private CountFacts() {}

    /** The figures at opening, and what moved since, as far as it had happened when somebody looked. */
    private static final String FACTS = """
            SELECT next.line, stream.version, next."openingUnits" + coalesce(moved.first, 0),
              next."openingUnits" + coalesce(moved.last, 0),
              next.lot <> ''
                AND NOT EXISTS (SELECT FROM balance WHERE balance.sku = next.sku AND balance.lot = next.lot
                  AND balance.owner <> 'suspense')
                AND NOT EXISTS (SELECT FROM lot WHERE lot.sku = next.sku AND lot.code = next.lot),
              (cost.money->>'amount')::numeric, cost.money->>'currency'
            FROM %s
            JOIN stream ON stream.topic = 'stock-movements' AND stream.id = next.sku
            LEFT JOIN LATERAL (SELECT
                sum(units) FILTER (WHERE (next."firstVersion" IS NULL OR journal.version <= next."firstVersion")
                  AND (next."firstAt" IS NULL OR occurred_at <= next."firstAt")) AS first,
                sum(units) FILTER (WHERE (next."lastVersion" IS NULL OR journal.version <= next."lastVersion")
                  AND (next."lastAt" IS NULL OR occurred_at <= next."lastAt")) AS last
              FROM journal, LATERAL (VALUES (to_location, to_account, quantity),
                (from_location, from_account, -quantity)) AS side (location, bucket, units)
              WHERE journal.topic = 'stock-movements' AND journal.stream = next.sku
                AND journal.version > next."openingVersion" AND journal.version <= stream.version
                AND side.location = next.location AND journal.lot = next.lot AND journal.owner = next.owner
                AND side.bucket IN ('inspection', 'available', 'held', 'picked', 'blocked')) AS moved ON true
            LEFT JOIN LATERAL (SELECT body->'unitCost' AS money FROM journal
              WHERE journal.topic = 'stock-movements' AND journal.stream = next.sku
                AND journal.version > stream.version - %d AND body->'unitCost' IS NOT NULL
              ORDER BY journal.version DESC LIMIT 1) AS cost ON true""".formatted(CountLines.ROWS, COST_VERSIONS);

    /** By line. Reads no more than what moved since the count was opened. */
    static Map<Integer, Facts> of(Connection connection, Collection<CountLine> lines) throws SQLException {
        var facts = new HashMap<Integer, Facts>();
        if (lines.isEmpty()) {
            return facts;
        }
        try (var select = connection.prepareStatement(FACTS)) {
            select.setString(1, CountLines.rows(lines));
            var rows = select.executeQuery();
            while (rows.next()) {
                var amount = rows.getBigDecimal(6);
                facts.put(
                        rows.getInt(1),
                        new Facts(
                                rows.getLong(2),
                                rows.getLong(3),
                                rows.getLong(4),
                                rows.getBoolean(5),
                                amount == null ? null : new Money(amount, rows.getString(7))));
            }
        }
        return facts;
    }

    /** Where a SKU stood. */
    record Opening(long version, long units) {}

    /**
     * What stood at places that had no line when a count was opened; unknown SKUs are absent. The transaction has to be
     * repeatable read.
     */
    static Map<BalanceKey, Opening> openings(Connection connection, Collection<BalanceKey> keys, Instant opened)
            throws SQLException {
        var skus = new HashSet<String>();
        keys.forEach(key -> skus.add(key.sku().code()));
        var versions = Past.versions(connection, skus, opened);
        var openings = new HashMap<BalanceKey, Opening>();
        for (var key : keys) {
            var version = versions.get(key.sku().code());
            if (version != null) {
                openings.put(key, new Opening(version, 0));
            }
        }
        var wanted = openings.keySet().stream().map(CountFacts::figureKey).toList();
        for (var figure : wanted.isEmpty() ? List.<Figure>of() : Past.figures(connection, wanted, versions, null)) {
            var key = new BalanceKey(
                    new Sku(figure.key().sku()),
                    new LocationId(figure.key().location()),
                    new Goods(figure.key().lot(), figure.key().owner()));
            openings.computeIfPresent(
                    key,
                    (_, opening) ->
                            new Opening(opening.version(), figure.balance().onHand()));
        }
        return openings;
    }

    private static FigureKey figureKey(BalanceKey key) {
        return new FigureKey(
                key.sku().code(),
                key.location().id(),
                key.goods().lot(),
                key.goods().owner());
    }

    /** The newest version of each SKU that is known. */
    static Map<String, Long> versions(Connection connection, Collection<String> skus) throws SQLException {
        try (var select = connection.prepareStatement(
                "SELECT id, version FROM stream WHERE topic = 'stock-movements' AND id = ANY(?)")) {
            select.setArray(1, Counts.text(connection, skus));
            var versions = new HashMap<String, Long>();
            var rows = select.executeQuery();
            while (rows.next()) {
                versions.put(rows.getString(1), rows.getLong(2));
            }
            return versions;
        }
    }
}
