/** Purchase orders, receipts, transfers and returns over HTTP. */
@org.jspecify.annotations.NullMarked
package dev.perpetual.ledger.documents;
