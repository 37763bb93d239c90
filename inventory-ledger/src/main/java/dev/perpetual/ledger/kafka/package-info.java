/** Topics in: what the order-router asks for and what suppliers report. */
@org.jspecify.annotations.NullMarked
package dev.perpetual.ledger.kafka;
