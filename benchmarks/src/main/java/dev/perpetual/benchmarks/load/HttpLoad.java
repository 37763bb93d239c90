package dev.perpetual.benchmarks.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * Clients of one service, all on the calling thread: a JDK HttpClient would take more of the machine than what it
 * measures. Not for use by several threads.
 */
public final class HttpLoad {

    private static final long MICROS_MAX = TimeUnit.MINUTES.toMicros(2);
    private static final long REST_NANOS = 200_000;
    private static final long SELECT_MILLIS = 100;

    private final InetSocketAddress address;
    private final String headers;

    public HttpLoad(URI base, String key) {
        address = new InetSocketAddress(base.getHost(), base.getPort());
        headers = "Host: %s:%d\r\nAuthorization: Bearer %s\r\nAccept: application/json\r\n"
                .formatted(base.getHost(), base.getPort(), key);
    }

    /** The next request of a client; both count from 0. Made with {@link #get} or {@link #post}. */
    public interface Requests {
        byte[] of(int client, long number);
    }

    /** What is asked for in this run, which answers are right, and their number. */
    public record Work(Requests requests, int status, byte[] mark, AtomicLong answered) {

        /** Answers must have this status and contain this text; the first that does not ends the run. */
        public static Work expecting(int status, String mark, Requests requests) {
            return new Work(requests, status, mark.getBytes(UTF_8), new AtomicLong());
        }

        /** Adds each right answer to this number. */
        public Work counting(AtomicLong all) {
            return new Work(requests, status, mark, all);
        }
    }

    /**
     * What came of it.
     *
     * @param micros latencies; in an open loop from the moment that a request was due
     * @param perClient answers of each client
     * @param cpuSeconds what the load itself took of a processor
     */
    public record Result(Histogram micros, long answers, long[] perClient, double seconds, double cpuSeconds) {

        public double perSecond() {
            return answers / seconds;
        }

        public double millis(double percentile) {
            return micros.getValueAtPercentile(percentile) / 1_000.0;
        }

        public long fewest() {
            return Arrays.stream(perClient).min().orElseThrow();
        }

        public long most() {
            return Arrays.stream(perClient).max().orElseThrow();
        }
    }

    public byte[] get(String path) {
        return ("GET " + path + " HTTP/1.1\r\n" + headers + "\r\n").getBytes(UTF_8);
    }

    public byte[] post(String path, String idempotencyKey, String json) {
        return ("POST " + path + " HTTP/1.1\r\n" + headers + "Content-Type: application/json\r\nIdempotency-Key: "
                        + idempotencyKey + "\r\nContent-Length: " + json.getBytes(UTF_8).length + "\r\n\r\n" + json)
                .getBytes(UTF_8);
    }

    /** Each client sends its next request when it has the answer to the last. Those under way at the end are awaited. */
    public Result closed(int clients, Duration length, Work work) throws IOException {
        return new Run(work, clients).closed(length.toNanos());
    }

    /** Requests become due at a steady rate whatever the answers do; a free one of {@code clients} connections sends each. */
    public Result open(int clients, double perSecond, Duration length, Work work) throws IOException {
        return new Run(work, clients).open(perSecond, Math.round(perSecond * length.toMillis() / 1_000));
    }

    /** The median by rate. */
    public static Result median(List<Result> results) {
        return results.stream()
                .sorted(Comparator.comparingDouble(Result::perSecond))
                .toList()
                .get(results.size() / 2);
    }

    private final class Run {
        private final Work work;
        private final long[] perClient;
        private final Histogram micros = new Histogram(MICROS_MAX, 3);
        private final List<HttpConnection> connections = new ArrayList<>();
        private long answers;

        Run(Work work, int clients) {
            this.work = work;
            this.perClient = new long[clients];
        }

        Result closed(long nanos) throws IOException {
            try (var selector = connected()) {
                var cpu = cpuNanos();
                var begin = System.nanoTime();
                var end = begin + nanos;
                for (var connection : connections) {
                    connection.send(work.requests().of(connection.client, 0), System.nanoTime());
                }
                var underWay = connections.size();
                while (underWay > 0) {
                    selector.select(SELECT_MILLIS);
                    for (var key : selector.selectedKeys()) {
                        var connection = answered(key);
                        if (connection != null && System.nanoTime() < end) {
                            var number = perClient[connection.client];
                            connection.send(work.requests().of(connection.client, number), System.nanoTime());
                        } else if (connection != null) {
                            underWay--;
                        }
                    }
                    selector.selectedKeys().clear();
                }
                return result(begin, cpu);
            }
        }

        Result open(double perSecond, long count) throws IOException {
            try (var selector = connected()) {
                var free = new ArrayDeque<>(connections);
                var due = new ArrayDeque<Long>();
                var cpu = cpuNanos();
                var begin = System.nanoTime();
                for (var sent = 0L; answers < count; ) {
                    while (sent + due.size() < count
                            && begin + Math.round((sent + due.size()) * 1e9 / perSecond) <= System.nanoTime()) {
                        due.add(begin + Math.round((sent + due.size()) * 1e9 / perSecond));
                    }
                    while (!due.isEmpty() && !free.isEmpty()) {
                        var connection = free.remove();
                        connection.send(work.requests().of(connection.client, sent++), due.remove());
                    }
                    if (selector.selectNow() == 0) {
                        LockSupport.parkNanos(REST_NANOS);
                    }
                    for (var key : selector.selectedKeys()) {
                        var connection = answered(key);
                        if (connection != null) {
                            free.add(connection);
                        }
                    }
                    selector.selectedKeys().clear();
                }
                return result(begin, cpu);
            }
        }

        private Selector connected() throws IOException {
            var selector = Selector.open();
            for (var client = 0; client < perClient.length; client++) {
                connections.add(new HttpConnection(address, selector, client));
            }
            return selector;
        }

        /** The connection whose answer is whole now, or null. */
        private @org.jspecify.annotations.Nullable HttpConnection answered(SelectionKey key) throws IOException {
            var connection = (HttpConnection) key.attachment();
            if (!connection.read()) {
                return null;
            }
            micros.recordValue(Math.min(MICROS_MAX, (System.nanoTime() - connection.sentAt) / 1_000));
            if (connection.status() != work.status() || !connection.bodyContains(work.mark())) {
                throw new IOException("Expected status %d with %s, but got %d: %s"
                        .formatted(
                                work.status(), new String(work.mark(), UTF_8), connection.status(), connection.body()));
            }
            perClient[connection.client]++;
            answers++;
            work.answered().incrementAndGet();
            return connection;
        }

        private Result result(long begin, long cpu) throws IOException {
            var seconds = (System.nanoTime() - begin) / 1e9;
            var cpuSeconds = (cpuNanos() - cpu) / 1e9;
            for (var connection : connections) {
                connection.close();
            }
            return new Result(micros, answers, perClient, seconds, cpuSeconds);
        }

        private static long cpuNanos() {
            return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        }
    }
}
