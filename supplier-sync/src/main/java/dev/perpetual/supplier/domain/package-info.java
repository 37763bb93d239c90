/** What a supplier's file means: pure rules on rows, quantities, gates and freshness. Imports only the JDK and JSpecify. */
@org.jspecify.annotations.NullMarked
package dev.perpetual.supplier.domain;
