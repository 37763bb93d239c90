/** Counts: from the sheet to the movements that put the ledger right. */
@org.jspecify.annotations.NullMarked
package dev.perpetual.ledger.counts;
