/** Orders: their tables, what callers ask of them, and what the ledger answers about them. */
@org.jspecify.annotations.NullMarked
package dev.perpetual.router.orders;
