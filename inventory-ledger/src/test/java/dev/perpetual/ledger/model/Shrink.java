package dev.perpetual.ledger.model;

import dev.perpetual.ledger.model.Histories.Step;
import java.util.ArrayList;
import java.util.List;

/** Makes a failing history short: leaves out chunks, then single steps, then begins batches, as long as it still fails. */
final class Shrink {

    private Shrink() {}

    static List<Step> of(List<Step> failing) {
        var history = failing;
        var size = 0;
        while (size != history.size()) {
            size = history.size();
            for (var chunk = Math.max(1, size / 2); chunk > 0; chunk /= 2) {
                history = without(history, chunk);
            }
            history = Smaller.of(history);
        }
        return history;
    }

    private static List<Step> without(List<Step> failing, int chunk) {
        var history = failing;
        for (var i = history.size() - chunk; i >= 0; i--) {
            if (i + chunk > history.size()) {
                continue;
            }
            var shorter = new ArrayList<>(history.subList(0, i));
            shorter.addAll(history.subList(i + chunk, history.size()));
            if (Run.of(shorter) != null) {
                history = shorter;
            }
        }
        return history;
    }

    /** A history as lines that a person can read and a test can be made of. */
    static String shown(long seed, List<Step> history) {
        var text = new StringBuilder("seed " + seed + ", shrunk to " + history.size() + " steps:");
        for (var step : history) {
            text.append("\n  ")
                    .append(step.fresh() ? "at " : "  same batch, at ")
                    .append(step.now())
                    .append("s ")
                    .append(step.sent().id())
                    .append(": ")
                    .append(step.sent().told());
        }
        var failure = Run.of(history);
        return text.append("\n  => ")
                .append(failure == null ? "nothing wrong" : failure.what())
                .toString();
    }
}
