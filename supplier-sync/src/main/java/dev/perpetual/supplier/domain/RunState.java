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

    /** As in the API and the tables. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static RunState of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
