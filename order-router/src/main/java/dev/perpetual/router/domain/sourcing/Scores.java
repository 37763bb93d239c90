package dev.perpetual.router.domain.sourcing;

import dev.perpetual.router.domain.sourcing.Decision.Candidate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;

/** What each node costs in points, kilometres and money. A place that nobody located counts as far as the farthest known one. */
final class Scores {
    private final SourcingInput input;
    private final List<Node> nodes;
    private final long[] kilometres;

    Scores(SourcingInput input, List<Node> nodes) {
        this.input = input;
        this.nodes = nodes;
        var known = new long[nodes.size()];
        for (var i = 0; i < known.length; i++) {
            var point = nodes.get(i).point();
            known[i] = input.destination() == null || point == null
                    ? -1
                    : input.destination().kilometresTo(point);
        }
        var farthest = Math.max(0, Arrays.stream(known).max().orElse(0));
        kilometres = Arrays.stream(known).map(km -> km < 0 ? farthest : km).toArray();
    }

    int supplierParcels(int node) {
        return nodes.get(node).kind() == Node.Kind.SUPPLIER ? 1 : 0;
    }

    long kilometres(int node) {
        return kilometres[node];
    }

    long cost(int node) {
        var costs = input.policy().costs();
        return costs.perParcel() + kilometres[node] * costs.perHundredKilometres() / 100;
    }

    long score(int node) {
        var weights = input.policy().weights();
        return weights.priority() * input.policy().priorityOf(nodes.get(node).id())
                + weights.kilometre() * kilometres[node]
                + weights.parcel();
    }

    /** Suppliers hand over later than own nodes. */
    Instant promisedBy(int node) {
        var hours = input.service().hoursTo(kilometres[node]) + 48L * supplierParcels(node);
        return input.decidedAt().plus(hours, ChronoUnit.HOURS);
    }

    int node(String id) {
        for (var i = 0; i < nodes.size(); i++) {
            if (nodes.get(i).id().equals(id)) {
                return i;
            }
        }
        throw new IllegalArgumentException("Expected one of the nodes searched, but got " + id);
    }

    private long[] ownUnits(int[] set, StockGrid stock) {
        var sums = new long[stock.skus()];
        for (var node : set) {
            if (supplierParcels(node) == 0) {
                sums = stock.plus(sums, node);
            }
        }
        return sums;
    }

    Candidate candidate(int[] set, long covered, StockGrid stock) {
        return new Candidate(
                Arrays.stream(set).mapToObj(stock::id).toList(),
                covered,
                covered - stock.covered(ownUnits(set, stock)),
                Arrays.stream(set).map(this::supplierParcels).sum(),
                set.length,
                Arrays.stream(set)
                        .mapToLong(node -> input.policy().priorityOf(stock.id(node)))
                        .sum(),
                Arrays.stream(set).mapToLong(this::kilometres).sum(),
                Arrays.stream(set).mapToLong(this::cost).sum(),
                Arrays.stream(set).mapToLong(this::score).sum());
    }
}
