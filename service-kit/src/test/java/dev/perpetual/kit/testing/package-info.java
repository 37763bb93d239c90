/** What tests of the services share: real Kafka and PostgreSQL, contracts, and waiting with a deadline. */
@org.jspecify.annotations.NullMarked
package dev.perpetual.kit.testing;
