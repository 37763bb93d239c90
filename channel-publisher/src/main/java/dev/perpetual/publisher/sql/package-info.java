/** Columns of values in and out of set-based SQL. */
@NullMarked
package dev.perpetual.publisher.sql;

import org.jspecify.annotations.NullMarked;
