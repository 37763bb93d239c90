package dev.perpetual.kit.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perpetual.kit.testing.Infrastructure;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Infrastructure.class)
class RequestsTakeTurnsTest {

    private static final int REQUESTS = 60;

    @Inject
    Database database;

    @Test
    void a_flood_of_requests_leaves_connections_to_what_answers_many_at_once() throws Exception {
        var inside = new AtomicInteger();
        var asManyAsMay = new CountDownLatch(Database.REQUESTS_MAX);
        var end = new CountDownLatch(1);
        try (var requests = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var i = 0; i < REQUESTS; i++) {
                requests.submit(() -> database.inStatement(_ -> {
                    inside.incrementAndGet();
                    asManyAsMay.countDown();
                    await(end);
                    return true;
                }));
            }
            try {
                asManyAsMay.await();
                for (var i = 0; i < REQUESTS; i++) {
                    boolean answered = database.inTransaction(
                            connection -> connection.createStatement().execute("SELECT 1"));
                    assertThat(answered).isTrue();
                }
                assertThat(inside).hasValue(Database.REQUESTS_MAX);
            } finally {
                end.countDown();
            }
        }
        assertThat(inside).as("all had their turn").hasValue(REQUESTS);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }
}
