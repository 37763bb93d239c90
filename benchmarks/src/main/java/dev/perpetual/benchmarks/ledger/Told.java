package dev.perpetual.benchmarks.ledger;

import dev.perpetual.benchmarks.Figure;
import dev.perpetual.benchmarks.Figure.Aim;
import dev.perpetual.benchmarks.limits.Limits;
import dev.perpetual.benchmarks.limits.Limits.Limit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** The figures of a run in their order. What is compared with a limit waits until that is measured once more at the end. */
final class Told {

    private final Limits limits;
    private final List<Supplier<Figure>> figures = new ArrayList<>();

    Told(Limits limits) {
        this.limits = limits;
    }

    void add(Figure figure) {
        figures.add(() -> figure);
        UnderTest.say("  %s: %s", figure.name(), String.format(Locale.ROOT, "%.2f %s", figure.value(), figure.unit()));
    }

    /** A rate that should be at least this part of the limit. */
    void add(String name, double perSecond, Limit limit, double ratio) {
        figures.add(() -> new Figure(name, perSecond, "1/s", limits.of(limit), Aim.ratioAtLeast(ratio)));
        UnderTest.say("  %s: %.0f/s, %.2f of %s", name, perSecond, perSecond / limits.of(limit), limit.text());
    }

    /** A rate beside its limit, only reported. */
    void add(String name, double perSecond, Limit limit) {
        figures.add(() -> new Figure(name, perSecond, "1/s", limits.of(limit), null));
    }

    List<Figure> all() {
        return figures.stream().map(Supplier::get).toList();
    }
}
