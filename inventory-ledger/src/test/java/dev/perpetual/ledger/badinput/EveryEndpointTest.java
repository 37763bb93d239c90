package dev.perpetual.ledger.badinput;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.perpetual.kit.testing.Infrastructure;
import dev.perpetual.ledger.Superuser;
import dev.perpetual.ledger.badinput.BadRequests.BadRequest;
import dev.perpetual.ledger.badinput.RawHttp.Answer;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Every endpoint that the API document lists gets at least 60 requests that are wrong in one thing: each is answered with a
 * problem, none changes a row, none breaks the connection. Then the good request, whose id none of them used up, passes.
 */
@QuarkusTest
class EveryEndpointTest extends KnownStock {

    private static final int BAD_REQUESTS_MIN = 60;
    private static final int CONNECTIONS = 4;

    /** What works behind the requests changes these, whatever is asked. */
    private static final Set<String> WRITTEN_BEHIND =
            Set.of("closing", "closing_balance", "late_fact", "seal", "intake_position", "flyway_schema_history");

    /** The server refuses these before anything of ours sees them. */
    private static final Set<Integer> REFUSED_BY_THE_SERVER = Set.of(405, 413, 414, 431, 501);

    /** A percent sign that escapes nothing; so too. */
    private static final Pattern NO_TARGET = Pattern.compile("^target .*%(?![0-9A-Fa-f]{2})");

    /** A row of a file may be refused while the request is not; an import keeps that it was run. */
    private static final Pattern NO_ROW_TAKEN = Pattern.compile("\"(stored|recorded|entered)\":0,");

    private static final Map<String, Set<String>> KEPT_ABOUT_ROWS =
            Map.of("POST /v1/openings:import", Set.of("opening"));

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void every_endpoint_names_what_is_wrong_with_a_bad_request_and_changes_nothing() throws Exception {
        var endpoints = Endpoint.all();
        var good = new GoodRequests(known(), KnownStock::fresh).all();
        assertThat(endpoints).extracting(Endpoint::name).containsExactlyInAnyOrderElementsOf(good.keySet());
        var readerKey = newKey(List.of("feeds:read"));
        var wrong = new ArrayList<String>();
        var sent = 0;
        try (var http = new RawHttp(RestAssured.port)) {
            for (var endpoint : endpoints) {
                var requests =
                        new BadRequests(endpoint, good.get(endpoint.name()), Infrastructure.ADMIN_KEY, readerKey);
                var table = requests.table();
                if (table.size() < BAD_REQUESTS_MIN) {
                    wrong.add("%s has a table of %d".formatted(endpoint.name(), table.size()));
                }
                sent += table.size();
                var before = rows();
                for (var fault : faults(table)) {
                    wrong.add("%s, %s".formatted(endpoint.name(), fault));
                }
                var after = rows();
                before.keySet().removeAll(KEPT_ABOUT_ROWS.getOrDefault(endpoint.name(), Set.of()));
                after.keySet().retainAll(before.keySet());
                if (!after.equals(before)) {
                    after.entrySet().removeAll(before.entrySet());
                    wrong.add("%s changed the rows of %s".formatted(endpoint.name(), after.keySet()));
                }
                var answer = http.send(requests.good());
                if (answer.status() >= 300) {
                    wrong.add("%s refused the good request: %d %s"
                            .formatted(endpoint.name(), answer.status(), new String(answer.body(), UTF_8)));
                }
            }
        }
        System.out.printf("%d bad requests to %d endpoints%n", sent, endpoints.size());
        assertThat(wrong).isEmpty();
    }

    @Test
    void an_endpoint_without_a_table_is_found() throws IOException {
        var document = JSON.readTree("{\"paths\":{\"/v1/new\":{\"post\":{}}}}");
        var good = new GoodRequests(known(), KnownStock::fresh).all();
        assertThat(Endpoint.all(document)).extracting(Endpoint::name).noneMatch(good::containsKey);
    }

    /** Sent over some connections at once: none of them may change anything, so their order means nothing. */
    private static List<String> faults(List<BadRequest> table) throws InterruptedException, ExecutionException {
        var left = new ConcurrentLinkedQueue<>(table);
        var faults = new ArrayList<String>();
        try (var senders = Executors.newFixedThreadPool(CONNECTIONS)) {
            Callable<List<String>> sender = () -> faults(left);
            for (var some : senders.invokeAll(Collections.nCopies(CONNECTIONS, sender))) {
                faults.addAll(some.get());
            }
        }
        return faults;
    }

    private static List<String> faults(Queue<BadRequest> left) throws IOException {
        var faults = new ArrayList<String>();
        try (var http = new RawHttp(RestAssured.port)) {
            for (var request = left.poll(); request != null; request = left.poll()) {
                var fault = fault(http, request);
                if (fault != null) {
                    faults.add(request.what() + ": " + fault);
                }
            }
        }
        return faults;
    }

    /** Null when the answer is as it must be. */
    private static String fault(RawHttp http, BadRequest request) {
        Answer answer;
        try {
            answer = http.send(request.bytes());
        } catch (IOException broken) {
            return "the connection broke: " + broken.getMessage();
        }
        var text = new String(answer.body(), UTF_8);
        if (request.rows() && answer.status() == 200) {
            return NO_ROW_TAKEN.matcher(text).find() && !text.contains("\"rejected\":0") ? null : "took a row: " + text;
        }
        if (answer.status() < 400 || answer.status() > 499) {
            return "answered %d %s".formatted(answer.status(), text.length() < 300 ? text : text.substring(0, 300));
        }
        if (answer.body().length == 0
                && (REFUSED_BY_THE_SERVER.contains(answer.status())
                        || NO_TARGET.matcher(request.what()).find())) {
            return null;
        }
        if (!answer.header("content-type").startsWith("application/problem+json")) {
            return "answered %d as %s: %s".formatted(answer.status(), answer.header("content-type"), text);
        }
        try {
            return faultOf(JSON.readTree(text), answer.status());
        } catch (IOException unreadable) {
            return "answered a problem that is no JSON: " + text;
        }
    }

    private static String faultOf(JsonNode problem, int status) {
        var detail = problem.path("detail").asText();
        return problem.path("status").asInt() == status && detail.contains("Expected") && detail.contains(" but ")
                ? null
                : "answered a problem that does not say what was expected: " + problem;
    }

    /** The number and the content of the rows of each table. */
    private static Map<String, String> rows() throws SQLException {
        var all = new TreeMap<String, String>();
        try (var connection = Superuser.connection();
                var statement = connection.createStatement()) {
            var tables = new ArrayList<String>();
            var names = statement.executeQuery("SELECT relname FROM pg_class WHERE relkind IN ('r', 'p')"
                    + " AND NOT relispartition AND relnamespace = 'public'::regnamespace");
            while (names.next()) {
                tables.add(names.getString(1));
            }
            tables.removeAll(WRITTEN_BEHIND);
            for (var table : tables) {
                var content = statement.executeQuery(
                        "SELECT count(*) || '/' || coalesce(sum(hashtextextended(t::text, 0)), 0) FROM %s AS t"
                                .formatted(table));
                content.next();
                all.put(table, content.getString(1));
            }
        }
        return all;
    }

    private static String newKey(List<String> roles) {
        return asAdmin()
                .body(Map.of("name", "test", "roles", roles))
                .post("/v1/api-keys")
                .then()
                .statusCode(201)
                .extract()
                .path("key");
    }
}
