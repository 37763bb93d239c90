package dev.perpetual.publisher.cyclica;

import dev.perpetual.publisher.cyclicb.Egg;

/** Half of a cycle that the rule against cycles must see. */
public record Hen(Egg from) {}
