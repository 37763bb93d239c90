package dev.perpetual.router.domain.sourcing;

/** Whether an order may leave in more than one parcel. */
public enum Split {
    /** The score decides. */
    ALLOW,
    /** One parcel if any node can do it in one. */
    AVOID,
    /** One parcel with everything in it, or the whole order waits. */
    NEVER
}
