/** Promises of stock over HTTP, and their deadlines. */
@org.jspecify.annotations.NullMarked
package dev.perpetual.ledger.holds;
