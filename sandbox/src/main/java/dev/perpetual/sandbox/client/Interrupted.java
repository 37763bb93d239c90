package dev.perpetual.sandbox.client;

import java.time.Duration;

/** The caller was asked to stop while it waited. */
public final class Interrupted extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private Interrupted(InterruptedException cause) {
        super("Expected to finish waiting, but got an interrupt", cause);
    }

    /** Keeps the thread's flag and turns the checked exception into this one. */
    public static Interrupted now(InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new Interrupted(cause);
    }

    /** Waits this long. */
    public static void pause(Duration length) {
        try {
            Thread.sleep(length);
        } catch (InterruptedException e) {
            throw now(e);
        }
    }
}
