package dev.perpetual.supplier.tangled.left;

import dev.perpetual.supplier.tangled.right.Right;

/** One half of a cycle, for the rule that forbids it to find. */
public final class Left {
    static final Class<?> OTHER = Right.class;

    private Left() {}
}
