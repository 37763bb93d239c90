/**
 * Random histories of all commands, told to the rules and to a second, naive ledger that shares no code with them; after
 * every step both must agree and what must always hold is asked of the rules alone. A failing history is made short.
 * Faults that are planted in the rules show what the histories find.
 *
 * <p>Kits are left out: {@code KitHistoriesTest} compares what is promised, made and taken apart with a naive count of
 * their parts. What else is left out is listed in {@code ModelTest} with the test that covers it.
 */
package dev.perpetual.ledger.model;
