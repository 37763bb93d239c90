/** Topics in. What goes out is appended to the journal and leaves with the relay. */
@org.jspecify.annotations.NullMarked
package dev.perpetual.router.kafka;
