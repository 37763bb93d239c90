package dev.perpetual.router.domain.orders;

/** Units of one line that go from one bucket to another. */
public record Move(int line, Bucket from, Bucket to, long quantity) {
    public Move {
        if (quantity <= 0) {
            throw new IllegalArgumentException(
                    "Expected a move of 1 unit or more on line " + line + ", but got " + quantity);
        }
        if (from == to) {
            throw new IllegalArgumentException("Expected two different buckets, but got " + from + " twice");
        }
    }
}
