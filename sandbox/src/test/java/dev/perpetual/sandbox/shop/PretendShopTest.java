package dev.perpetual.sandbox.shop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.standardwebhooks.Webhook;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pretend shop is as strict as a real one, and forgets nothing. */
class PretendShopTest {

    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final String OTHER_SECRET = "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

    @TempDir
    Path data;

    private PretendShop shop;
    private final HttpClient client = HttpClient.newHttpClient();

    @BeforeEach
    void open() throws Exception {
        shop = PretendShop.start(new ShopSettings("127.0.0.1", 0, SECRET, data));
    }

    @AfterEach
    void close() throws Exception {
        shop.close();
        client.close();
    }

    @Test
    void remembers_what_it_was_told_by_a_signed_request() throws Exception {
        assertThat(tell(SECRET, Instant.now(), "L1", 7, 3).statusCode()).isEqualTo(200);
        assertThat(quantity("L1")).isEqualTo(7);
    }

    @Test
    void refuses_a_wrong_signature() throws Exception {
        assertThat(tell(OTHER_SECRET, Instant.now(), "L1", 7, 3).statusCode()).isEqualTo(401);
        assertThat(told().path("quantities")).isEmpty();
    }

    @Test
    void refuses_a_request_that_was_signed_too_long_ago() throws Exception {
        assertThat(tell(SECRET, Instant.now().minusSeconds(600), "L1", 7, 3).statusCode())
                .isEqualTo(401);
    }

    @Test
    void refuses_a_request_without_signature() throws Exception {
        var bare = HttpRequest.newBuilder(uri("/channels/c1/quantities")).POST(BodyPublishers.ofString("{}"));
        assertThat(send(bare.build()).statusCode()).isEqualTo(401);
    }

    @Test
    void ignores_what_is_older_and_says_so() throws Exception {
        tell(SECRET, Instant.now(), "L1", 7, 3);
        var answer = tell(SECRET, Instant.now(), "L1", 9, 2);
        assertThat(answer.body()).contains("\"older\"");
        assertThat(quantity("L1")).isEqualTo(7);
    }

    @Test
    void throttles_as_it_is_asked_to() throws Exception {
        post("/control", "{\"channel\":\"c1\",\"requestsPerSecond\":1,\"retryAfterSeconds\":5}");
        assertThat(tell(SECRET, Instant.now(), "L1", 1, 1).statusCode()).isEqualTo(200);
        var throttled = tell(SECRET, Instant.now(), "L1", 2, 2);
        assertThat(throttled.statusCode()).isEqualTo(429);
        assertThat(throttled.headers().firstValue("Retry-After")).contains("5");
        tell(SECRET, Instant.now(), "L1", 2, 2);
        assertThat(told().path("manners").path("tooEarly").asInt()).isEqualTo(1);
    }

    @Test
    void forgets_nothing_when_it_is_restarted_even_after_a_torn_line() throws Exception {
        tell(SECRET, Instant.now(), "L1", 7, 3);
        shop.close();
        Files.writeString(data.resolve("told.jsonl"), "{\"channel\":\"c1\",\"lis", StandardOpenOption.APPEND);
        open();
        assertThat(quantity("L1")).isEqualTo(7);
        tell(SECRET, Instant.now(), "L1", 8, 4);
        shop.close();
        open();
        assertThat(quantity("L1")).isEqualTo(8);
    }

    @Test
    void never_shows_a_quantity_before_the_request_that_told_it() throws Exception {
        try (var teller = Executors.newSingleThreadExecutor()) {
            for (var version = 1; version <= 300; version++) {
                var newest = version;
                var telling = teller.submit(() -> tell(SECRET, Instant.now(), "L1", newest, newest));
                while (!telling.isDone()
                        && told().path("quantities").path(0).path("quantity").asInt() < newest) {
                    Thread.onSpinWait();
                }
                assertThat(get("/requests").path("requests"))
                        .as("requests when %d are shown", newest)
                        .hasSize(newest);
                telling.get();
            }
        }
    }

    private HttpResponse<String> tell(String secret, Instant at, String listing, long quantity, long version)
            throws Exception {
        var body = """
                {"channel":"c1","quantities":[{"listing":"%s","sku":"S","quantity":%d,"version":%d}]}""".formatted(listing, quantity, version);
        var signature = new Webhook(secret).sign("msg_1", at.getEpochSecond(), body);
        return send(HttpRequest.newBuilder(uri("/channels/c1/quantities"))
                .header("webhook-id", "msg_1")
                .header("webhook-timestamp", Long.toString(at.getEpochSecond()))
                .header("webhook-signature", signature)
                .POST(BodyPublishers.ofString(body))
                .build());
    }

    private long quantity(String listing) throws Exception {
        for (var told : told().path("quantities")) {
            if (told.path("listing").asText().equals(listing)) {
                return told.path("quantity").asLong();
            }
        }
        throw new AssertionError("Expected to be told of " + listing + ", but got " + told());
    }

    private JsonNode told() throws Exception {
        return get("/told");
    }

    private JsonNode get(String path) throws Exception {
        var answer = send(HttpRequest.newBuilder(uri(path + "?channel=c1")).build());
        return Json.MAPPER.readTree(answer.body());
    }

    private void post(String path, String body) throws Exception {
        assertThat(send(HttpRequest.newBuilder(uri(path))
                                .POST(BodyPublishers.ofString(body))
                                .build())
                        .statusCode())
                .isEqualTo(200);
    }

    private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return client.send(request, BodyHandlers.ofString());
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + shop.port() + path);
    }
}
