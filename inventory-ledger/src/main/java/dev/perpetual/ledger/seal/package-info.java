/** Makes a past that somebody changed show: the journal is hashed range by range, and the newest hash is published. */
@org.jspecify.annotations.NullMarked
package dev.perpetual.ledger.seal;
