package dev.perpetual.kit.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perpetual.kit.testing.Infrastructure;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.net.SocketTimeoutException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Infrastructure.class)
@TestProfile(LongTransactionTest.LittlePatience.class)
class LongTransactionTest {

    /** One second for any answer. */
    public static final class LittlePatience implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("quarkus.datasource.jdbc.additional-jdbc-properties.socketTimeout", "1");
        }
    }

    private static final String SLOW = "SELECT pg_sleep(1.2)";

    @Inject
    Database database;

    @Test
    void what_looks_at_everything_waits_as_long_as_it_takes_and_the_next_on_its_connection_does_not() {
        var attempts = new AtomicInteger();
        for (var i = 0; i < 2; i++) {
            database.inLongTransaction(connection -> {
                attempts.incrementAndGet();
                return connection.createStatement().execute(SLOW);
            });
            database.inTransaction(
                    connection -> assertThat(connection.getNetworkTimeout()).isEqualTo(1_000));
        }
        assertThat(attempts).as("each at its first try").hasValue(2);
    }

    @Test
    void what_gets_no_answer_is_asked_three_times_and_no_more() {
        var attempts = new AtomicInteger();
        assertThatThrownBy(() -> database.inTransaction(connection -> {
                    attempts.incrementAndGet();
                    return connection.createStatement().execute(SLOW);
                }))
                .isInstanceOf(DatabaseFailed.class)
                .hasRootCauseInstanceOf(SocketTimeoutException.class);
        assertThat(attempts).hasValue(3);
    }
}
