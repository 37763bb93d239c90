/** Routes orders. */
@org.jspecify.annotations.NullMarked
package dev.perpetual.router;
