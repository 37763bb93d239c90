package dev.perpetual.benchmarks.load;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.perpetual.benchmarks.load.HttpLoad.Work;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpLoadTest {

    private static final Duration SHORT = Duration.ofMillis(300);

    private final ConcurrentHashMap<String, AtomicLong> asked = new ConcurrentHashMap<>();
    private HttpServer server;
    private HttpLoad load;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            var body = exchange.getRequestBody().readAllBytes();
            asked.computeIfAbsent(exchange.getRequestURI().getPath(), _ -> new AtomicLong())
                    .incrementAndGet();
            var answer = switch (exchange.getRequestURI().getPath()) {
                case "/echo" -> body;
                case "/nothing" -> new byte[0];
                default -> "x".repeat(200_000).concat("right").getBytes(UTF_8);
            };
            var isChunked = exchange.getRequestURI().getPath().equals("/chunked");
            exchange.sendResponseHeaders(
                    exchange.getRequestURI().getPath().equals("/refused") ? 409 : 200,
                    isChunked ? 0 : answer.length == 0 ? -1 : answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
        load = new HttpLoad(URI.create("http://127.0.0.1:" + server.getAddress().getPort()), "key");
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void every_answer_is_counted_once_for_the_client_that_asked() throws IOException {
        var work = Work.expecting(200, "-", (client, number) -> load.post("/echo", "k", client + "-" + number));
        var result = load.closed(8, SHORT, work);
        assertThat(result.answers())
                .isEqualTo(asked.get("/echo").get())
                .isEqualTo(work.answered().get());
        assertThat(result.perClient()).hasSize(8);
        assertThat(result.fewest()).isPositive().isLessThanOrEqualTo(result.most());
        assertThat(result.micros().getTotalCount()).isEqualTo(result.answers());
    }

    @Test
    void an_open_loop_sends_as_many_as_were_due() throws IOException {
        var result = load.open(
                4, 200, Duration.ofSeconds(1), Work.expecting(200, "due", (_, _) -> load.post("/echo", "k", "due")));
        assertThat(result.answers()).isEqualTo(200).isEqualTo(asked.get("/echo").get());
        assertThat(result.seconds()).isGreaterThanOrEqualTo(0.99);
    }

    @Test
    void answers_that_come_in_chunks_or_in_many_parts_or_not_at_all_are_read_to_their_end() throws IOException {
        assertThat(load.closed(2, SHORT, Work.expecting(200, "right", (_, _) -> load.get("/chunked")))
                        .answers())
                .isPositive();
        assertThat(load.closed(2, SHORT, Work.expecting(200, "right", (_, _) -> load.get("/long")))
                        .answers())
                .isPositive();
        assertThat(load.closed(2, SHORT, Work.expecting(200, "", (_, _) -> load.get("/nothing")))
                        .answers())
                .isPositive();
    }

    @Test
    void a_wrong_answer_ends_the_run() {
        assertThatThrownBy(() -> load.closed(2, SHORT, Work.expecting(201, "", (_, _) -> load.get("/refused"))))
                .hasMessageContaining("Expected status 201", "409");
        assertThatThrownBy(() -> load.closed(2, SHORT, Work.expecting(200, "wrong", (_, _) -> load.get("/long"))))
                .hasMessageContaining("with wrong");
    }
}
