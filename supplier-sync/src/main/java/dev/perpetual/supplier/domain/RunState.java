package dev.perpetual.supplier.domain;

import java.util.Locale;

/** Where a run stands. Only APPLIED has changed anything. */
public enum RunState {
    /** All of it counts. */
    APPLIED,
    /** A gate stopped it; a person decides. */
    WAITING,
    /** Nobody could read it. */
    REJECTED,
    /** A person decided against it. */
    DISCARDED,
    /** It waited until a fresher run of its feed was applied. */
    SUPERSEDED,
    /** It was only to be looked at. */
    PREVIEWED;

    /** What becomes of a staged run. */
    public static RunState after(boolean gatesPassed, boolean approved, boolean dryRun) {
        if (dryRun) {
            return PREVIEWED;
        }
        return gatesPassed || approved ? APPLIED : WAITING;
    }

    /** As in the API and the tables. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
