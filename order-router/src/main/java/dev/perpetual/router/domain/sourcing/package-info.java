/** Where an order ships from: one pure function from what is known to a decision that explains itself. */
@org.jspecify.annotations.NullMarked
package dev.perpetual.router.domain.sourcing;
