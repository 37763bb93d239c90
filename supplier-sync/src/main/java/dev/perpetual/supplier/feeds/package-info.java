/** Suppliers and the definitions of their feeds. */
@org.jspecify.annotations.NullMarked
package dev.perpetual.supplier.feeds;
