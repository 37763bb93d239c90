/** Movements in, levels and history out, over HTTP. */
@org.jspecify.annotations.NullMarked
package dev.perpetual.ledger.stock;
