package dev.perpetual.ledger.rounds;

import java.time.Duration;

/** Work that is done again and again, whether or not anybody asks. Each one is a bean; {@link Rounds} runs them all. */
public interface Round {

    /** What it does, in words with dashes; the name of its thread. */
    String name();

    /** The rest between the end of one round and the beginning of the next. */
    Duration rest();

    /** How long after the start the first round begins. */
    default Duration first() {
        return rest();
    }

    /** One round. May throw: the next round tries again. */
    void run();
}
