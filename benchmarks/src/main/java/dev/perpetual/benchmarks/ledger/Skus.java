package dev.perpetual.benchmarks.ledger;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** A family of SKUs of one kind of load, numbered from 0. */
record Skus(String prefix, int count) {

    /** The even load. */
    static final Skus MANY = new Skus("BENCH", 10_000);

    /** The one that everybody wants. */
    static final Skus ONE = new Skus("ONE", 1);

    /** Sorts before all others and has stock in ten places, so that it is the first page of all levels. */
    static final Skus SPREAD = new Skus("ALL", 50);

    /** As {@link #MANY}, with a history. */
    static final Skus HISTORY = new Skus("HIST", 10_000);

    /** As {@link #ONE}, with a history. */
    static final Skus ONE_WITH_HISTORY = new Skus("HOT", 1);

    /** Whose history is looked at; it stays the same while that of others grows. */
    static final Skus READ = new Skus("READ", 10);

    String at(int number) {
        return "%s-%05d".formatted(prefix, number);
    }

    /** {@link #at} as SQL, of a column {@code number}. */
    String atNumber() {
        return "'%s-' || lpad(number::text, greatest(5, length(number::text)), '0')".formatted(prefix);
    }

    String any(SplittableRandom random) {
        return at(random.nextInt(count));
    }

    List<String> all() {
        return IntStream.range(0, count).mapToObj(this::at).toList();
    }
}
