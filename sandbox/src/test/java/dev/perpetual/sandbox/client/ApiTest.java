package dev.perpetual.sandbox.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ApiTest {
    private final List<String> keys = Collections.synchronizedList(new ArrayList<>());
    private final List<String> paths = Collections.synchronizedList(new ArrayList<>());
    private final List<Answer> answers = Collections.synchronizedList(new ArrayList<>());
    private HttpServer server;

    private record Answer(int status, String body) {}

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void a_write_is_sent_again_with_the_same_idempotency_key_until_it_is_answered() {
        given(new Answer(503, "{}"), new Answer(429, "{}"), new Answer(200, "{\"id\":\"x\"}"));

        var answer = api(Patience.of(Duration.ofSeconds(20))).post("/v1/things", Map.of("a", 1), null, JsonNode.class);

        assertThat(answer.path("id").asText()).isEqualTo("x");
        assertThat(keys).hasSize(3).doesNotContainNull();
        assertThat(Collections.frequency(keys, keys.getFirst())).isEqualTo(3);
    }

    @Test
    void two_writes_have_two_keys_unless_the_caller_says_otherwise() {
        given(new Answer(200, "{}"), new Answer(200, "{}"), new Answer(200, "{}"));
        var api = api(Patience.none());

        api.post("/v1/things", Map.of(), null, JsonNode.class);
        api.post("/v1/things", Map.of(), null, JsonNode.class);
        api.post("/v1/things", Map.of(), "mine", JsonNode.class);

        assertThat(keys).doesNotHaveDuplicates().last().isEqualTo("mine");
    }

    @Test
    void what_the_caller_did_wrong_is_told_at_once() {
        given(new Answer(409, "{\"type\":\"https://perpetual.dev/problems/insufficient-stock\",\"available\":3}"));

        assertThatThrownBy(() ->
                        api(Patience.of(Duration.ofSeconds(20))).post("/v1/holds", Map.of(), null, JsonNode.class))
                .isInstanceOfSatisfying(ApiProblem.class, problem -> {
                    assertThat(problem.status()).isEqualTo(409);
                    assertThat(problem.type()).isEqualTo("insufficient-stock");
                    assertThat(problem.body().path("available").asLong()).isEqualTo(3);
                });
        assertThat(keys).hasSize(1);
    }

    @Test
    void patience_ends() {
        server.stop(0);

        assertThatThrownBy(() -> api(Patience.of(Duration.ofMillis(200))).get("/v1/things", JsonNode.class))
                .isInstanceOf(ApiUnreachable.class)
                .hasMessageContaining("/v1/things");
    }

    @Test
    void a_listing_is_read_page_after_page() {
        given(
                new Answer(200, "{\"items\":[{\"id\":\"a\"},{\"id\":\"b\"}],\"next\":\"c1==\"}"),
                new Answer(200, "{\"items\":[],\"next\":\"c2\"}"),
                new Answer(200, "{\"items\":[{\"id\":\"c\"}]}"));

        var ids = Pages.of(api(Patience.none()), "/v1/things?limit=2", JsonNode.class)
                .map(row -> row.path("id").asText())
                .toList();

        assertThat(ids).containsExactly("a", "b", "c");
        assertThat(paths)
                .containsExactly(
                        "/v1/things?limit=2", "/v1/things?limit=2&cursor=c1%3D%3D", "/v1/things?limit=2&cursor=c2");
    }

    @Test
    void the_key_of_the_system_is_never_printed() {
        assertThat(Endpoints.local("secret").toString()).doesNotContain("secret");
    }

    private void given(Answer... next) {
        answers.addAll(List.of(next));
    }

    private Api api(Patience patience) {
        var base = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        return new Api(Api.newHttpClient(), base, "key", patience);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            keys.add(exchange.getRequestHeaders().getFirst("Idempotency-Key"));
            paths.add(exchange.getRequestURI().toString());
            var answer = answers.removeFirst();
            var body = answer.body().getBytes(UTF_8);
            exchange.sendResponseHeaders(answer.status(), body.length);
            exchange.getResponseBody().write(body);
        }
    }
}
