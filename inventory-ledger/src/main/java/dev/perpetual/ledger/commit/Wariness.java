package dev.perpetual.ledger.commit;

/**
 * Whether a batch may trust that what it names is new. Repeats come in swarms: after one, some batches look for more before
 * they decide. A kit that was not known as one says nothing about other commands: its own are decided again, and from then
 * on batches that name it ask for it.
 */
final class Wariness {

    static final int BATCHES = 64;

    private int left;

    /** @param tries 1 when the batch is decided for the first time */
    boolean mayTrust(int tries) {
        return tries == 1 && left == 0;
    }

    void committed() {
        left = Math.max(0, left - 1);
    }

    /** The batch must be decided again. */
    void failed(RuntimeException why) {
        if (!(why instanceof FoundMore more && more.isKit())) {
            left = BATCHES;
        }
    }
}
