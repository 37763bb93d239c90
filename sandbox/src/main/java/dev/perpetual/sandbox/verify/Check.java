package dev.perpetual.sandbox.verify;

/** One thing that must hold, whether it does, and what was seen. */
public record Check(String name, boolean ok, String seen) {
    /** {@code ok      ledger: the journal folds to its balances (…)}. */
    @Override
    public String toString() {
        return "%-8s%s: %s".formatted(ok ? "ok" : "FAILED", name, seen);
    }
}
