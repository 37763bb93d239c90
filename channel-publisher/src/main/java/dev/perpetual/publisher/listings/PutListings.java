package dev.perpetual.publisher.listings;

import dev.perpetual.kit.database.Database;
import dev.perpetual.publisher.availability.Quantities.Key;
import dev.perpetual.publisher.availability.RecomputeWanted;
import dev.perpetual.publisher.availability.WantedSignal;
import dev.perpetual.publisher.channels.Channels;
import dev.perpetual.publisher.stock.Items;
import dev.perpetual.publisher.stock.Locations;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Lists items on a channel; each is judged on its own, and what is listed is pushed at once. */
@ApplicationScoped
public class PutListings {

    private final Database database;
    private final WantedSignal signal;

    PutListings(Database database, WantedSignal signal) {
        this.database = database;
        this.signal = signal;
    }

    /** What became of one draft. */
    public sealed interface Outcome {
        /** {@code isNew}: it is listed now, or listed differently. */
        record Listed(ListingDraft draft, boolean isNew) implements Outcome {}

        /** {@code type} and {@code detail} as in a problem. */
        record Refused(ListingDraft draft, String type, String detail, String field) implements Outcome {}
    }

    /** One transaction. Of drafts with the same listing the last one holds. Outcomes come in the order of the drafts. */
    public List<Outcome> put(String channel, List<ListingDraft> drafts) {
        var now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        var outcomes = database.inTransaction(connection -> {
            Channels.keepStill(connection, channel);
            Locations.keepStill(connection);
            var known = Items.lockKnown(
                    connection,
                    drafts.stream().map(ListingDraft::sku).distinct().toList());
            var refusals = new ArrayList<Outcome.@Nullable Refused>();
            drafts.forEach(draft -> refusals.add(refuse(draft, known)));
            var accepted = new LinkedHashMap<String, ListingDraft>();
            for (var i = 0; i < drafts.size(); i++) {
                if (refusals.get(i) == null) {
                    accepted.put(drafts.get(i).listing(), drafts.get(i));
                }
            }
            var changed = Listings.put(connection, channel, accepted.values(), now).stream()
                    .map(row -> row.quantity().listing())
                    .collect(Collectors.toSet());
            RecomputeWanted.ofListings(
                    connection, changed.stream().map(id -> new Key(channel, id)).toList(), now);
            return outcomes(drafts, refusals, changed);
        });
        signal.ring();
        return outcomes;
    }

    private static Outcome.@Nullable Refused refuse(ListingDraft draft, Map<String, Set<String>> known) {
        var packs = known.get(draft.sku());
        if (packs == null) {
            return new Outcome.Refused(
                    draft, "unknown-sku", "Expected a SKU that the catalog has, but got " + draft.sku(), "sku");
        }
        if (draft.pack() != null && !packs.contains(draft.pack())) {
            return new Outcome.Refused(
                    draft,
                    "unknown-pack",
                    "Expected a pack of %s that the catalog has, but got %s".formatted(draft.sku(), draft.pack()),
                    "pack");
        }
        return null;
    }

    private static List<Outcome> outcomes(
            List<ListingDraft> drafts, List<Outcome.@Nullable Refused> refusals, Set<String> changed) {
        var outcomes = new ArrayList<Outcome>();
        for (var i = 0; i < drafts.size(); i++) {
            var draft = drafts.get(i);
            var refusal = refusals.get(i);
            outcomes.add(refusal != null ? refusal : new Outcome.Listed(draft, changed.contains(draft.listing())));
        }
        return outcomes;
    }
}
