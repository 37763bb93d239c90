/** The commit loop: the one way by which anything changes in the ledger. */
@org.jspecify.annotations.NullMarked
package dev.perpetual.ledger.commit;
