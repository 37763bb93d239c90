/** The append-only journal with dense versions, which is also the outbox, and messages about state that may be sent again. */
@org.jspecify.annotations.NullMarked
package dev.perpetual.kit.journal;
