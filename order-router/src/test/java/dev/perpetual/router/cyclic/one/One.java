package dev.perpetual.router.cyclic.one;

import dev.perpetual.router.cyclic.two.Two;

/** Half of a cycle, for showing that the rule against them can fail. */
public record One(Two two) {}
