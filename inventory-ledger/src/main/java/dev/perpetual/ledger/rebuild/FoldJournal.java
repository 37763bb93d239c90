package dev.perpetual.ledger.rebuild;

import dev.perpetual.ledger.domain.Balance;
import dev.perpetual.ledger.domain.BalanceKey;
import dev.perpetual.ledger.domain.Bucket;
import dev.perpetual.ledger.domain.Goods;
import dev.perpetual.ledger.domain.LocationId;
import dev.perpetual.ledger.domain.Sku;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Folds the whole journal into balances in memory, on one thread. It holds the balances and one page of the journal,
 * however long that is, and needs no order: all that it keeps is a sum or the newest.
 */
public final class FoldJournal {

    private static final int ROWS_PER_PAGE = 5_000;
    private static final String MICROS = "(date_part('epoch', %1$s) * 1000000)::bigint";

    private final Map<String, List<Figure>> figures = new HashMap<>();
    private final Map<String, Integer> buckets = new HashMap<>();
    private long movements;

    private FoldJournal() {
        for (var bucket : Bucket.values()) {
            buckets.put(bucket.code(), bucket.ordinal());
        }
    }

    /** @param movements how many were folded */
    public record Folded(long movements, Map<BalanceKey, Balance> balances) {}

    /** One balance while it grows; times in microseconds since 1970. */
    private static final class Figure {
        private final String location;
        private final String lot;
        private final String owner;
        private final long[] units = new long[Bucket.values().length];
        private long version;
        private long occurredAt;
        private long recordedAt;
        private long asOf = Long.MIN_VALUE;

        Figure(String location, String lot, String owner) {
            this.location = location;
            this.lot = lot;
            this.owner = owner;
        }
    }

    /** Reads the journal as it is now. @param connection in a transaction, so that rows come page by page */
    public static Folded read(Connection connection) throws SQLException {
        var fold = new FoldJournal();
        try (var select = connection.prepareStatement(
                """
                SELECT stream, from_location, from_account, to_location, to_account, lot, owner, quantity, version,
                  kind = 'supplier-report', %s, %s
                FROM journal WHERE topic = 'stock-movements'""".formatted(MICROS.formatted("occurred_at"), MICROS.formatted("recorded_at")))) {
            select.setFetchSize(ROWS_PER_PAGE);
            var rows = select.executeQuery();
            while (rows.next()) {
                var sku = rows.getString(1);
                var from = rows.getString(2);
                var to = rows.getString(4);
                var units = rows.getLong(8);
                var places = fold.figures.computeIfAbsent(sku, _ -> new ArrayList<>(2));
                var lot = rows.getString(6);
                var owner = rows.getString(7);
                if (from != null) {
                    fold.move(
                            figure(places, from, lot, owner),
                            rows.getString(3),
                            -units,
                            rows.getLong(9),
                            rows.getBoolean(10),
                            rows.getLong(11),
                            rows.getLong(12));
                }
                if (to != null) {
                    fold.move(
                            figure(places, to, lot, owner),
                            rows.getString(5),
                            units,
                            rows.getLong(9),
                            rows.getBoolean(10),
                            rows.getLong(11),
                            rows.getLong(12));
                }
                fold.movements++;
            }
        }
        return new Folded(fold.movements, fold.balances());
    }

    private static Figure figure(List<Figure> places, String location, String lot, String owner) {
        for (var each : places) {
            if (each.location.equals(location) && each.lot.equals(lot) && each.owner.equals(owner)) {
                return each;
            }
        }
        var added = new Figure(location, lot, owner);
        places.add(added);
        return added;
    }

    private void move(
            Figure figure,
            String bucket,
            long units,
            long version,
            boolean isReport,
            long occurredAt,
            long recordedAt) {
        var place = buckets.get(bucket);
        if (place == null) {
            throw new IllegalStateException("Expected a bucket, but got " + bucket);
        }
        figure.units[place] = Math.addExact(figure.units[place], units);
        if (version >= figure.version) {
            figure.version = version;
            figure.recordedAt = recordedAt;
        }
        figure.occurredAt = Math.max(figure.occurredAt, occurredAt);
        if (isReport) {
            figure.asOf = Math.max(figure.asOf, occurredAt);
        }
    }

    private Map<BalanceKey, Balance> balances() {
        var balances = new HashMap<BalanceKey, Balance>();
        figures.forEach((code, places) -> {
            var sku = new Sku(code);
            for (var each : places) {
                balances.put(
                        new BalanceKey(sku, new LocationId(each.location), new Goods(each.lot, each.owner)),
                        balance(each));
            }
        });
        return balances;
    }

    private static Balance balance(Figure figure) {
        var units = figure.units;
        var available = units[Bucket.AVAILABLE.ordinal()];
        return new Balance(
                units[Bucket.EXPECTED.ordinal()],
                units[Bucket.INSPECTION.ordinal()],
                available,
                units[Bucket.HELD.ordinal()],
                units[Bucket.PICKED.ordinal()],
                units[Bucket.BLOCKED.ordinal()],
                units[Bucket.OUTBOUND.ordinal()],
                Math.min(0, available),
                figure.version,
                instant(figure.occurredAt),
                instant(figure.recordedAt),
                asOf(figure));
    }

    private static @Nullable Instant asOf(Figure figure) {
        return figure.asOf == Long.MIN_VALUE ? null : instant(figure.asOf);
    }

    private static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
