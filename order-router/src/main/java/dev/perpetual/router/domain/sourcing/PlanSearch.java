package dev.perpetual.router.domain.sourcing;

import static java.util.Comparator.comparing;

import dev.perpetual.router.domain.sourcing.Decision.Basis;
import dev.perpetual.router.domain.sourcing.Decision.Candidate;
import dev.perpetual.router.domain.sourcing.Decision.Elimination;
import dev.perpetual.router.domain.sourcing.Decision.Verdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Looks at every set of nodes up to the allowed number of parcels. What a set covers does not depend on how lines are dealt out inside it, so this
 * is exact; {@link #STEPS_MAX} bounds the work, and a search that had to leave nodes out says so.
 */
final class PlanSearch {
    /** Additions per search, some tens of milliseconds: 10 lines at 50 nodes with 3 parcels, or 1,000 lines at 50 nodes with 2. */
    static final long STEPS_MAX = 5_000_000;

    private final SourcingInput input;
    private final Basis basis;
    private final StockGrid stock;
    private final Scores scores;
    private final Comparator<Candidate> bestFirst;
    private final PriorityQueue<Candidate> kept;
    private final List<Elimination> eliminated = new ArrayList<>();
    private final int parcelsMax;
    private int[] nodes = {};
    private boolean exact = true;
    private long considered;
    private @Nullable Candidate best;

    PlanSearch(SourcingInput input, List<Node> nodes, Basis basis) {
        this.input = input;
        this.basis = basis;
        this.stock = new StockGrid(input, nodes, basis);
        this.scores = new Scores(input, nodes);
        this.bestFirst = bestFirst(input.split());
        this.kept = new PriorityQueue<>(bestFirst.reversed());
        this.parcelsMax = input.split() == Split.NEVER ? 1 : input.policy().maxParcels();
    }

    private static Comparator<Candidate> bestFirst(Split split) {
        Comparator<Candidate> parcelsFirst = split == Split.AVOID ? comparing(Candidate::parcels) : (_, _) -> 0;
        return comparing(Candidate::coveredUnits, Comparator.reverseOrder())
                .thenComparing(parcelsFirst)
                .thenComparing(Candidate::supplierUnits)
                .thenComparing(Candidate::supplierParcels)
                .thenComparing(Candidate::score)
                .thenComparing(Candidate::parcels)
                .thenComparing(candidate -> String.join("\n", candidate.locations()));
    }

    void run() {
        nodes = bounded();
        extend(new int[0], 0, new long[stock.skus()]);
    }

    boolean complete() {
        return best != null && best.coveredUnits() == stock.demanded();
    }

    long coveredUnits() {
        return best == null ? 0 : best.coveredUnits();
    }

    Decision decision(List<Elimination> before) {
        var out = new ArrayList<>(before);
        out.addAll(eliminated);
        var deal = new Dealing(input, stock, scores);
        var chosen = best;
        var plan = chosen == null ? List.<Decision.Parcel>of() : deal.parcels(chosen.locations());
        var uncovered = deal.uncovered();
        var verdict = plan.isEmpty() ? Verdict.NOTHING : uncovered.isEmpty() ? Verdict.COMPLETE : Verdict.PARTIAL;
        var search = "every set of up to " + parcelsMax + " of " + nodes.length + " nodes"
                + (exact ? "" : ", the others left out to bound the search");
        return new Decision(
                verdict,
                plan,
                uncovered,
                basis,
                exact,
                search,
                considered,
                kept.stream().sorted(bestFirst).toList(),
                List.copyOf(out));
    }

    /** The nodes to search: all, or the most useful ones that fit the bound. */
    private int[] bounded() {
        var all = IntStream.range(0, stock.nodes()).toArray();
        if (steps(all.length) <= STEPS_MAX) {
            return all;
        }
        exact = false;
        var useful = Arrays.stream(all)
                .boxed()
                .sorted(comparing(scores::supplierParcels)
                        .thenComparing(stock::alone, Comparator.reverseOrder())
                        .thenComparing(scores::score)
                        .thenComparing(stock::id))
                .toList();
        var size = all.length;
        while (size > parcelsMax && steps(size) > STEPS_MAX) {
            size--;
        }
        useful.subList(size, useful.size())
                .forEach(node -> eliminated.add(new Elimination(stock.id(node), null, Rule.BEYOND_SEARCH_BOUND)));
        return useful.subList(0, size).stream().mapToInt(node -> node).sorted().toArray();
    }

    private long steps(int size) {
        long sets = 1;
        long steps = 0;
        for (var k = 1; k <= parcelsMax && k <= size; k++) {
            sets = sets * (size - k + 1) / k;
            steps += sets * stock.skus() * (k > 1 ? k + 1 : 1);
        }
        return steps;
    }

    private void extend(int[] set, int from, long[] sums) {
        for (var next = from; next < nodes.length; next++) {
            var grown = Arrays.copyOf(set, set.length + 1);
            grown[set.length] = nodes[next];
            var grownSums = stock.plus(sums, nodes[next]);
            consider(grown, stock.covered(grownSums), grownSums);
            if (grown.length < parcelsMax) {
                extend(grown, next + 1, grownSums);
            }
        }
    }

    private void consider(int[] set, long covered, long[] sums) {
        if (input.split() == Split.NEVER && covered < stock.demanded()) {
            eliminated.add(new Elimination(stock.id(set[0]), null, Rule.CANNOT_SHIP_COMPLETE));
            return;
        }
        if (hasNeedlessNode(set, covered, sums)) {
            return;
        }
        considered++;
        var candidate = scores.candidate(set, covered, stock);
        if (best == null || bestFirst.compare(candidate, best) < 0) {
            best = candidate;
        }
        kept.add(candidate);
        if (kept.size() > Decision.CANDIDATES_MAX) {
            kept.poll();
        }
    }

    /** A node that adds nothing is a parcel for nothing; the smaller set is a candidate of its own. */
    private boolean hasNeedlessNode(int[] set, long covered, long[] sums) {
        if (set.length == 1) {
            return covered == 0;
        }
        var own = Arrays.stream(set)
                .filter(node -> scores.supplierParcels(node) == 0)
                .toArray();
        var mixed = own.length < set.length;
        return Arrays.stream(set)
                .filter(node -> stock.coveredWithout(sums, node) == covered)
                .anyMatch(node -> !mixed || scores.supplierParcels(node) == 1 || !savesSupplierUnits(node, own));
    }

    /** Whether the own nodes cover less without this one, so that a supplier would have to give more. */
    private boolean savesSupplierUnits(int node, int[] own) {
        var sums = new long[stock.skus()];
        for (var one : own) {
            sums = stock.plus(sums, one);
        }
        return stock.coveredWithout(sums, node) < stock.covered(sums);
    }
}
