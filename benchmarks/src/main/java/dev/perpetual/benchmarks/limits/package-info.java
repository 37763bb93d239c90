/** What the machine itself can do at best: measured beside the figures, in the same run, on the same parts. */
@org.jspecify.annotations.NullMarked
package dev.perpetual.benchmarks.limits;
