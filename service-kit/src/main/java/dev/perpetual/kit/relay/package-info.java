/** Carries the journal to Kafka: change data capture in, acknowledged only when the broker has it. */
@org.jspecify.annotations.NullMarked
package dev.perpetual.kit.relay;
