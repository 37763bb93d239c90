/** The queue of orders that wait for stock. */
@org.jspecify.annotations.NullMarked
package dev.perpetual.router.backorders;
