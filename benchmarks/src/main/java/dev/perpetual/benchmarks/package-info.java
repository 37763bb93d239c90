/**
 * Measures the whole system from outside, each figure beside a limit that the same machine showed in the same run.
 *
 * <p>Read {@link dev.perpetual.benchmarks.Main}, then {@link dev.perpetual.benchmarks.RouteBenchmark}; the ledger's
 * figures are in {@code ledger}, what they are compared with in {@code limits}.
 */
@org.jspecify.annotations.NullMarked
package dev.perpetual.benchmarks;
