/** The life of an order as quantities: what every unit of it is doing, and the rules by which that changes. */
@org.jspecify.annotations.NullMarked
package dev.perpetual.router.domain.orders;
