/** Compares what was recorded with what is on the topics, both ways, and publishes again what is missing. */
@org.jspecify.annotations.NullMarked
package dev.perpetual.kit.audit;
