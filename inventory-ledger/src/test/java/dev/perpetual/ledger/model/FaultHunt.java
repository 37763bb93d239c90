package dev.perpetual.ledger.model;

import java.util.List;

/** Looks for a planted fault; it runs in a class loader of its own, so it is spoken to in the JDK's own types. */
final class FaultHunt {

    private FaultHunt() {}

    /**
     * Runs the histories of the seeds 1, 2, 3 and so on.
     *
     * @return what found the fault, after how many histories, the steps of the shortest history that shows it, and that
     *     history; nothing when no history found it
     */
    static List<String> find(int historiesMax) {
        for (var seed = 1L; seed <= historiesMax; seed++) {
            var history = Histories.of(seed);
            var failure = Run.of(history);
            if (failure != null) {
                var shortest = Shrink.of(history);
                return List.of(
                        failure.kind(),
                        String.valueOf(seed),
                        String.valueOf(shortest.size()),
                        Shrink.shown(seed, shortest));
            }
        }
        return List.of();
    }
}
