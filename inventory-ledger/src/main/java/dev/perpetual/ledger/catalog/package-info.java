/** Items and locations. */
@org.jspecify.annotations.NullMarked
package dev.perpetual.ledger.catalog;
