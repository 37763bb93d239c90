package dev.perpetual.benchmarks;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One measured figure.
 *
 * @param limit what the machine itself could do at best in the same run, in the same unit
 * @param aim what the value must not exceed; none for a figure that is only reported
 */
record Figure(
        String name,
        double value,
        String unit,
        double limit,
        @Nullable Double aim) {

    double ratio() {
        return value / limit;
    }

    boolean met() {
        return aim == null || value <= aim;
    }

    String json() {
        return String.format(
                Locale.ROOT,
                "{\"name\":\"%s\",\"value\":%.2f,\"unit\":\"%s\",\"limit\":%.2f,\"ratio\":%.2f,\"aim\":%s,\"met\":%b}",
                name,
                value,
                unit,
                limit,
                ratio(),
                aim == null ? "null" : String.format(Locale.ROOT, "%.2f", aim),
                met());
    }
}
