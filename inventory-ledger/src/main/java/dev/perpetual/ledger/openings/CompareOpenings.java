package dev.perpetual.ledger.openings;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.perpetual.kit.database.Database;
import dev.perpetual.ledger.closings.FigureKey;
import dev.perpetual.ledger.closings.Past;
import dev.perpetual.ledger.domain.BalanceKey;
import dev.perpetual.ledger.domain.Bucket;
import dev.perpetual.ledger.domain.Goods;
import dev.perpetual.ledger.domain.LocationId;
import dev.perpetual.ledger.domain.Sku;
import dev.perpetual.ledger.openings.Openings.Head;
import dev.perpetual.ledger.openings.Openings.Known;
import dev.perpetual.ledger.openings.Openings.Place;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Compares every figure of a source with what the ledger had when the import was done, and every figure of the ledger at
 * the source's locations with the source: equal to the unit, or named.
 */
@ApplicationScoped
class CompareOpenings {

    private static final int SKUS_PER_PAGE = 500;
    private static final Comparator<Place> ORDER =
            Comparator.comparing(Place::key).thenComparing(Place::bucket);

    private final Database database;

    CompareOpenings(Database database) {
        this.database = database;
    }

    /**
     * One figure on both sides.
     *
     * @param row of the source; absent when the source does not have it
     * @param source what the source said; absent when it said nothing
     * @param ledger what the ledger had
     * @param difference ledger less source
     * @param problem why the ledger did not take it
     */
    @JsonInclude(Include.NON_NULL)
    public record Compared(
            @Nullable Long row,
            String sku,
            String location,
            @Nullable String lot,
            @Nullable String owner,
            String bucket,
            @Nullable Long source,
            long ledger,
            long difference,
            @Nullable String problem) {}

    /**
     * The last line of the report.
     *
     * @param clean every figure is equal on both sides, and every row of the file said one
     * @param different on both sides, but not equal
     * @param missingInLedger the ledger has nothing
     * @param missingInSource the source said nothing
     * @param unreadable rows of the last file that say no figure of their own
     * @param source sum of all units
     * @param ledger sum of all units
     */
    public record Equality(
            boolean clean,
            long rows,
            long equal,
            long different,
            long missingInLedger,
            long missingInSource,
            long unreadable,
            long source,
            long ledger,
            Instant comparedAt) {}

    private static final class Sums {
        private long rows;
        private long equal;
        private long different;
        private long missingInLedger;
        private long missingInSource;
        private long source;
        private long ledger;

        void add(Compared each) {
            source = Math.addExact(source, each.source() == null ? 0 : each.source());
            ledger = Math.addExact(ledger, each.ledger());
            rows += each.source() == null ? 0 : 1;
            if (each.source() == null) {
                missingInSource++;
            } else if (each.difference() == 0) {
                equal++;
            } else if (each.ledger() == 0) {
                missingInLedger++;
            } else {
                different++;
            }
        }

        Equality of(Head head) {
            return new Equality(
                    different + missingInLedger + missingInSource + head.unreadable() == 0,
                    rows,
                    equal,
                    different,
                    missingInLedger,
                    missingInSource,
                    head.unreadable(),
                    source,
                    ledger,
                    head.recordedAt());
        }
    }

    /** Tells every figure in the order of SKU, location, lot, owner and bucket. */
    Equality compare(Head head, Consumer<Compared> sink) {
        var locations = database.inTransaction(connection -> Openings.locations(connection, head.id()));
        var sums = new Sums();
        var after = "";
        while (true) {
            var from = after;
            var skus = database.inTransaction(
                    connection -> Openings.skus(connection, head.id(), locations, from, SKUS_PER_PAGE));
            if (skus.isEmpty()) {
                return sums.of(head);
            }
            after = skus.getLast();
            for (var each : database.inTransaction(connection -> page(connection, head, skus, locations))) {
                sums.add(each);
                sink.accept(each);
            }
        }
    }

    private static List<Compared> page(Connection connection, Head head, List<String> skus, List<String> locations)
            throws SQLException {
        Database.seesOneMoment(connection);
        var said = new HashMap<Place, Known>();
        Openings.of(connection, head.id(), skus).forEach(known -> said.put(known.place(), known));
        var ledger = ledger(connection, Openings.balances(connection, skus, locations), skus, head.recordedAt());
        var places = new HashSet<>(said.keySet());
        ledger.forEach((place, units) -> {
            if (units != 0) {
                places.add(place);
            }
        });
        return places.stream()
                .sorted(ORDER)
                .map(place -> compared(place, said.get(place), ledger.getOrDefault(place, 0L)))
                .toList();
    }

    private static Map<Place, Long> ledger(
            Connection connection, List<BalanceKey> keys, List<String> skus, Instant known) throws SQLException {
        var figures = new HashMap<Place, Long>();
        var versions = Past.versions(connection, skus, known);
        if (keys.isEmpty() || versions.isEmpty()) {
            return figures;
        }
        var wanted = new ArrayList<FigureKey>();
        keys.forEach(key -> wanted.add(new FigureKey(
                key.sku().code(),
                key.location().id(),
                key.goods().lot(),
                key.goods().owner())));
        for (var figure : Past.figures(connection, wanted, versions, null)) {
            var key = new BalanceKey(
                    new Sku(figure.key().sku()),
                    new LocationId(figure.key().location()),
                    new Goods(figure.key().lot(), figure.key().owner()));
            for (var bucket : Bucket.values()) {
                if (bucket.isOnHand()) {
                    figures.put(new Place(key, bucket), figure.balance().units(bucket));
                }
            }
        }
        return figures;
    }

    private static Compared compared(Place place, @Nullable Known said, long ledger) {
        var key = place.key();
        var source = said == null ? null : Long.valueOf(said.quantity());
        return new Compared(
                said == null ? null : said.line(),
                key.sku().code(),
                key.location().id(),
                key.goods().lot().isEmpty() ? null : key.goods().lot(),
                key.goods().owner().isEmpty() ? null : key.goods().owner(),
                place.bucket().code(),
                source,
                ledger,
                Math.subtractExact(ledger, source == null ? 0 : source),
                said == null ? null : said.problem());
    }
}
