/** JSON in and out: what is read at the door, and what is written to topics, callers and decision records. */
@org.jspecify.annotations.NullMarked
package dev.perpetual.router.wire;
