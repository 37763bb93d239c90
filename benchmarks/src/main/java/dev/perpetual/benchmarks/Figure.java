package dev.perpetual.benchmarks;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One measured figure.
 *
 * @param limit what the machine itself could do at best in the same run, in the same unit; none where there is nothing to
 *     compare with
 * @param aim what is wanted of it; none for a figure that is only reported
 */
public record Figure(
        String name,
        double value,
        String unit,
        @Nullable Double limit,
        @Nullable Aim aim) {

    /** A bound on the value, or on its ratio to the limit. */
    public record Aim(String of, String bound, double number) {

        public static Aim atMost(double value) {
            return new Aim("value", "<=", value);
        }

        public static Aim exactly(double value) {
            return new Aim("value", "=", value);
        }

        public static Aim ratioAtLeast(double ratio) {
            return new Aim("ratio", ">=", ratio);
        }

        public static Aim ratioAtMost(double ratio) {
            return new Aim("ratio", "<=", ratio);
        }

        boolean holds(double number) {
            return switch (bound) {
                case "<=" -> number <= this.number;
                case ">=" -> number >= this.number;
                default -> number == this.number;
            };
        }

        String text() {
            return String.format(Locale.ROOT, "\"%s %s %.2f\"", of, bound, number);
        }
    }

    /** Only reported. */
    public static Figure reported(String name, double value, String unit) {
        return new Figure(name, value, unit, null, null);
    }

    @Nullable
    Double ratio() {
        return limit == null ? null : value / limit;
    }

    boolean met() {
        if (aim == null) {
            return true;
        }
        var ratio = ratio();
        return aim.of().equals("value") ? aim.holds(value) : ratio != null && aim.holds(ratio);
    }

    String json() {
        return String.format(
                Locale.ROOT,
                "{\"name\":\"%s\",\"value\":%.2f,\"unit\":\"%s\",\"limit\":%s,\"ratio\":%s,\"aim\":%s,\"met\":%b}",
                name,
                value,
                unit,
                number(limit),
                number(ratio()),
                aim == null ? "null" : aim.text(),
                met());
    }

    private static String number(@Nullable Double value) {
        return value == null ? "null" : String.format(Locale.ROOT, "%.2f", value);
    }
}
