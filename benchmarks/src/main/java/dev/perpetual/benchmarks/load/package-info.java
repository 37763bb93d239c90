/** Load over HTTP from few threads, so that the machine is left to what is measured. */
@org.jspecify.annotations.NullMarked
package dev.perpetual.benchmarks.load;
