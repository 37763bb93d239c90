package dev.perpetual.kit;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.perpetual.kit.database.Database;
import dev.perpetual.kit.testing.Eventually;
import dev.perpetual.kit.testing.Infrastructure;
import dev.perpetual.kit.testing.TopicReader;
import dev.perpetual.kit.testing.TopicWriter;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Infrastructure.class)
class IntakeTest {

    @Inject
    Database database;

    private final String good = "good-" + UUID.randomUUID();
    private final String bad = "bad-" + UUID.randomUUID();
    private TopicWriter numbers;

    @BeforeEach
    void open() {
        numbers = new TopicWriter(Infrastructure.running().bootstrapServers(), "numbers");
    }

    @AfterEach
    void close() {
        numbers.close();
    }

    @Test
    void scenario_9_an_unreadable_message_parks_its_own_key_and_the_other_keys_go_on() {
        numbers.write(bad, "number.v1", 1, "1");
        numbers.write(bad, "number.v1", 2, "many");
        numbers.write(bad, "number.v1", 3, "3");
        numbers.write(good, "number.v1", 1, "10");

        Eventually.holds(() -> assertThat(total(good)).isEqualTo(10));
        Eventually.holds(() -> assertThat(parked(bad)).isEqualTo(2));
        assertThat(total(bad)).as("only what came before the poison").isEqualTo(1);
        try (var reader = new TopicReader(Infrastructure.running().bootstrapServers(), "numbers.parked.service-kit")) {
            assertThat(reader.await(record -> record.key().equals(bad)).value())
                    .contains("Expected a number, but got many");
        }
        replay(bad).statusCode(422).body("type", equalTo("https://perpetual.dev/problems/still-unreadable"));
        assertThat(parked(bad)).as("nothing is replayed by halves").isEqualTo(2);
    }

    @Test
    void a_message_that_the_tables_refuse_is_parked_and_replays_in_order_once_the_cause_is_mended() {
        numbers.write(bad, "number.v1", 1, "998");
        numbers.write(good, "number.v1", 1, "1");
        numbers.write(bad, "number.v1", 2, "2");
        numbers.write(bad, "number.v1", 3, "-1");
        numbers.write(good, "number.v1", 2, "1");

        Eventually.holds(() -> assertThat(total(good)).isEqualTo(2));
        Eventually.holds(() -> assertThat(parked(bad)).isEqualTo(2));
        assertThat(total(bad)).isEqualTo(998);

        execute("UPDATE total SET sum = 0 WHERE key = '%s'".formatted(bad));
        replay(bad).statusCode(200).body("records", equalTo(2));
        assertThat(total(bad)).isEqualTo(1);
        numbers.write(bad, "number.v1", 4, "5");
        Eventually.holds(() -> assertThat(total(bad)).as("the key goes on").isEqualTo(6));
    }

    @Test
    void an_unknown_type_is_parked_and_never_acknowledged_as_done() {
        numbers.write(bad, "number.v9", 1, "1");
        Eventually.holds(() -> assertThat(parked(bad)).isEqualTo(1));
        given().header("Authorization", "Bearer " + Infrastructure.ADMIN_KEY)
                .contentType("application/json")
                .body(Map.of("topic", "numbers", "key", bad))
                .post("/v1/parked/discard")
                .then()
                .statusCode(200)
                .body("records", equalTo(1));
        numbers.write(bad, "number.v1", 2, "2");
        Eventually.holds(() -> assertThat(total(bad)).isEqualTo(2));
    }

    private static io.restassured.response.ValidatableResponse replay(String key) {
        return given().header("Authorization", "Bearer " + Infrastructure.ADMIN_KEY)
                .contentType("application/json")
                .body(Map.of("topic", "numbers", "key", key))
                .post("/v1/parked/replay")
                .then();
    }

    private long total(String key) {
        return number("SELECT coalesce(sum(sum), 0) FROM total WHERE key = '%s'".formatted(key));
    }

    private long parked(String key) {
        return number("SELECT count(*) FROM parked WHERE key = '%s'".formatted(key));
    }

    private long number(String query) {
        return database.inTransaction(connection -> {
            try (var statement = connection.createStatement()) {
                var rows = statement.executeQuery(query);
                rows.next();
                return rows.getLong(1);
            }
        });
    }

    private void execute(String sql) {
        database.inTransaction(connection -> {
            try (var statement = connection.createStatement()) {
                return statement.execute(sql);
            }
        });
    }
}
