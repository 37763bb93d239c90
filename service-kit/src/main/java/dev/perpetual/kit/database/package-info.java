/** Transactions on plain JDBC, and what a lost connection means to the caller. */
@org.jspecify.annotations.NullMarked
package dev.perpetual.kit.database;
