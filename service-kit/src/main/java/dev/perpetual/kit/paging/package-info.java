/** Opaque cursors and pages. */
@org.jspecify.annotations.NullMarked
package dev.perpetual.kit.paging;
