package dev.perpetual.ledger.domain;

import java.util.Locale;

/** What can become of a hold. */
public enum HoldEvent {
    GRANTED,
    REFUSED,
    PICKED,
    UNPICKED,
    AMENDED,
    CONFIRMED,
    /** What was asked of it on a topic cannot be; it stands as it was. */
    CHANGE_REFUSED,
    SHIPPED,
    SHIPPED_EARLY,
    RELEASED,
    EXPIRED;

    /** The type of its message. */
    public String type() {
        return "hold." + name().toLowerCase(Locale.ROOT).replace('_', '-') + ".v1";
    }
}
