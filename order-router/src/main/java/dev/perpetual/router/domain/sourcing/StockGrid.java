package dev.perpetual.router.domain.sourcing;

import dev.perpetual.router.domain.sourcing.Decision.Basis;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Units per node and demanded SKU as a plain grid, so that sets of nodes add up fast. */
final class StockGrid {
    private final List<Node> nodes;
    private final Map<String, Integer> column = new HashMap<>();
    private final Map<String, Integer> row = new HashMap<>();
    private final long[] demand;
    private final long[][] units;
    private final long[] alone;
    private final long demanded;

    StockGrid(SourcingInput input, List<Node> nodes, Basis basis) {
        this.nodes = nodes;
        input.demands().forEach(one -> column.putIfAbsent(one.sku(), column.size()));
        demand = new long[column.size()];
        input.demands().forEach(one -> demand[column(one.sku())] += one.quantity());
        units = new long[nodes.size()][column.size()];
        for (var i = 0; i < nodes.size(); i++) {
            row.put(nodes.get(i).id(), i);
        }
        for (var level : input.levels()) {
            var i = row.get(level.location());
            var k = column.get(level.sku());
            if (i != null && k != null) {
                var free = basis == Basis.NET_OF_ASKED
                        ? level.available() - level.asked()
                        : level.available() - level.queued();
                units[i][k] = Math.max(0, free);
            }
        }
        for (var out : input.exclusions()) {
            var i = row.get(out.location());
            var k = column.get(String.valueOf(out.sku()));
            if (i != null && k != null) {
                units[i][k] = 0;
            }
        }
        alone = new long[nodes.size()];
        for (var i = 0; i < alone.length; i++) {
            alone[i] = covered(units[i]);
        }
        demanded = input.demands().stream().mapToLong(Demand::quantity).sum();
    }

    private int column(String sku) {
        return Objects.requireNonNull(column.get(sku), () -> "Expected a demanded SKU, but got " + sku);
    }

    int nodes() {
        return nodes.size();
    }

    int skus() {
        return demand.length;
    }

    long demanded() {
        return demanded;
    }

    String id(int node) {
        return nodes.get(node).id();
    }

    /** Units that the node covers by itself. */
    long alone(int node) {
        return alone[node];
    }

    long units(String location, String sku) {
        return units[Objects.requireNonNull(row.get(location), location)][column(sku)];
    }

    /** Units of a SKU over all nodes. */
    long everywhere(String sku) {
        var k = column(sku);
        long sum = 0;
        for (var node : units) {
            sum += node[k];
        }
        return sum;
    }

    long[] plus(long[] sums, int node) {
        var result = sums.clone();
        for (var k = 0; k < result.length; k++) {
            result[k] += units[node][k];
        }
        return result;
    }

    long covered(long[] sums) {
        long covered = 0;
        for (var k = 0; k < demand.length; k++) {
            covered += Math.min(demand[k], sums[k]);
        }
        return covered;
    }

    long coveredWithout(long[] sums, int node) {
        long covered = 0;
        for (var k = 0; k < demand.length; k++) {
            covered += Math.min(demand[k], sums[k] - units[node][k]);
        }
        return covered;
    }
}
