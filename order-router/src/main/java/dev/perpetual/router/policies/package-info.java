/** Versions of the routing policies, and which of them holds. */
@org.jspecify.annotations.NullMarked
package dev.perpetual.router.policies;
