package dev.perpetual.sandbox.replay;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToLongFunction;

/** Prints a finished run, and writes one row per stock code for those who want to look. */
final class ReplayReport {
    private static final int ROWS_SHOWN_MAX = 20;

    private ReplayReport() {}

    static void print(ReplayResult result, PrintStream out) {
        out.println();
        out.println("What the file holds, and the rule that took each row (docs/replay.md)");
        result.counts().lines().forEach(line -> out.println("  " + line));
        out.println("  units taken back: " + result.unitsTakenBack());
        printOrders(result, out);
        printUnits(result, out);
        printVerdict(result, out);
    }

    private static void printOrders(ReplayResult result, PrintStream out) {
        var latency = result.latencyMicros();
        out.println();
        out.println("Orders");
        out.printf(
                "  %,d posted, %,d known to the router: %s%n",
                result.orders(), result.book().orders(), result.book().byState());
        out.printf(
                "  %,d parcels, %.1f orders/s over %d s%n",
                result.parcels(), result.ordersPerSecond(), result.took().toSeconds());
        out.printf(
                "  from first try to decision: p50 %.1f ms, p99 %.1f ms, max %.1f ms%n",
                latency.getValueAtPercentile(50) / 1000.0,
                latency.getValueAtPercentile(99) / 1000.0,
                latency.getMaxValue() / 1000.0);
        out.printf(
                "  %,d orders were sent more than once, %,d were decided after their first answer%n",
                result.ordersRetried(), result.ordersAnsweredLate());
    }

    private static void printUnits(ReplayResult result, PrintStream out) {
        var rows = result.skus();
        out.println();
        out.println("Units");
        out.printf(
                "  gone by the file %,d = gone by the ledger %,d + repeated rows %,d + moved by others %,d%n",
                sum(rows, SkuResult::fileGone),
                sum(rows, SkuResult::ledgerGone),
                sum(rows, SkuResult::repeatedGone),
                sum(rows, SkuResult::foreign));
        out.printf(
                "  opening %,d - shipped %,d + returned %,d - adjusted %,d = expected left %,d, the ledger has %,d%n",
                sum(rows, SkuResult::opening),
                sum(rows, SkuResult::routerShipped),
                sum(rows, SkuResult::returned),
                sum(rows, SkuResult::adjusted),
                sum(rows, SkuResult::expectedLeft),
                sum(rows, SkuResult::ledgerLeft));
        var explained = rows.stream()
                .filter(row -> row.difference() != 0 && row.isReconciled())
                .count();
        out.printf(
                "  %,d stock codes: %,d agree with every row of the file, %,d differ by repeated rows or other people's"
                        + " movements only, %,d are unexplained%n",
                rows.size(),
                rows.size() - explained - result.unreconciled().size(),
                explained,
                result.unreconciled().size());
    }

    private static void printVerdict(ReplayResult result, PrintStream out) {
        out.println();
        result.unreconciled().stream().limit(ROWS_SHOWN_MAX).forEach(row -> out.println("  not reconciled: " + row));
        result.book().examples().forEach(order -> out.println("  not finished: " + order));
        result.failures().forEach(failure -> out.println("  failed: " + failure));
        if (result.failureCount() > result.failures().size()) {
            out.printf("  … %,d failures in all%n", result.failureCount());
        }
        out.println(
                result.isGood()
                        ? "ok      every stock code reconciles, no order is lost"
                        : "FAILED  the run does not reconcile");
    }

    static void write(ReplayResult result, Path path) throws IOException {
        try (var csv = CsvWriter.builder().build(path)) {
            csv.writeRecord(
                    "sku",
                    "gone_by_file",
                    "repeated",
                    "opening",
                    "ordered",
                    "cancelled",
                    "shipped",
                    "returned",
                    "adjusted",
                    "expected_left",
                    "ledger_left",
                    "moved_by_others",
                    "unexplained");
            for (var row : result.skus()) {
                csv.writeRecord(
                        row.sku(),
                        text(row.fileGone()),
                        text(row.repeatedGone()),
                        text(row.opening()),
                        text(row.ordered()),
                        text(row.cancelled()),
                        text(row.routerShipped()),
                        text(row.returned()),
                        text(row.adjusted()),
                        text(row.expectedLeft()),
                        text(row.ledgerLeft()),
                        text(row.foreign()),
                        text(row.unexplained()));
            }
        }
    }

    private static String text(long units) {
        return Long.toString(units);
    }

    private static long sum(List<SkuResult> rows, ToLongFunction<SkuResult> units) {
        return rows.stream().mapToLong(units).sum();
    }
}
