package dev.perpetual.ledger.commit;

/**
 * The database had more than the batch was decided on: a hold, a document or a command that came to be or changed
 * meanwhile, or that a trusting look left out. The transaction must be rolled back and the batch decided again.
 */
final class FoundMore extends RuntimeException {
    private static final long serialVersionUID = 1L;

    FoundMore() {
        super(
                "Expected nothing else to have happened to what the batch is about, but something did",
                null,
                false,
                false);
    }
}
