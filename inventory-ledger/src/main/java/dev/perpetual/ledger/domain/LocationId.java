package dev.perpetual.ledger.domain;

/** The id of a place where stock can be. */
public record LocationId(String id) implements Comparable<LocationId> {

    public LocationId {
        Ids.mustBeId("location", id);
    }

    @Override
    public int compareTo(LocationId other) {
        return id.compareTo(other.id);
    }

    @Override
    public String toString() {
        return id;
    }
}
