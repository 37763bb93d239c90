package dev.perpetual.ledger.catalog;

import dev.perpetual.kit.database.Database;
import dev.perpetual.kit.journal.Outbox;
import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes or changes items; one that is as it was stays as it is, version included. */
@ApplicationScoped
public class PutItems {

    private static final KitDates NO_KIT = new KitDates(List.of(), null, null, null);
    private static final PackDates NO_PACKS = new PackDates(List.of(), null);

    private final Database database;
    private final Clock clock = Clock.systemUTC();

    PutItems(Database database) {
        this.database = database;
    }

    /**
     * Returns the items as they now are, in the given order; of two with the same SKU the later wins.
     *
     * @throws HttpProblem when one of them does not fit to what is known; then none is stored
     */
    public List<ItemBody> put(List<ItemBody> checked) {
        return persistently(connection -> put(connection, checked, null));
    }

    /** Stores those that fit to what is known. @return why not, of each SKU of the others */
    Map<String, HttpProblem> putThoseThatFit(List<ItemBody> checked) {
        return persistently(connection -> {
            var wrong = new HashMap<String, HttpProblem>();
            put(connection, checked, wrong);
            return wrong;
        });
    }

    private <T> T persistently(Database.Work<T> work) {
        while (true) {
            try {
                return database.inTransaction(work);
            } catch (Catalog.Overtaken overtaken) {
                // The next look sees what the other one made.
            }
        }
    }

    /** @param wrong takes what does not fit; null when that stops everything */
    private List<ItemBody> put(Connection connection, List<ItemBody> checked, @Nullable Map<String, HttpProblem> wrong)
            throws SQLException {
        var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        var wanted = new LinkedHashMap<String, ItemBody>();
        checked.forEach(item -> wanted.put(String.valueOf(item.sku()), item));
        var known = Catalog.lockItems(connection, List.copyOf(wanted.keySet()));
        for (var sku : List.copyOf(wanted.keySet())) {
            try {
                wanted.computeIfPresent(sku, (_, item) -> next(known.get(sku), item, now));
            } catch (HttpProblem misdated) {
                leaveOut(sku, misdated, wanted, wrong);
            }
        }
        mustBeSound(connection, wanted, known, wrong);
        var changed = wanted.values().stream()
                .filter(item -> item != known.get(item.sku()))
                .sorted(Comparator.comparing(ItemBody::sku))
                .toList();
        if (!changed.isEmpty()) {
            var kits = changed.stream()
                    .filter(item -> !kit(known.get(item.sku())).equals(KitDates.of(item)))
                    .toList();
            Catalog.storeItems(connection, changed, kits, now);
            Outbox.emitState(
                    connection,
                    changed.stream()
                            .map(item -> Catalog.itemChanged(
                                    String.valueOf(item.sku()),
                                    item.version() == null ? 1 : item.version(),
                                    Catalog.write(item),
                                    now))
                            .toList());
        }
        return List.copyOf(wanted.values());
    }

    private static KitDates kit(@Nullable ItemBody item) {
        return item == null ? NO_KIT : KitDates.of(item);
    }

    private static ItemBody next(@Nullable ItemBody before, ItemBody item, Instant now) {
        var packs = before == null ? NO_PACKS : PackDates.of(before);
        var dated = item.dated(
                packs.next(PackDates.of(item).packs(), now), kit(before).next(KitDates.of(item), now));
        if (before != null && before.content().equals(dated)) {
            return before;
        }
        return dated.at(before == null || before.version() == null ? 1 : before.version() + 1, now);
    }

    /** What is left out may have been a part of others, so it is looked at again until nothing is. */
    private static void mustBeSound(
            Connection connection,
            Map<String, ItemBody> wanted,
            Map<String, ItemBody> known,
            @Nullable Map<String, HttpProblem> wrong)
            throws SQLException {
        var isLocked = false;
        for (var size = -1; size != wanted.size(); ) {
            size = wanted.size();
            for (var item : List.copyOf(wanted.values())) {
                var parts = KitDates.of(item).parts();
                if (parts.isEmpty() || parts.equals(kit(known.get(item.sku())).parts())) {
                    continue;
                }
                if (!isLocked) {
                    KitParts.lock(connection);
                    isLocked = true;
                }
                try {
                    KitParts.mustBeSound(connection, item, wanted);
                } catch (HttpProblem unsound) {
                    leaveOut(String.valueOf(item.sku()), unsound, wanted, wrong);
                }
            }
        }
    }

    private static void leaveOut(
            String sku, HttpProblem why, Map<String, ItemBody> wanted, @Nullable Map<String, HttpProblem> wrong) {
        if (wrong == null) {
            throw why;
        }
        wanted.remove(sku);
        wrong.put(sku, why);
    }
}
