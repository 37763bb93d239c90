package dev.perpetual.ledger.domain;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How to take back what a command had begun. */
final class Undo {

    private final Deque<Runnable> steps = new ArrayDeque<>();

    void push(Runnable step) {
        steps.push(step);
    }

    /** Puts a value, or removes it when it is null, so that {@link #to} brings back what was there. */
    <K, V> void put(Map<K, V> map, K key, @Nullable V value) {
        var before = value == null ? map.remove(key) : map.put(key, value);
        push(() -> {
            if (before == null) {
                map.remove(key);
            } else {
                map.put(key, before);
            }
        });
    }

    /** The place to come back to with {@link #to}. */
    int mark() {
        return steps.size();
    }

    /** Takes back everything since the mark. */
    void to(int mark) {
        while (steps.size() > mark) {
            steps.pop().run();
        }
    }
}
