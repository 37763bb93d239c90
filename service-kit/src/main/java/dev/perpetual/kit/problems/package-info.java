/** RFC 9457 problems that say what was expected, what came, and where. */
@org.jspecify.annotations.NullMarked
package dev.perpetual.kit.problems;
