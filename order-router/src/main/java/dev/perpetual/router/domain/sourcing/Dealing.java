package dev.perpetual.router.domain.sourcing;

import static java.util.Comparator.comparing;

import dev.perpetual.router.domain.sourcing.Decision.Allocation;
import dev.perpetual.router.domain.sourcing.Decision.Parcel;
import dev.perpetual.router.domain.sourcing.Decision.Reason;
import dev.perpetual.router.domain.sourcing.Decision.Uncovered;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Deals the lines out to the nodes of the chosen set: own nodes before suppliers, a line whole where one own
 * node can do it, best node first.
 */
final class Dealing {
    private final SourcingInput input;
    private final StockGrid stock;
    private final Scores scores;
    private final Map<String, Map<String, Long>> left = new HashMap<>();
    private final Map<Integer, Long> missing = new TreeMap<>();

    Dealing(SourcingInput input, StockGrid stock, Scores scores) {
        this.input = input;
        this.stock = stock;
        this.scores = scores;
        input.demands().forEach(demand -> missing.put(demand.line(), demand.quantity()));
    }

    List<Parcel> parcels(List<String> locations) {
        var ranked = locations.stream()
                .sorted(comparing((String id) -> scores.supplierParcels(scores.node(id)))
                        .thenComparing(id -> scores.score(scores.node(id)))
                        .thenComparing(id -> id))
                .toList();
        var dealt = new TreeMap<String, List<Allocation>>();
        for (var demand : input.demands()) {
            var whole = ranked.stream()
                    .filter(id -> scores.supplierParcels(scores.node(id)) == 0)
                    .filter(id -> left(id, demand.sku()) >= demand.quantity())
                    .findFirst();
            for (var location : whole.map(List::of).orElse(ranked)) {
                var take = Math.min(missing.getOrDefault(demand.line(), 0L), left(location, demand.sku()));
                if (take > 0) {
                    take(location, demand.sku(), take);
                    missing.merge(demand.line(), -take, Long::sum);
                    dealt.computeIfAbsent(location, _ -> new ArrayList<>())
                            .add(new Allocation(demand.line(), demand.sku(), take));
                }
            }
        }
        return dealt.entrySet().stream()
                .map(one -> parcel(one.getKey(), one.getValue()))
                .toList();
    }

    private Parcel parcel(String location, List<Allocation> allocations) {
        var node = scores.node(location);
        return new Parcel(
                location,
                List.copyOf(allocations),
                scores.kilometres(node),
                scores.cost(node),
                scores.promisedBy(node));
    }

    private long left(String location, String sku) {
        return left.computeIfAbsent(location, _ -> new HashMap<>())
                .computeIfAbsent(sku, _ -> stock.units(location, sku));
    }

    private void take(String location, String sku, long units) {
        left.computeIfAbsent(location, _ -> new HashMap<>()).merge(sku, -units, Long::sum);
    }

    /** What the plan leaves, and whether stock elsewhere could have covered it. Call after {@link #parcels}. */
    List<Uncovered> uncovered() {
        var elsewhere = new HashMap<String, Long>();
        for (var demand : input.demands()) {
            var planned = demand.quantity() - missing.getOrDefault(demand.line(), 0L);
            elsewhere.merge(demand.sku(), -planned, Long::sum);
        }
        elsewhere.replaceAll((sku, planned) -> stock.everywhere(sku) + planned);

        var result = new ArrayList<Uncovered>();
        for (var demand : input.demands()) {
            long units = missing.getOrDefault(demand.line(), 0L);
            var limited = Math.min(units, Math.max(0, elsewhere.getOrDefault(demand.sku(), 0L)));
            elsewhere.merge(demand.sku(), -limited, Long::sum);
            add(result, demand, limited, Reason.PARCEL_LIMIT);
            add(result, demand, units - limited, Reason.NO_STOCK);
        }
        return List.copyOf(result);
    }

    private static void add(List<Uncovered> result, Demand demand, long units, Reason reason) {
        if (units > 0) {
            result.add(new Uncovered(demand.line(), demand.sku(), units, reason));
        }
    }
}
