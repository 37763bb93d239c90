/** Figures as they were: closings at every 128th version of a SKU, and what is read from them. */
@org.jspecify.annotations.NullMarked
package dev.perpetual.ledger.closings;
