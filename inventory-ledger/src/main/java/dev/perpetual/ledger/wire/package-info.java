/** JSON: what the ledger says on its topics, and the answers it keeps. */
@org.jspecify.annotations.NullMarked
package dev.perpetual.ledger.wire;
