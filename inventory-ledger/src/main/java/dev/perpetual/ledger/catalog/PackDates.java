package dev.perpetual.ledger.catalog;

import dev.perpetual.kit.problems.Problems;
import dev.perpetual.ledger.catalog.ItemBody.Pack;
import dev.perpetual.ledger.catalog.ItemBody.PackFactor;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The packs of an item with what they were before. A pack that gets other units, or goes, keeps its past: what happened
 * while a factor was valid is converted with it for ever.
 */
record PackDates(List<Pack> packs, @Nullable List<PackFactor> history) {

    /** How many changes of its packs an item remembers; none is ever forgotten, so no more are taken. */
    private static final int HISTORY_MAX = 1_000;

    static PackDates of(ItemBody item) {
        return new PackDates(item.packs() == null ? List.of() : item.packs(), item.packHistory());
    }

    /** The packs after somebody said what they are. @param asked each code once */
    PackDates next(List<Pack> asked, Instant now) {
        var past = new ArrayList<>(history == null ? List.of() : history);
        var next = new ArrayList<Pack>(asked.size());
        for (var i = 0; i < asked.size(); i++) {
            next.add(next("packs[" + i + "]", asked.get(i), past, now));
        }
        for (var before : packs) {
            if (asked.stream().noneMatch(pack -> Objects.equals(pack.code(), before.code()))) {
                past.add(ended(before, now.toString()));
            }
        }
        if (past.size() > HISTORY_MAX) {
            throw Problems.conflict(
                    "too-many-changes", "Expected at most %d changes of packs, but got more".formatted(HISTORY_MAX));
        }
        return new PackDates(List.copyOf(next), past.isEmpty() ? null : List.copyOf(past));
    }

    private Pack next(String field, Pack asked, List<PackFactor> past, Instant now) {
        var before = packs.stream()
                .filter(pack -> Objects.equals(pack.code(), asked.code()))
                .findFirst();
        if (before.isPresent() && Objects.equals(before.get().units(), asked.units())) {
            var since = before.get().validFrom();
            if (asked.validFrom() != null && !asked.validFrom().equals(since)) {
                throw Problems.unprocessable(
                        "factor-dated",
                        "Expected %s.validFrom %s as it is, or other units, but got %s"
                                .formatted(field, since == null ? "absent" : since, asked.validFrom()));
            }
            return new Pack(asked.code(), asked.units(), asked.gtin(), since);
        }
        var ended = before.isPresent()
                ? before.get().validFrom()
                : past.stream()
                        .filter(each -> each.code().equals(asked.code()))
                        .reduce((_, later) -> later)
                        .map(PackFactor::validUntil)
                        .orElse(null);
        var isFirst = before.isEmpty() && ended == null;
        var since = Dates.start(field + ".validFrom", asked.validFrom(), ended, before.isPresent(), isFirst, now);
        before.ifPresent(each -> past.add(ended(each, Objects.requireNonNull(since))));
        return new Pack(asked.code(), asked.units(), asked.gtin(), since);
    }

    private static PackFactor ended(Pack pack, String until) {
        return new PackFactor(
                Objects.requireNonNull(pack.code()), Objects.requireNonNull(pack.units()), pack.validFrom(), until);
    }

    /** Base units of a pack at an instant; empty when there was no such pack then. */
    Optional<Long> units(String code, Instant at) {
        for (var pack : packs) {
            if (code.equals(pack.code()) && Dates.isWithin(at, pack.validFrom(), null)) {
                return Optional.ofNullable(pack.units());
            }
        }
        for (var each : history == null ? List.<PackFactor>of() : history) {
            if (code.equals(each.code()) && Dates.isWithin(at, each.validFrom(), each.validUntil())) {
                return Optional.of(each.units());
            }
        }
        return Optional.empty();
    }
}
