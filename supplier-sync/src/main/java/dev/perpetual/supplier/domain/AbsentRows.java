package dev.perpetual.supplier.domain;

/** What it means that a file does not name a SKU that is known. */
public enum AbsentRows {
    /** Nothing: the figure stays as it is, with its own as-of, and ages. */
    KEEP,
    /** The file is a full list, so the supplier has none. */
    ZERO
}
