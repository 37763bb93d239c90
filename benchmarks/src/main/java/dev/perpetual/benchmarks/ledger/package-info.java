/**
 * The inventory-ledger under load: each figure beside its limit, and its invariants checked at the end of the run.
 *
 * <p>Read {@link dev.perpetual.benchmarks.ledger.LedgerBenchmark}, then any of the {@code …Figures}.
 */
@org.jspecify.annotations.NullMarked
package dev.perpetual.benchmarks.ledger;
