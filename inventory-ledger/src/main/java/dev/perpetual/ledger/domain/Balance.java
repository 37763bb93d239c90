package dev.perpetual.ledger.domain;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The fold of the movements of one SKU and lot at one location.
 *
 * @param floor how far below zero facts have driven {@code available}; no request may go below it
 * @param version of the SKU at the last change
 * @param occurredAt of the newest fact
 * @param asOf when a supplier's figure was true, for the newest one that was taken
 */
public record Balance(
        long expected,
        long inspection,
        long available,
        long held,
        long picked,
        long blocked,
        long outbound,
        long floor,
        long version,
        Instant occurredAt,
        Instant recordedAt,
        @Nullable Instant asOf) {

    /** Nothing here yet. */
    public static final Balance NONE = new Balance(0, 0, 0, 0, 0, 0, 0, 0, 0, Instant.EPOCH, Instant.EPOCH, null);

    /** Units in a bucket; below zero when facts are missing. */
    public long units(Bucket bucket) {
        return switch (bucket) {
            case EXPECTED -> expected;
            case INSPECTION -> inspection;
            case AVAILABLE -> available;
            case HELD -> held;
            case PICKED -> picked;
            case BLOCKED -> blocked;
            case OUTBOUND -> outbound;
        };
    }

    /** Units that stand in the location. */
    public long onHand() {
        return inspection + available + held + picked + blocked;
    }

    /** True when some bucket waits for a fact that is missing. */
    public boolean isShort() {
        return (expected | inspection | available | held | picked | blocked | outbound) < 0;
    }

    /** The balance after units came into (or, negative, left) a bucket. @throws ArithmeticException beyond 2^63 */
    Balance plus(Bucket bucket, long units) {
        return switch (bucket) {
            case EXPECTED ->
                with(Math.addExact(expected, units), inspection, available, held, picked, blocked, outbound);
            case INSPECTION ->
                with(expected, Math.addExact(inspection, units), available, held, picked, blocked, outbound);
            case AVAILABLE ->
                with(expected, inspection, Math.addExact(available, units), held, picked, blocked, outbound);
            case HELD -> with(expected, inspection, available, Math.addExact(held, units), picked, blocked, outbound);
            case PICKED -> with(expected, inspection, available, held, Math.addExact(picked, units), blocked, outbound);
            case BLOCKED ->
                with(expected, inspection, available, held, picked, Math.addExact(blocked, units), outbound);
            case OUTBOUND ->
                with(expected, inspection, available, held, picked, blocked, Math.addExact(outbound, units));
        };
    }

    private Balance with(long e, long i, long a, long h, long p, long b, long o) {
        return new Balance(e, i, a, h, p, b, o, floor, version, occurredAt, recordedAt, asOf);
    }

    /**
     * The floor follows {@code available} below zero and comes back with it. Only facts lower it: a granted request may
     * bring it back, and breaks the law of the table when it would have to lower it.
     */
    Balance withFloorMoved(boolean guarded) {
        var moved = guarded ? Math.max(floor, Math.min(0, available)) : Math.min(0, available);
        return moved == floor
                ? this
                : new Balance(
                        expected,
                        inspection,
                        available,
                        held,
                        picked,
                        blocked,
                        outbound,
                        moved,
                        version,
                        occurredAt,
                        recordedAt,
                        asOf);
    }

    /** The newest fact counts, also when an older one is learned later. */
    Balance at(long newVersion, Instant happenedAt, Instant learnedAt) {
        var newest = happenedAt.isAfter(occurredAt) ? happenedAt : occurredAt;
        return new Balance(
                expected,
                inspection,
                available,
                held,
                picked,
                blocked,
                outbound,
                floor,
                newVersion,
                newest,
                learnedAt,
                asOf);
    }

    Balance asOf(Instant trueAt, Instant learnedAt) {
        return new Balance(
                expected,
                inspection,
                available,
                held,
                picked,
                blocked,
                outbound,
                floor,
                version,
                occurredAt,
                learnedAt,
                trueAt);
    }

    /** Two lots of the same SKU at the same location, as one figure. */
    public Balance plus(Balance other) {
        return new Balance(
                expected + other.expected,
                inspection + other.inspection,
                available + other.available,
                held + other.held,
                picked + other.picked,
                blocked + other.blocked,
                outbound + other.outbound,
                floor + other.floor,
                Math.max(version, other.version),
                latest(occurredAt, other.occurredAt),
                latest(recordedAt, other.recordedAt),
                asOf == null ? other.asOf : other.asOf == null ? asOf : latest(asOf, other.asOf));
    }

    private static Instant latest(Instant left, Instant right) {
        return left.isAfter(right) ? left : right;
    }
}
