package dev.perpetual.ledger.catalog;

import dev.perpetual.kit.problems.Problems;
import dev.perpetual.ledger.catalog.ItemBody.KitVersion;
import dev.perpetual.ledger.catalog.ItemBody.Part;
import dev.perpetual.ledger.domain.Kit;
import dev.perpetual.ledger.domain.Sku;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What an item is made of with what it was made of before: kits of then are taken apart into the parts of then. */
record KitDates(
        List<Part> parts,
        @Nullable String mode,
        @Nullable String validFrom,
        @Nullable List<KitVersion> history) {

    static final String VIRTUAL = "virtual";

    /** How many changes of its kit an item remembers; none is ever forgotten, so no more are taken. */
    private static final int HISTORY_MAX = 1_000;

    static KitDates of(ItemBody item) {
        return new KitDates(
                item.kit() == null ? List.of() : item.kit(), item.kitMode(), item.kitValidFrom(), item.kitHistory());
    }

    /** The kit after somebody said what it is; in another order the parts are the same. */
    KitDates next(KitDates asked, Instant now) {
        var nextMode = asked.parts().isEmpty() ? null : asked.mode() == null ? VIRTUAL : asked.mode();
        if (new HashSet<>(parts).equals(new HashSet<>(asked.parts()))) {
            if (asked.validFrom() != null && !asked.validFrom().equals(validFrom)) {
                throw Problems.unprocessable(
                        "kit-dated",
                        "Expected kitValidFrom %s as it is, or another kit, but got %s"
                                .formatted(validFrom == null ? "absent" : validFrom, asked.validFrom()));
            }
            return new KitDates(parts, nextMode, validFrom, history);
        }
        var isFirst = parts.isEmpty() && validFrom == null;
        var since = Dates.start("kitValidFrom", asked.validFrom(), validFrom, !parts.isEmpty(), isFirst, now);
        var past = new ArrayList<>(history == null ? List.of() : history);
        if (!parts.isEmpty()) {
            past.add(new KitVersion(parts, validFrom, Objects.requireNonNull(since)));
        }
        if (past.size() > HISTORY_MAX) {
            throw Problems.conflict(
                    "too-many-changes", "Expected at most %d changes of a kit, but got more".formatted(HISTORY_MAX));
        }
        return new KitDates(asked.parts(), nextMode, since, past.isEmpty() ? null : List.copyOf(past));
    }

    /** What it was made of at an instant. @param version of the item when the kit was last changed */
    Kit at(Instant when, long version) {
        return new Kit(
                version,
                !"assembled".equals(mode),
                partsAt(when).stream()
                        .map(part ->
                                new Kit.Part(new Sku(String.valueOf(part.sku())), Objects.requireNonNull(part.units())))
                        .toList());
    }

    private List<Part> partsAt(Instant when) {
        if (Dates.isWithin(when, validFrom, null)) {
            return parts;
        }
        for (var each : history == null ? List.<KitVersion>of() : history) {
            if (Dates.isWithin(when, each.validFrom(), each.validUntil())) {
                return each.parts();
            }
        }
        return List.of();
    }
}
