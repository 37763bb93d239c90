package dev.perpetual.ledger.domain;

/** One side of a movement. */
public sealed interface Account {

    /** A bucket of one of our locations. */
    record Place(LocationId location, Bucket bucket) implements Account {}

    /** An account outside our locations. */
    record Beyond(Outside outside) implements Account {}

    /** How a person would say it. */
    default String described() {
        return switch (this) {
            case Place(var location, var bucket) -> bucket.code() + " of " + location;
            case Beyond(var outside) -> outside.code();
        };
    }

    /** True for units that belong to a hold, which alone moves them. */
    default boolean isPromised() {
        return this instanceof Place(var _, var bucket) && (bucket == Bucket.HELD || bucket == Bucket.PICKED);
    }

    /** A place, shorter to read. */
    static Account at(LocationId location, Bucket bucket) {
        return new Place(location, bucket);
    }

    /** An outside account, shorter to read. */
    static Account beyond(Outside outside) {
        return new Beyond(outside);
    }
}
