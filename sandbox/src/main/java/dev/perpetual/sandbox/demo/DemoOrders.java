package dev.perpetual.sandbox.demo;

import dev.perpetual.sandbox.client.Money;
import dev.perpetual.sandbox.client.OrderRequest;
import dev.perpetual.sandbox.client.OrderRequest.ShipTo;
import dev.perpetual.sandbox.demo.DemoOrder.Fate;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.SplittableRandom;

/** Orders as three channels bring them: mostly one or two lines, best sellers first, from all over Europe. */
final class DemoOrders {
    static final List<String> CHANNELS = List.of("web", "market-a", "market-b");

    private static final List<String> COUNTRIES =
            List.of("DE", "DE", "DE", "DE", "FR", "FR", "AT", "AT", "NL", "PL", "PL", "BE", "DK", "IT", "CZ", "CH");

    private static final int[] LINES = {1, 1, 1, 1, 1, 2, 2, 2, 3, 4, 5};
    private static final int[] UNITS = {1, 1, 1, 1, 1, 1, 2, 2, 3, 6};

    private final DemoData data;
    private final SplittableRandom random;
    private final double[] cumulative;

    DemoOrders(DemoData data, long seed) {
        this.data = data;
        this.random = new SplittableRandom(seed + 2);
        this.cumulative = new double[data.items().size()];
        var sum = 0.0;
        for (var index = 0; index < cumulative.length; index++) {
            sum += data.items().get(index).demand();
            cumulative[index] = sum;
        }
    }

    /** So many orders of one run. */
    List<DemoOrder> make(int count, String run, Instant at) {
        var orders = new ArrayList<DemoOrder>();
        for (var number = 1; number <= count; number++) {
            var channel = DemoData.pick(random, CHANNELS);
            var request = new OrderRequest(
                    channel,
                    "%s-%05d".formatted(run, number),
                    at,
                    new ShipTo(DemoData.pick(random, COUNTRIES), null, null, null),
                    lines(),
                    "allow",
                    fraudScore());
            orders.add(new DemoOrder(request, fate()));
        }
        return orders;
    }

    private List<OrderRequest.Line> lines() {
        var lines = new ArrayList<OrderRequest.Line>();
        var taken = new HashSet<String>();
        var count = LINES[random.nextInt(LINES.length)];
        while (lines.size() < count) {
            var item = wanted();
            if (taken.add(item.sku())) {
                var units = UNITS[random.nextInt(UNITS.length)];
                var price = new Money(BigDecimal.valueOf(item.cents(), 2).toPlainString(), "EUR");
                lines.add(new OrderRequest.Line(lines.size() + 1, item.sku(), units, price));
            }
        }
        return lines;
    }

    private DemoItem wanted() {
        var point = random.nextDouble() * cumulative[cumulative.length - 1];
        var index = java.util.Arrays.binarySearch(cumulative, point);
        return data.items().get(Math.min(index < 0 ? -index - 1 : index, cumulative.length - 1));
    }

    /** The channel's own guess, from 0 to 100; rarely high. */
    private Integer fraudScore() {
        return random.nextInt(100) < 2 ? 90 + random.nextInt(10) : random.nextInt(40);
    }

    private Fate fate() {
        var percent = random.nextInt(100);
        if (percent < 70) {
            return Fate.SHIPPED;
        }
        if (percent < 78) {
            return Fate.CANCELLED;
        }
        return percent < 82 ? Fate.PARTLY_CANCELLED : Fate.LEFT_WAITING;
    }
}
