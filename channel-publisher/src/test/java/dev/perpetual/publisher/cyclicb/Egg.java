package dev.perpetual.publisher.cyclicb;

import dev.perpetual.publisher.cyclica.Hen;

/** The other half. */
public record Egg(Hen from) {}
