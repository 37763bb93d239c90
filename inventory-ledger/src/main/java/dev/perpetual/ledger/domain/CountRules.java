package dev.perpetual.ledger.domain;

import dev.perpetual.ledger.domain.CountLine.Basis;
import dev.perpetual.ledger.domain.CountLine.Recount;
import dev.perpetual.ledger.domain.CountLine.Tally;
import dev.perpetual.ledger.domain.CountLine.Verdict;
import dev.perpetual.ledger.domain.StockCount.Mode;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decides what counted figures mean. */
public final class CountRules {

    private CountRules() {}

    /** Units of one line that somebody saw. */
    public record Entry(
            long units,
            Basis basis,
            String by,
            Instant enteredAt,
            @Nullable Money unitCost) {}

    /** What became of an entry. */
    public sealed interface Entered {

        /** The line as it is now. */
        record Done(CountLine line) implements Entered {}

        /** Not taken. @param problem the last words of its type */
        record Not(String problem, String detail) implements Entered {}
    }

    /**
     * From when on a difference counts as large.
     *
     * @param value in the currency of the cost, whatever it is
     * @param units where no cost is known
     */
    public record Limits(BigDecimal value, long units) {}

    /** @param mode none when somebody said nothing: then only a line without a figure gets one */
    public static Entered enter(CountLine line, Entry entry, @Nullable Mode mode) {
        var known = line.tally();
        if (mode == Mode.RECOUNT) {
            return recount(line, entry);
        }
        if (known == null || mode == Mode.REPLACE) {
            return new Entered.Done(line.with(new Tally(
                    entry.units(),
                    entry.basis(),
                    entry.basis(),
                    List.of(entry.by()),
                    entry.enteredAt(),
                    entry.unitCost(),
                    false)));
        }
        if (mode == null) {
            return new Entered.Not(
                    "already-counted",
                    "Expected mode add or replace, as %s was counted already, but got none".formatted(named(line)));
        }
        return new Entered.Done(line.with(new Tally(
                Math.addExact(known.counted(), entry.units()),
                known.first(),
                entry.basis(),
                with(known.by(), entry.by()),
                entry.enteredAt(),
                entry.unitCost() == null ? known.unitCost() : entry.unitCost(),
                known.recounted())));
    }

    private static Entered recount(CountLine line, Entry entry) {
        var known = line.tally();
        var verdict = line.verdict();
        if (known == null || verdict == null || verdict.recount() == null) {
            return new Entered.Not(
                    "no-recount-needed", "Expected a line that has to be recounted, but got " + named(line));
        }
        var isOther = !known.by().contains(entry.by());
        if (!isOther && verdict.recount() == Recount.LARGE) {
            return new Entered.Not(
                    "recount-by-another",
                    "Expected another person than %s to recount %s, but got %s"
                            .formatted(String.join(", ", known.by()), named(line), entry.by()));
        }
        return new Entered.Done(line.with(new Tally(
                entry.units(),
                entry.basis(),
                entry.basis(),
                with(known.by(), entry.by()),
                entry.enteredAt(),
                entry.unitCost() == null ? known.unitCost() : entry.unitCost(),
                isOther)));
    }

    private static List<String> with(List<String> names, String name) {
        var all = new ArrayList<>(names);
        if (!all.contains(name)) {
            all.add(name);
        }
        return all;
    }

    private static String named(CountLine line) {
        var lot = line.key().goods().lot();
        return "%s%s at %s"
                .formatted(
                        line.key().sku(),
                        lot.isEmpty() ? "" : " " + lot,
                        line.key().location());
    }

    /** A blank line, on a sheet that says that blank means zero: seen at some time between opening and completion. */
    public static CountLine blankIsZero(CountLine line, long version, String by, Instant now) {
        return line.with(new Tally(
                0, new Basis(line.openingVersion(), null), new Basis(version, null), List.of(by), now, null, false));
    }

    /**
     * What the ledger says about a counted line.
     *
     * @param version of the SKU up to which facts are known
     * @param first units that stood there when the first part was looked at
     * @param last units that stood there when the last part was looked at
     * @param lotIsUnknown no unit of the lot was ever heard of
     * @param knownCost of a unit, by what was paid for it; null when nobody said
     */
    public record Facts(
            long version,
            long first,
            long last,
            boolean lotIsUnknown,
            @Nullable Money knownCost) {}

    /** Compares; a line that nobody counted stays without a verdict. */
    public static CountLine judge(CountLine line, Facts facts, Limits limits) {
        var tally = line.tally();
        if (tally == null) {
            return line;
        }
        var variance = Math.subtractExact(tally.counted(), facts.last());
        var isMoved = facts.first() != facts.last();
        var isLarge = isLarge(variance, facts.knownCost(), limits)
                || (tally.unitCost() != null && isLarge(variance, tally.unitCost(), limits));
        var again = isMoved ? Recount.MOVED : isLarge && !tally.recounted() ? Recount.LARGE : null;
        return line.with(new Verdict(
                facts.version(), facts.last(), variance, facts.lotIsUnknown() && variance > 0, isLarge, again));
    }

    /** What whoever counts says of the cost can make a difference large, never small. */
    private static boolean isLarge(long variance, @Nullable Money cost, Limits limits) {
        var units = Math.absExact(variance);
        return cost == null
                ? units > limits.units()
                : cost.amount().multiply(BigDecimal.valueOf(units)).compareTo(limits.value()) > 0;
    }

    /** Two where something large stays, so that nobody writes off a fortune alone. */
    public static int approvalsNeeded(boolean anyLarge) {
        return anyLarge ? 2 : 1;
    }

    /** Part of a difference. @param units below zero when they are missing */
    public record Share(Bucket bucket, long units) {}

    /**
     * Over which buckets a difference goes. What is missing is taken from what nobody was promised, {@code available}
     * first; only what is then still missing goes below zero there, because then promised units are not there, and
     * the case that opens says so. What is too much first fills what is below zero, the rest is available.
     */
    public static List<Share> shares(Balance balance, long difference) {
        var shares = new LinkedHashMap<Bucket, Long>();
        var left = difference;
        for (var bucket : List.of(Bucket.AVAILABLE, Bucket.INSPECTION, Bucket.BLOCKED)) {
            var units = balance.units(bucket);
            var share = difference < 0
                    ? Math.max(left, -Math.max(0, units))
                    : Math.min(left, Math.max(0, Math.negateExact(units)));
            shares.put(bucket, share);
            left -= share;
        }
        shares.merge(Bucket.AVAILABLE, left, Math::addExact);
        return shares.entrySet().stream()
                .filter(share -> share.getValue() != 0)
                .map(share -> new Share(share.getKey(), share.getValue()))
                .toList();
    }
}
