/** What each supplier says it has, and how far it is relied on. */
@org.jspecify.annotations.NullMarked
package dev.perpetual.supplier.stock;
