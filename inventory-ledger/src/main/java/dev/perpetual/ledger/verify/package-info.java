/** Proves from the journal that every table tells the truth. */
@org.jspecify.annotations.NullMarked
package dev.perpetual.ledger.verify;
