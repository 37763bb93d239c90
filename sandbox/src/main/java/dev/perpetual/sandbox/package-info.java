/**
 * Everything on one machine: real Kafka and PostgreSQL as processes of their own, the four services, and what starts,
 * watches and stops them. Read in this order:
 *
 * <ol>
 *   <li>{@code PostgresServer}, {@code KafkaBroker}: the two servers
 *   <li>{@code ServiceDatabase}: a database and three roles per service
 *   <li>{@code TestInfra}: both for tests, as processes or as containers
 * </ol>
 */
@NullMarked
package dev.perpetual.sandbox;

import org.jspecify.annotations.NullMarked;
