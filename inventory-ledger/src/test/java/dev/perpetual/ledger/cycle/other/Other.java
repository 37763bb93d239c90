package dev.perpetual.ledger.cycle.other;

import dev.perpetual.ledger.cycle.one.One;

/** The other half. */
public record Other(One one) {}
