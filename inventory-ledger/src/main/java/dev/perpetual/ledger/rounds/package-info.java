/** What the ledger does on its own, round after round. */
@org.jspecify.annotations.NullMarked
package dev.perpetual.ledger.rounds;
