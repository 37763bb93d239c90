package dev.perpetual.router.domain.sourcing;

/** How fast the buyer was promised the parcel. */
public enum ServiceLevel {
    STANDARD(24, 400),
    EXPRESS(8, 900),
    NEXT_DAY(4, 1500);

    private final int handlingHours;
    private final int kilometresPerDay;

    ServiceLevel(int handlingHours, int kilometresPerDay) {
        this.handlingHours = handlingHours;
        this.kilometresPerDay = kilometresPerDay;
    }

    /** Hours from the decision to the door: handling, then at least one day of transit. */
    public long hoursTo(long kilometres) {
        var days = Math.max(1, Math.ceilDiv(kilometres, kilometresPerDay));
        return handlingHours + 24L * days;
    }
}
