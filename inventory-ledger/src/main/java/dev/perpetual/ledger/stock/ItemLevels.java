package dev.perpetual.ledger.stock;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.perpetual.ledger.domain.Bucket;
import dev.perpetual.ledger.stock.Levels.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * All places of one item and their sums.
 *
 * @param sites the same units once more, summed per site, with all that is inside it
 * @param levels all of them, or the first of very many; the sums count all
 * @param next the cursor of the levels that are not told
 * @param kit how many can be promised, when it is a kit
 */
@JsonInclude(Include.NON_NULL)
public record ItemLevels(
        String sku,
        long version,
        Map<String, Long> totals,
        long onHand,
        List<Site> sites,
        List<Level> levels,
        @Nullable String next,
        @Nullable KitLevels kit) {

    /** One item at one site. @param location the site */
    public record Site(String location, Map<String, Long> totals, long onHand) {

        private Site plus(Site more) {
            var sum = new LinkedHashMap<>(totals);
            more.totals.forEach((bucket, units) -> sum.merge(bucket, units, Math::addExact));
            return new Site(location, sum, Math.addExact(onHand, more.onHand));
        }
    }

    /** Levels and the site of each location that they are at. */
    record Located(List<Level> levels, Map<String, String> sites) {}

    /** Levels of the past are summed by the tree of today. */
    static Located at(Connection connection, List<Level> levels) throws SQLException {
        try (var select = connection.prepareStatement("SELECT id, path[1] FROM location WHERE id = ANY(?)")) {
            select.setArray(
                    1,
                    connection.createArrayOf(
                            "text",
                            levels.stream().map(Level::location).distinct().toArray()));
            var rows = select.executeQuery();
            var sites = new HashMap<String, String>();
            while (rows.next()) {
                sites.put(rows.getString(1), rows.getString(2));
            }
            return new Located(levels, sites);
        }
    }

    /** Adds up all levels of an item, page by page, and tells the first page. */
    static final class Sum {

        private static final Site NOTHING = new Site(
                "",
                Arrays.stream(Bucket.values())
                        .collect(Collectors.toMap(Bucket::code, _ -> 0L, Long::sum, LinkedHashMap::new)),
                0);

        private final Map<String, Site> sites = new TreeMap<>();
        private @Nullable List<Level> told;
        private @Nullable String next;

        /** @param behind where the page after this one begins, or null */
        void add(Located page, @Nullable String behind) {
            if (told == null) {
                told = page.levels();
                next = behind;
            }
            for (var level : page.levels()) {
                var site = page.sites().getOrDefault(level.location(), level.location());
                sites.merge(site, new Site(site, level.buckets(), level.onHand()), Site::plus);
            }
        }

        ItemLevels of(String sku, long version, @Nullable KitLevels kit) {
            var all = sites.values().stream().reduce(NOTHING, Site::plus);
            return new ItemLevels(
                    sku,
                    version,
                    all.totals(),
                    all.onHand(),
                    List.copyOf(sites.values()),
                    Objects.requireNonNullElse(told, List.of()),
                    next,
                    kit);
        }
    }
}
