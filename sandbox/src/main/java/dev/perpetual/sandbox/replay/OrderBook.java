package dev.perpetual.sandbox.replay;

import dev.perpetual.sandbox.client.Order;
import dev.perpetual.sandbox.client.RouterClient;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The orders of the run as the router lists them afterwards: how many, in which states, every unit accounted for, what
 * left per SKU.
 */
record OrderBook(
        Set<String> ids,
        long unaccounted,
        long unfinished,
        Map<String, Long> byState,
        Map<String, Long> shipped,
        List<String> examples) {
    private static final int EXAMPLES_MAX = 5;

    static OrderBook read(RouterClient router, String channel) {
        var byState = new TreeMap<String, Long>();
        var shipped = new HashMap<String, Long>();
        var examples = new ArrayList<String>();
        var ids = new HashSet<String>();
        long[] counts = new long[2];
        router.ordersOf(channel).forEach(order -> {
            ids.add(order.id());
            byState.merge(order.state(), 1L, Long::sum);
            for (var line : order.lines()) {
                shipped.merge(String.valueOf(line.sku()), line.shipped(), Long::sum);
            }
            if (!order.isAccounted()) {
                counts[0]++;
            }
            if (!isFinished(order)) {
                counts[1]++;
            }
            if (examples.size() < EXAMPLES_MAX && !(order.isAccounted() && isFinished(order))) {
                examples.add(order.toString());
            }
        });
        return new OrderBook(ids, counts[0], counts[1], byState, shipped, examples);
    }

    long orders() {
        return ids.size();
    }

    private static boolean isFinished(Order order) {
        return order.lines().stream().allMatch(line -> line.open() + line.held() + line.picked() == 0);
    }
}
