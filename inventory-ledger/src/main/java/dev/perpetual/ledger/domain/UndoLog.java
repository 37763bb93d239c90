package dev.perpetual.ledger.domain;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Remembers how to take back what a command has begun. */
final class UndoLog {

    private final Deque<Runnable> steps = new ArrayDeque<>();

    /** Changes a map; null removes the key. */
    <K, V> void put(Map<K, V> map, K key, @Nullable V value) {
        var before = value == null ? map.remove(key) : map.put(key, value);
        steps.push(() -> {
            if (before == null) {
                map.remove(key);
            } else {
                map.put(key, before);
            }
        });
    }

    void push(Runnable step) {
        steps.push(step);
    }

    /** The place to come back to with {@link #undoTo}. */
    int mark() {
        return steps.size();
    }

    /** Takes back everything since the mark. */
    void undoTo(int mark) {
        while (steps.size() > mark) {
            steps.pop().run();
        }
    }
}
