package dev.perpetual.sandbox.demo;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/** Does one thing for many, so many at a time. */
final class SideBySide {
    private SideBySide() {}

    /** The results in the order of the inputs; throws what the first failed one threw. */
    static <I, O> List<O> map(Collection<I> inputs, int atOnce, Function<I, O> task) {
        try (var threads =
                Executors.newFixedThreadPool(atOnce, Thread.ofVirtual().factory())) {
            var futures = new ArrayList<Future<O>>();
            inputs.forEach(input -> futures.add(threads.submit(() -> task.apply(input))));
            var results = new ArrayList<O>();
            for (var future : futures) {
                results.add(future.get());
            }
            return results;
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof RuntimeException reason
                    ? reason
                    : new IllegalStateException(failed.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Expected to finish, but was interrupted", e);
        }
    }
}
