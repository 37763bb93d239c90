package dev.perpetual.sandbox.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * HTTP with JSON to one service. Every write carries an {@code Idempotency-Key} that stays the same over its
 * retries, so that trying again after an outage never does a thing twice.
 */
public final class Api {
    public static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES) // Services may add fields.
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
            .build();

    private static final Duration CONNECT_MAX = Duration.ofSeconds(2);
    private static final Duration ANSWER_MAX = Duration.ofSeconds(75);

    private final HttpClient http;
    private final URI base;
    private final String key;
    private final Patience patience;

    Api(HttpClient http, URI base, String key, Patience patience) {
        this.http = http;
        this.base = base;
        this.key = key;
        this.patience = patience;
    }

    static HttpClient newHttpClient() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT_MAX)
                .build();
    }

    /** The same service with other patience. */
    Api with(Patience other) {
        return new Api(http, base, key, other);
    }

    /** One segment of a path or value of a query, escaped. */
    static String escaped(String text) {
        return URLEncoder.encode(text, UTF_8).replace("+", "%20");
    }

    <T> T get(String path, Class<T> type) {
        return as(send("GET", path, null, Map.of()).body(), type);
    }

    <T> T put(String path, Object body, Class<T> type) {
        return as(write("PUT", path, body, null, Map.of()).body(), type);
    }

    <T> T post(String path, @Nullable Object body, @Nullable String idempotencyKey, Class<T> type) {
        return as(write("POST", path, body, idempotencyKey, Map.of()).body(), type);
    }

    /** A write with headers of its own; {@code idempotencyKey} null: one is made up for this call. */
    Answer write(
            String method,
            String path,
            @Nullable Object body,
            @Nullable String idempotencyKey,
            Map<String, String> headers) {
        var all = new java.util.HashMap<>(headers);
        all.put("Idempotency-Key", idempotencyKey == null ? UUID.randomUUID().toString() : idempotencyKey);
        return send(method, path, body, all);
    }

    private Answer send(String method, String path, @Nullable Object body, Map<String, String> headers) {
        var request = request(method, path, body, headers);
        var call = method + " " + base + path;
        var deadline = System.nanoTime() + patience.total().toNanos();
        for (var tries = 1; ; tries++) {
            var late = System.nanoTime() >= deadline;
            try {
                var response = http.send(request, BodyHandlers.ofByteArray());
                if (response.statusCode() < 400) {
                    return new Answer(response.statusCode(), response.body(), tries);
                }
                if (late || !passing(response.statusCode())) {
                    throw new ApiProblem(call, response.statusCode(), problem(response));
                }
            } catch (IOException unreachable) {
                if (late) {
                    throw new ApiUnreachable(call, tries, unreachable);
                }
            } catch (InterruptedException interrupted) {
                throw Interrupted.now(interrupted);
            }
            Interrupted.pause(patience.pauseAfter(tries));
        }
    }

    private HttpRequest request(String method, String path, @Nullable Object body, Map<String, String> headers) {
        var request = HttpRequest.newBuilder(base.resolve(path))
                .timeout(ANSWER_MAX)
                .header("Authorization", "Bearer " + key)
                .header("Accept", "application/json, application/problem+json, */*;q=0.1")
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(bytes(body)));
        if (body != null && !headers.containsKey("Content-Type")) {
            request.header("Content-Type", "application/json");
        }
        headers.forEach(request::header);
        return request.build();
    }

    /** Answers that may be other ones in a moment: too many calls, and everything the service blames itself for. */
    private static boolean passing(int status) {
        return status == 429 || status >= 500;
    }

    private static byte[] bytes(Object body) {
        try {
            return body instanceof byte[] ready ? ready : JSON.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Expected something that can be JSON, but got " + body, e);
        }
    }

    private static JsonNode problem(HttpResponse<byte[]> response) {
        try {
            return JSON.readTree(response.body());
        } catch (IOException notJson) {
            return JsonNodeFactory.instance.textNode(new String(response.body(), UTF_8));
        }
    }

    private static <T> T as(byte[] body, Class<T> type) {
        try {
            if (type == String.class) {
                return type.cast(new String(body, UTF_8));
            }
            if (body.length == 0) {
                return JSON.readValue("{}", type);
            }
            return JSON.readValue(body, type);
        } catch (IOException e) {
            throw new IllegalStateException(
                    "Expected %s, but got %s".formatted(type.getSimpleName(), new String(body, UTF_8)), e);
        }
    }

    /** What came back: the status tells 201 (decided) from 202 (not yet); tries counts from 1. */
    record Answer(int status, byte[] body, int tries) {
        <T> T as(Class<T> type) {
            return Api.as(body, type);
        }
    }
}
