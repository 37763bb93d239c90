/** An HTTP endpoint that does nothing: what the services' HTTP stack itself can do, as a limit for the benchmarks. */
@org.jspecify.annotations.NullMarked
package dev.perpetual.empty;
