package dev.perpetual.sandbox.demo;

import dev.perpetual.sandbox.client.Order;
import dev.perpetual.sandbox.client.Perpetual;
import dev.perpetual.sandbox.demo.Selling.Sold;
import dev.perpetual.sandbox.verify.Check;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.AbstractHistogram;
import org.jspecify.annotations.Nullable;

/** What happened in a day: how orders were decided, where they ended, what channels were told, how long it took. */
record DemoSummary(List<String> lines, List<Check> checks) {

    static DemoSummary of(Perpetual perpetual, List<Sold> sold, AbstractHistogram latencyMicros, String run) {
        var lines = new ArrayList<String>();
        var decided = sold.stream().map(Sold::decided).toList();
        lines.add("decided      " + counts(decided));
        lines.add("of them      %d split over two parcels"
                .formatted(decided.stream()
                        .filter(order -> order.parts().size() > 1)
                        .count()));
        var now = sold.stream()
                .map(one -> perpetual.router().order(one.decided().id()))
                .toList();
        lines.add("now          " + counts(now));
        lines.add("POST to decision: p50 %.1f ms, p99 %.1f ms, max %.1f ms"
                .formatted(
                        latencyMicros.getValueAtPercentile(50) / 1000.0,
                        latencyMicros.getValueAtPercentile(99) / 1000.0,
                        latencyMicros.getMaxValue() / 1000.0));
        for (var channel : DemoOrders.CHANNELS) {
            lines.add(told(perpetual, channel));
        }
        return new DemoSummary(
                lines, List.of(decidedCheck(decided), suspiciousCheck(sold), replayCheck(perpetual, decided)));
    }

    private static Map<String, Long> counts(List<Order> orders) {
        var counts = new TreeMap<String, Long>();
        orders.forEach(order -> counts.merge(order.state(), 1L, Long::sum));
        return counts;
    }

    private static String told(Perpetual perpetual, String channel) {
        long[] sums = new long[2];
        perpetual.publisher().quantities(channel).forEach(row -> {
            sums[0]++;
            sums[1] += row.path("accepted").path("quantity").asLong();
        });
        return "%-12s shows %,d units of %d listings".formatted(channel, sums[1], sums[0]);
    }

    private static Check decidedCheck(List<Order> decided) {
        var undecided = decided.stream().filter(order -> !order.decided()).count();
        return new Check(
                "every order was decided while its channel waited",
                undecided == 0,
                "%d of %d".formatted(decided.size() - undecided, decided.size()));
    }

    private static boolean looksLikeFraud(@Nullable Integer score) {
        return score != null && score >= Loading.FRAUD_SCORE_MIN;
    }

    private static Check suspiciousCheck(List<Sold> sold) {
        var suspicious = sold.stream()
                .filter(one -> looksLikeFraud(one.asked().request().fraudScore()))
                .toList();
        var waiting = suspicious.stream()
                .filter(one -> one.decided().state().equals("excepted"))
                .count();
        return new Check(
                "orders that look like fraud wait for a person",
                waiting == suspicious.size(),
                "%d of %d".formatted(waiting, suspicious.size()));
    }

    /** Every twentieth decision is taken again from its stored inputs. */
    private static Check replayCheck(Perpetual perpetual, List<Order> decided) {
        var tried = new ArrayList<String>();
        var different = new ArrayList<String>();
        for (var index = 0; index < decided.size(); index += 20) {
            var order = decided.get(index);
            tried.add(order.id());
            if (!perpetual.router().replayDecision(order.id()).path("same").asBoolean()) {
                different.add(order.id());
            }
        }
        return new Check(
                "stored decisions come out the same again",
                different.isEmpty(),
                "%d of %d%s"
                        .formatted(
                                tried.size() - different.size(),
                                tried.size(),
                                different.isEmpty() ? "" : " " + different));
    }
}
