/** Files on their way from arrival to figures: staged, compared, gated, applied whole or not at all. */
@org.jspecify.annotations.NullMarked
package dev.perpetual.supplier.runs;
