/** JSON in and out: what is put, what is published, what is read of other services' messages. */
@org.jspecify.annotations.NullMarked
package dev.perpetual.supplier.wire;
