package dev.perpetual.benchmarks;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Option;

/** What can be chosen about a run of {@code ./perpetual bench}. */
public final class BenchOptions {

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "FIGURE",
            description = "Of the ledger: only these groups of figures, separated by commas.")
    private List<String> only = List.of();

    @Option(
            names = "--history",
            paramLabel = "N",
            description = "Of the ledger: movements laid down before those figures that history must not slow down,"
                    + " as 100000 or 10^6. Default: ${DEFAULT-VALUE}.")
    private String history = "10^5";

    @Option(
            names = "--balances",
            paramLabel = "N",
            description = "Of the ledger: balances at the restart after kill -9. Default: ${DEFAULT-VALUE}.")
    private String balances = "10^5";

    @Option(
            names = "--seconds",
            paramLabel = "N",
            description =
                    "Of the ledger: length of each of the three measurements of a figure. Default: ${DEFAULT-VALUE}.")
    private int seconds = 4;

    @Option(
            names = "--lag-minutes",
            paramLabel = "N",
            description =
                    "Of the ledger: how long the relay is watched at half the maximum. Default: ${DEFAULT-VALUE}.")
    private int lagMinutes = 1;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Of the ledger: decides when instances are killed. Default: from the clock; it is printed.")
    private long seed = System.nanoTime();

    public boolean wants(String figure) {
        return only.isEmpty() || only.contains(figure);
    }

    public List<String> only() {
        return only;
    }

    public long history() {
        return number(history);
    }

    public long balances() {
        return number(balances);
    }

    public Duration length() {
        return Duration.ofSeconds(seconds);
    }

    public Duration lagLength() {
        return Duration.ofMinutes(lagMinutes);
    }

    public long seed() {
        return seed;
    }

    /** {@code 1000}, {@code 10^3} or {@code 1e3}. */
    static long number(String text) {
        var plain = text.toLowerCase(Locale.ROOT);
        var power = plain.startsWith("10^") ? "1e" + plain.substring(3) : plain;
        return new java.math.BigDecimal(power).longValueExact();
    }
}
