/** Opening balances: from another system's figures, equal to the unit. */
@org.jspecify.annotations.NullMarked
package dev.perpetual.ledger.openings;
