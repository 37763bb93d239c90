/** Topics in: effect and position in one transaction, poison parked per key, outages waited out. */
@org.jspecify.annotations.NullMarked
package dev.perpetual.kit.intake;
