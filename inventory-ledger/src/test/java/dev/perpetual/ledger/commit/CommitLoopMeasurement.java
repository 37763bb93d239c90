package dev.perpetual.ledger.commit;

import dev.perpetual.ledger.LedgerTest;
import dev.perpetual.ledger.domain.Submitted;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** How fast the loop is in process: {@code -Dmeasure=true -Dtest=CommitLoopMeasurement}. Not a test. */
@QuarkusTest
@EnabledIfSystemProperty(named = "measure", matches = "true")
class CommitLoopMeasurement extends LedgerTest {

    private static final int CALLERS = 32;
    private static final int SECONDS = 5;

    @Inject
    CommitLoop loop;

    @Test
    void measure() throws InterruptedException {
        var skus = IntStream.range(0, 500)
                .mapToObj(_ -> newItemWith(1_000_000, BERLIN))
                .toList();
        var hot = skus.getFirst();
        for (var round = 0; round < 2; round++) {
            report("movements/s, 500 SKUs", () -> CommitLoopTest.receipt(fresh("m"), any(skus), 1));
            report("movements/s, one SKU", () -> CommitLoopTest.receipt(fresh("m"), hot, 1));
            report("holds/s of 2 lines, 500 SKUs", () -> CommitLoopTest.hold(fresh("h"), any(skus), any(skus)));
            report("holds/s of 2 lines, one SKU", () -> CommitLoopTest.hold(fresh("h"), hot, hot));
        }
    }

    private static String any(List<String> skus) {
        return skus.get(java.util.concurrent.ThreadLocalRandom.current().nextInt(skus.size()));
    }

    private void report(String name, Supplier<Submitted> command) throws InterruptedException {
        var done = new AtomicLong();
        var end = System.nanoTime() + SECONDS * 1_000_000_000L;
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = new ArrayList<java.util.concurrent.Callable<Boolean>>();
            for (var i = 0; i < CALLERS; i++) {
                running.add(() -> {
                    while (System.nanoTime() < end) {
                        var ignored = loop.submit(command.get());
                        done.incrementAndGet();
                    }
                    return true;
                });
            }
            callers.invokeAll(running);
        }
        System.out.printf("%s: %,d%n", name, done.get() / SECONDS);
    }
}
