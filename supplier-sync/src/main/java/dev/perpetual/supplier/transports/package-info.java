/** Ways in which files reach us, beside the upload by HTTP. */
@org.jspecify.annotations.NullMarked
package dev.perpetual.supplier.transports;
