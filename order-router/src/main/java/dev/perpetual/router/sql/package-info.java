/** Set-based statements in plain JDBC. */
@org.jspecify.annotations.NullMarked
package dev.perpetual.router.sql;
