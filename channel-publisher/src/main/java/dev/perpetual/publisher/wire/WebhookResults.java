package dev.perpetual.publisher.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.perpetual.publisher.domain.Answer.Line;
import dev.perpetual.publisher.domain.Answer.Verdict;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a channel of kind webhook may say of single listings in the body of a 2xx. */
public final class WebhookResults {

    private WebhookResults() {}

    private record Results(@Nullable List<Result> results) {}

    private record Result(
            @Nullable String listing,
            @Nullable String outcome,
            @Nullable String reason,
            @Nullable Long quantity) {}

    /** The lines of the body; none when it is empty or something else, because 2xx alone means that all was taken. */
    public static List<Line> read(String body) {
        if (body.isBlank()) {
            return List.of();
        }
        try {
            var results = Json.MAPPER.readValue(body, Results.class);
            return results == null || results.results() == null
                    ? List.of()
                    : results.results().stream()
                            .filter(result -> result.listing() != null)
                            .map(WebhookResults::line)
                            .toList();
        } catch (JsonProcessingException e) {
            return List.of();
        }
    }

    private static Line line(Result result) {
        var verdict = switch (result.outcome() == null ? "" : result.outcome()) {
            case "rejected" -> Verdict.REJECTED;
            case "older" -> Verdict.OLDER;
            default -> Verdict.ACCEPTED;
        };
        var reason = result.reason() == null && verdict == Verdict.OLDER
                ? "The channel has a later version"
                : result.reason();
        return new Line(Objects.requireNonNull(result.listing()), verdict, reason, result.quantity());
    }
}
