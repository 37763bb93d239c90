package dev.perpetual.sandbox.replay;

import java.util.ArrayList;
import java.util.List;

/** What went wrong in the run: all counted, the first ones kept word for word. */
final class Failures {
    private static final int KEPT_MAX = 20;

    private final List<String> kept = new ArrayList<>();
    private long count;

    synchronized void add(String what, Throwable why) {
        count++;
        if (kept.size() < KEPT_MAX) {
            kept.add(what + ": " + why.getMessage());
        }
    }

    synchronized long count() {
        return count;
    }

    synchronized List<String> kept() {
        return List.copyOf(kept);
    }
}
