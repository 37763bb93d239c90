package dev.perpetual.ledger.commit;

/**
 * The database had more than the batch was decided on: a hold, a document or a command that came to be or changed
 * meanwhile, or that a trusting look left out. The transaction must be rolled back and the batch decided again.
 */
final class FoundMore extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean isKit;

    FoundMore() {
        this(false);
    }

    private FoundMore(boolean isKit) {
        super(
                "Expected nothing else to have happened to what the batch is about, but something did",
                null,
                false,
                false);
        this.isKit = isKit;
    }

    /** A kit that was not known as one, or not as it is now. */
    static FoundMore ofKit() {
        return new FoundMore(true);
    }

    boolean isKit() {
        return isKit;
    }
}
