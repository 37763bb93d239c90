/**
 * The whole system from outside, all of it real: the broker, PostgreSQL and the four services as processes. Start at
 * {@link dev.perpetual.endtoend.MainFlowTest}.
 */
@NullMarked
package dev.perpetual.endtoend;

import org.jspecify.annotations.NullMarked;
