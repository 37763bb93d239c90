package dev.perpetual.router.domain.orders;

/**
 * The units of one line. Always ordered = open + held + picked + shipped + cancelled, none below zero, and no more returned than
 * shipped.
 */
public record Units(long ordered, long open, long held, long picked, long shipped, long cancelled, long returned) {
    public Units {
        var least = Math.min(Math.min(Math.min(open, held), Math.min(picked, shipped)), Math.min(cancelled, returned));
        if (ordered <= 0 || least < 0 || open + held + picked + shipped + cancelled != ordered || returned > shipped) {
            throw new IllegalStateException(
                    ("Expected ordered %d = open %d + held %d + picked %d + shipped %d + cancelled %d,"
                                    + " none below zero, and returned %d within shipped")
                            .formatted(ordered, open, held, picked, shipped, cancelled, returned));
        }
    }

    /** A line that has just come in. */
    public static Units ordered(long quantity) {
        return new Units(quantity, quantity, 0, 0, 0, 0, 0);
    }

    /** The units after a move. A move that contradicts them throws. */
    public Units after(Move move) {
        if (move.to() == Bucket.RETURNED) {
            if (move.from() != Bucket.SHIPPED) {
                throw new IllegalStateException("Expected only shipped units to return, but got " + move);
            }
            return new Units(ordered, open, held, picked, shipped, cancelled, returned + move.quantity());
        }
        return new Units(
                ordered,
                open + delta(move, Bucket.OPEN),
                held + delta(move, Bucket.HELD),
                picked + delta(move, Bucket.PICKED),
                shipped + delta(move, Bucket.SHIPPED),
                cancelled + delta(move, Bucket.CANCELLED),
                returned + delta(move, Bucket.RETURNED));
    }

    private static long delta(Move move, Bucket bucket) {
        if (move.to() == bucket) {
            return move.quantity();
        }
        return move.from() == bucket ? -move.quantity() : 0;
    }

    /** The number in one bucket. */
    public long in(Bucket bucket) {
        return switch (bucket) {
            case OPEN -> open;
            case HELD -> held;
            case PICKED -> picked;
            case SHIPPED -> shipped;
            case CANCELLED -> cancelled;
            case RETURNED -> returned;
        };
    }
}
