package dev.perpetual.kit.problems;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Says what is wrong with a JSON body and where, without repeating the body. */
class JsonProblems {

    @ServerExceptionMapper
    Response mismatched(MismatchedInputException wrong) {
        return of(wrong).toResponse();
    }

    @ServerExceptionMapper
    Response malformed(JsonProcessingException wrong) {
        return of(wrong).toResponse();
    }

    /** The reader wraps what it cannot parse; all other answers go out as they are. */
    @ServerExceptionMapper
    Response wrapped(WebApplicationException answer) {
        if (answer.getCause() instanceof JsonProcessingException wrong) {
            return of(wrong).toResponse();
        }
        var response = answer.getResponse();
        if (response.hasEntity() || response.getStatus() < 400) {
            return response;
        }
        return HttpProblem.builder()
                .withStatus(response.getStatus())
                .withTitle(
                        Response.Status.fromStatusCode(response.getStatus()) == null
                                ? "Problem"
                                : Response.Status.fromStatusCode(response.getStatus())
                                        .getReasonPhrase())
                .withDetail(detail(response.getStatus()))
                .build()
                .toResponse();
    }

    private static String detail(int status) {
        return switch (status) {
            case 404 -> "Expected a path and parameters that this service has, but got others";
            case 405 -> "Expected a method that this path has, but got another";
            case 406 -> "Expected to answer with a content type that was asked for, but this path has none of them";
            case 413 -> "Expected a smaller body, but got more than this service takes";
            case 415 ->
                "Expected a content type that this path takes (application/json unless documented otherwise),"
                        + " but got another or none";
            default -> "Expected a request that this path can serve, but it is not one";
        };
    }

    private static HttpProblem of(JsonProcessingException wrong) {
        var place = wrong.getLocation() == null
                ? ""
                : " at line %d, column %d"
                        .formatted(
                                wrong.getLocation().getLineNr(),
                                wrong.getLocation().getColumnNr());
        if (wrong instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()) {
            return Problems.invalid(path(mapping), expectation(mapping, path(mapping)) + place);
        }
        if (wrong instanceof MismatchedInputException) {
            return Problems.badRequest(
                    "invalid-request",
                    "Expected a JSON body of the documented shape, but got " + "another or none" + place);
        }
        return Problems.badRequest("malformed-json", "Expected well-formed JSON, but got something else" + place);
    }

    private static String expectation(JsonMappingException wrong, String field) {
        return switch (wrong) {
            case InvalidFormatException format ->
                "Expected %s as %s, but got %s"
                        .formatted(field, name(format.getTargetType()), shown(format.getValue()));
            case ValueInstantiationException value
            when value.getCause() != null ->
                "In %s: %s".formatted(field, value.getCause().getMessage());
            case MismatchedInputException mismatch ->
                "Expected %s as %s, but got something else".formatted(field, name(mismatch.getTargetType()));
            default -> "Expected another value in %s".formatted(field);
        };
    }

    private static String path(JsonMappingException wrong) {
        return wrong.getPath().stream()
                .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : "." + step.getFieldName())
                .collect(joining())
                .replaceFirst("^\\.", "");
    }

    private static String name(Class<?> type) {
        if (type == null) {
            return "another type";
        }
        if (type == long.class || type == Long.class || type == int.class || type == Integer.class) {
            return "a whole number";
        }
        if (Iterable.class.isAssignableFrom(type) || type.isArray()) {
            return "a list";
        }
        return type == String.class ? "text" : type.isRecord() ? "an object" : type.getSimpleName();
    }

    private static String shown(Object value) {
        var text = String.valueOf(value).replaceAll("\\p{Cntrl}", "?");
        return text.length() <= 100 ? text : text.substring(0, 100) + "…";
    }
}
