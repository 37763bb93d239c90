/**
 * Everything on one machine: real Kafka and PostgreSQL as processes of their own, the four services, and what starts,
 * watches and stops them. Read in this order:
 *
 * <ol>
 *   <li>{@code PostgresServer}, {@code KafkaBroker}: the two servers
 *   <li>{@code ServiceDatabase}: a database and three roles per service
 *   <li>{@code Sandbox}, {@code Running}: start everything from Java, and what others may ask of it
 *   <li>{@code Supervisor}, {@code PartKeeper}, {@code Launches}: the process that keeps the parts running
 *   <li>{@code Main}: the command line
 *   <li>{@code TestInfra}: both for tests, as processes or as containers
 * </ol>
 */
@NullMarked
package dev.perpetual.sandbox;

import org.jspecify.annotations.NullMarked;
