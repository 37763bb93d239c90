/** The rules of the ledger: pure, without clock, chance or IO. */
@org.jspecify.annotations.NullMarked
package dev.perpetual.ledger.domain;
