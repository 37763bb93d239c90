/** Topics in. */
@org.jspecify.annotations.NullMarked
package dev.perpetual.supplier.kafka;
