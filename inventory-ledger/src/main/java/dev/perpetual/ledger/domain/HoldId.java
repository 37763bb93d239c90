package dev.perpetual.ledger.domain;

/** The caller-minted id of a hold. */
public record HoldId(String id) implements Comparable<HoldId> {

    public HoldId {
        Ids.mustBeReference("hold", id);
    }

    @Override
    public int compareTo(HoldId other) {
        return id.compareTo(other.id);
    }

    @Override
    public String toString() {
        return id;
    }
}
