package dev.perpetual.sandbox.replay;

/** The file as a whole cannot be played; the message says why in one sentence. */
final class UnusableFile extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnusableFile(String message) {
        super(message);
    }
}
