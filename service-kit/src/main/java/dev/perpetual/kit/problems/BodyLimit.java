package dev.perpetual.kit.problems;

import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Answers a body that is announced as too large before any of it is read. */
@ApplicationScoped
class BodyLimit {

    private final long bytesMax;

    BodyLimit(@ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize limit) {
        this.bytesMax = limit.asLongValue();
    }

    void install(@Observes Filters filters) {
        filters.register(
                exchange -> {
                    var announced = announced(exchange.request().getHeader(HttpHeaders.CONTENT_LENGTH));
                    if (announced <= bytesMax) {
                        exchange.next();
                        return;
                    }
                    var problem = Problems.of(
                            413,
                            "body-too-large",
                            "Expected a body of at most %d bytes, but got %d".formatted(bytesMax, announced),
                            Map.of());
                    exchange.response()
                            .setStatusCode(413)
                            .putHeader(HttpHeaders.CONTENT_TYPE, "application/problem+json")
                            .putHeader(HttpHeaders.CONNECTION, "close")
                            .end(io.vertx.core.json.JsonObject.of(
                                            "type", String.valueOf(problem.getType()),
                                            "title", problem.getTitle(),
                                            "status", 413,
                                            "detail", problem.getDetail())
                                    .encode());
                },
                1_000);
    }

    private static long announced(String length) {
        try {
            return length == null ? 0 : Long.parseLong(length);
        } catch (NumberFormatException wrong) {
            return 0; // The server itself refuses it.
        }
    }
}
