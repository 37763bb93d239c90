/** Our copy of the catalog: the SKUs and supplier locations that rows are checked against. */
@org.jspecify.annotations.NullMarked
package dev.perpetual.supplier.catalog;
