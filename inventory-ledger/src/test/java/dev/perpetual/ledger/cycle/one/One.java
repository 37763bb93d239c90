package dev.perpetual.ledger.cycle.one;

import dev.perpetual.ledger.cycle.other.Other;

/** Half of a cycle, so that the rule against them is seen to fail. */
public record One(Other other) {}
