package dev.perpetual.supplier.domain;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Decides whether a run may change anything before a person has looked at it. */
public final class GateRules {

    private GateRules() {}

    /** What one gate found; a run passes when all of its gates do. */
    public record Gate(String name, boolean passed, String expected, String got) {}

    /** Asks every gate, so that a person sees all that is wrong at once. */
    public static List<Gate> judge(RunFigures run, GateLimits limits) {
        var gates = new ArrayList<Gate>();
        gates.add(new Gate("not-empty", run.read() > 0, "at least 1 row", "%d rows".formatted(run.read())));
        gates.add(new Gate(
                "not-repeated",
                !run.repeated() || limits.repeatsAllowed(),
                "content not applied before, or a newer as-of",
                run.repeated() ? "content applied before" : "new content"));
        gates.add(rowDrop(run, limits.rowDropMax()));
        gates.add(shareToZero(run, limits.shareToZeroMax()));
        gates.add(rejectedShare(run, limits.rejectedShareMax()));
        return List.copyOf(gates);
    }

    public static boolean passed(List<Gate> gates) {
        return gates.stream().allMatch(Gate::passed);
    }

    /** Fewer rows than usual: a file cut off on its way. The middle of the newest runs is what is usual. */
    private static Gate rowDrop(RunFigures run, double max) {
        if (run.usualRows().isEmpty()) {
            return new Gate("row-count", true, "any number of rows in a first run", "%d rows".formatted(run.read()));
        }
        var sorted = run.usualRows().stream().sorted().toList();
        var usual = sorted.get(sorted.size() / 2);
        var least = Math.ceil(usual * (1 - max));
        return new Gate(
                "row-count",
                run.read() >= least,
                "at least %.0f rows, as %d are usual".formatted(least, usual),
                "%d rows".formatted(run.read()));
    }

    private static Gate shareToZero(RunFigures run, double max) {
        return share("share-to-zero", run.toZero(), run.knownPositive(), max, "SKUs in stock going to zero");
    }

    private static Gate rejectedShare(RunFigures run, double max) {
        return share("rejected-share", run.rejected(), run.read(), max, "rows rejected");
    }

    private static Gate share(String name, long part, long whole, double max, String what) {
        return new Gate(
                name,
                part <= max * whole,
                String.format(Locale.ROOT, "at most %.0f %% of %s", max * 100, what),
                whole == 0
                        ? "none"
                        : String.format(Locale.ROOT, "%d of %d (%.0f %%)", part, whole, 100.0 * part / whole));
    }
}
