package dev.perpetual.router.cyclic.two;

import dev.perpetual.router.cyclic.one.One;

/** The other half. */
public record Two(One one) {}
