/** Files as rows, streamed. */
@org.jspecify.annotations.NullMarked
package dev.perpetual.supplier.formats;
