package dev.perpetual.ledger.stock;

import dev.perpetual.ledger.catalog.KitDefinitions;
import dev.perpetual.ledger.closings.Moment;
import dev.perpetual.ledger.domain.Kit;
import dev.perpetual.ledger.domain.Sku;
import dev.perpetual.ledger.wire.Times;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How many kits can be promised, by the stock of the kit and of its parts as it stands or stood.
 *
 * @param mode virtual or assembled
 * @param promisable at all places that sell
 * @param places each place that sells and has the kit or a part
 */
public record KitLevels(String mode, long promisable, List<PlaceOfKits> places) {

    /**
     * One place.
     *
     * @param promisable = assembled + ofParts
     * @param assembled kits that stand there and are available
     * @param ofParts kits that the available parts make
     * @param parts what decides that; the scarcest does
     */
    public record PlaceOfKits(String location, long promisable, long assembled, long ofParts, List<PartOfKit> parts) {}

    /** A part. @param units in one kit @param version of its SKU */
    public record PartOfKit(String sku, long units, long available, long version) {}

    /** What one place has of one SKU. */
    record Stock(long available, long version, boolean isRetired) {

        /** Of the same SKU at the same place. */
        Stock plus(Stock more) {
            return new Stock(Math.addExact(available, more.available()), Math.max(version, more.version()), isRetired);
        }
    }

    private static final Stock NOTHING = new Stock(0, 0, false);

    /** Of an item as it stands; null when it is no kit. */
    static @Nullable KitLevels of(Connection connection, String code) throws SQLException {
        return of(connection, code, Times.now(), skus -> stock(connection, skus));
    }

    /** Of an item as it was, made of the parts of then; null when it was no kit. @param when as {@link PastStock#when} says */
    static @Nullable KitLevels of(Connection connection, String code, Moment moment, Instant when) throws SQLException {
        return of(connection, code, when, skus -> PastStock.load(connection, skus, moment, when));
    }

    private interface Look {
        Map<String, Map<String, Stock>> at(Collection<String> skus) throws SQLException;
    }

    private static @Nullable KitLevels of(Connection connection, String code, Instant when, Look look)
            throws SQLException {
        var sku = new Sku(code);
        var definition = KitDefinitions.load(connection, List.of(sku)).get(sku);
        if (definition == null) {
            return null;
        }
        var kit = definition.at(when);
        if (kit.parts().isEmpty()) {
            return null;
        }
        var skus = Stream.concat(Stream.of(sku), kit.parts().stream().map(Kit.Part::sku))
                .map(Sku::code)
                .toList();
        var places = new ArrayList<PlaceOfKits>();
        var promisable = 0L;
        for (var place : look.at(skus).entrySet()) {
            var found = place(place.getKey(), sku, kit, definition.isRetired(when), place.getValue());
            promisable = Math.addExact(promisable, found.promisable());
            places.add(found);
        }
        return new KitLevels(kit.isVirtual() ? "virtual" : "assembled", promisable, places);
    }

    private static PlaceOfKits place(String location, Sku sku, Kit kit, boolean isRetired, Map<String, Stock> stock) {
        var parts = new ArrayList<PartOfKit>();
        var ofParts = kit.isVirtual() && !isRetired ? Long.MAX_VALUE : 0;
        for (var part : kit.parts()) {
            var there = stock.getOrDefault(part.sku().code(), NOTHING);
            parts.add(new PartOfKit(part.sku().code(), part.units(), there.available(), there.version()));
            ofParts = there.isRetired() ? 0 : Math.min(ofParts, there.available() / part.units());
        }
        var assembled = isRetired ? 0 : stock.getOrDefault(sku.code(), NOTHING).available();
        return new PlaceOfKits(location, Math.addExact(assembled, ofParts), assembled, ofParts, parts);
    }

    /** What is available of the kit and its parts per place that sells; lots that must not be sold do not count. */
    private static Map<String, Map<String, Stock>> stock(Connection connection, Collection<String> skus)
            throws SQLException {
        try (var select = connection.prepareStatement("""
                SELECT balance.location, balance.sku, sum(greatest(available, 0))::bigint, max(balance.version),
                  bool_or(item.status = 'retired')
                FROM balance JOIN item USING (sku) JOIN location ON location.id = balance.location AND sellable
                LEFT JOIN lot ON lot.sku = balance.sku AND lot.code = balance.lot
                WHERE balance.sku = ANY(?) AND withdrawn IS NULL AND (expires_at IS NULL OR expires_at > now())
                GROUP BY balance.location, balance.sku""")) {
            select.setArray(1, connection.createArrayOf("text", skus.toArray()));
            var rows = select.executeQuery();
            var found = new TreeMap<String, Map<String, Stock>>();
            while (rows.next()) {
                found.computeIfAbsent(rows.getString(1), _ -> new HashMap<>())
                        .put(rows.getString(2), new Stock(rows.getLong(3), rows.getLong(4), rows.getBoolean(5)));
            }
            return found;
        }
    }
}
