package dev.perpetual.kit.problems;

import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.ws.rs.core.Response.Status;
import java.net.URI;
import java.util.Map;

/** RFC 9457 problems by kind. {@code type} ends in the words that api documentation gives. */
public final class Problems {

    private static final String TYPES = "https://perpetual.dev/problems/";
    private static final int UNPROCESSABLE = 422;

    private Problems() {}

    public static HttpProblem badRequest(String type, String detail) {
        return of(Status.BAD_REQUEST.getStatusCode(), type, detail, Map.of());
    }

    /** For a body whose member {@code field} (as {@code lines[0].quantity}) is at fault. */
    public static HttpProblem invalid(String field, String detail) {
        return of(Status.BAD_REQUEST.getStatusCode(), "invalid-request", detail, Map.of("field", field));
    }

    public static HttpProblem forbidden(String type, String detail) {
        return of(Status.FORBIDDEN.getStatusCode(), type, detail, Map.of());
    }

    public static HttpProblem notFound(String type, String detail) {
        return of(Status.NOT_FOUND.getStatusCode(), type, detail, Map.of());
    }

    public static HttpProblem conflict(String type, String detail) {
        return of(Status.CONFLICT.getStatusCode(), type, detail, Map.of());
    }

    public static HttpProblem unprocessable(String type, String detail) {
        return of(UNPROCESSABLE, type, detail, Map.of());
    }

    /** Any status, with members beside the standard ones. */
    public static HttpProblem of(int status, String type, String detail, Map<String, ?> members) {
        var problem = HttpProblem.builder()
                .withType(URI.create(TYPES + type))
                .withTitle(title(type))
                .withStatus(status)
                .withDetail(detail);
        members.forEach(problem::with);
        return problem.build();
    }

    private static String title(String type) {
        var words = type.replace('-', ' ');
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }
}
