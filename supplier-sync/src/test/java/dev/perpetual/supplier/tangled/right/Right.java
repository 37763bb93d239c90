package dev.perpetual.supplier.tangled.right;

import dev.perpetual.supplier.tangled.left.Left;

/** One half of a cycle, for the rule that forbids it to find. */
public final class Right {
    static final Class<?> OTHER = Left.class;

    private Right() {}
}
