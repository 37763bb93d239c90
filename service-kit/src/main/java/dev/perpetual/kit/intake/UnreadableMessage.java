package dev.perpetual.kit.intake;

/** A record that this service cannot make sense of: "Expected …, but got …". It is parked, never acknowledged as done. */
public final class UnreadableMessage extends Exception {

    private static final long serialVersionUID = 1L;

    public UnreadableMessage(String reason) {
        super(reason);
    }

    public UnreadableMessage(String reason, Throwable cause) {
        super(reason, cause);
    }
}
