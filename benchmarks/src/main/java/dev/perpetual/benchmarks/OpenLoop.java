package dev.perpetual.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * Sends at a steady rate whatever the answers do, and counts each latency from the moment at which the request was due:
 * a stall is then seen by all requests that it delays, not by one.
 */
final class OpenLoop {

    private static final long MICROS_MAX = TimeUnit.MINUTES.toMicros(2);

    private OpenLoop() {}

    /** One request; {@code number} counts from 0. */
    interface Request {
        void send(int number) throws Exception;
    }

    /** Returns when all are answered; the first failure of a request is thrown. Latencies are in microseconds. */
    static Histogram run(int perSecond, Duration length, Request request) throws Exception {
        var count = Math.toIntExact(perSecond * length.toSeconds());
        var histogram = new ConcurrentHistogram(MICROS_MAX, 3);
        List<Future<?>> answers = new ArrayList<>(count);
        try (var senders = Executors.newVirtualThreadPerTaskExecutor()) {
            var begin = System.nanoTime();
            for (var i = 0; i < count; i++) {
                var number = i;
                var due = begin + TimeUnit.SECONDS.toNanos(i) / perSecond;
                LockSupport.parkNanos(due - System.nanoTime());
                answers.add(senders.submit(() -> {
                    request.send(number);
                    histogram.recordValue(TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - due));
                    return null;
                }));
            }
            for (var answer : answers) {
                answer.get();
            }
        }
        return histogram;
    }

    static double millis(Histogram micros, double percentile) {
        return micros.getValueAtPercentile(percentile) / 1_000.0;
    }
}
