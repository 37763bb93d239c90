package dev.perpetual.ledger.counts;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.perpetual.kit.access.Idempotency;
import dev.perpetual.kit.database.Database;
import dev.perpetual.kit.database.Database.Work;
import dev.perpetual.ledger.wire.ContentHash;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** What is done to counts takes effect once: its first answer is stored in the transaction of its effect. */
@ApplicationScoped
class CountSteps {

    /** Ids of steps are unique over all counts, whoever sends them. */
    private static final String CALLER = "counts";

    private final Database database;
    private final ObjectMapper json;

    CountSteps(Database database, ObjectMapper json) {
        this.database = database;
        this.json = json;
    }

    /** Does it, or gives the first answer again. @throws io.quarkiverse.resteasy.problem.HttpProblem 422 for a reused id */
    <T> T once(String id, String step, Object body, Class<T> type, Work<T> work) {
        var key = "step:" + id;
        var hash = ContentHash.of(step, body);
        return database.inTransaction(connection -> {
            lock(connection, key);
            var first = Idempotency.find(connection, CALLER, key, hash);
            if (first.isPresent()) {
                return read(first.get().body(), type);
            }
            var done = work.on(connection);
            Idempotency.store(connection, CALLER, key, hash, 200, write(done));
            return done;
        });
    }

    /** The first answer, where there is one. @throws io.quarkiverse.resteasy.problem.HttpProblem 422 for a reused id */
    <T> Optional<T> first(String id, String step, Object body, Class<T> type) {
        return database.inTransaction(
                        connection -> Idempotency.find(connection, CALLER, "step:" + id, ContentHash.of(step, body)))
                .map(stored -> read(stored.body(), type));
    }

    /** Two of the same at the same time: the second waits, and finds the first. */
    private static void lock(Connection connection, String key) throws SQLException {
        try (var select = connection.prepareStatement("SELECT pg_advisory_xact_lock(hashtextextended(?, 0))")) {
            select.setString(1, CALLER + key);
            select.executeQuery();
        }
    }

    private <T> T read(String text, Class<T> type) {
        try {
            return json.readValue(text, type);
        } catch (JsonProcessingException damaged) {
            throw new IllegalStateException("Expected an answer that was stored, but it is damaged", damaged);
        }
    }

    private String write(Object answer) {
        try {
            return json.writeValueAsString(answer);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
