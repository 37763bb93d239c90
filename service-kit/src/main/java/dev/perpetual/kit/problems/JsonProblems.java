package dev.perpetual.kit.problems;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import io.quarkiverse.resteasy.problem.HttpProblem;
import org.jspecify.annotations.Nullable;

/** Says what is wrong with a JSON body and where, without repeating the body. */
final class JsonProblems {

    private static final int SHOWN_MAX = 100;

    private JsonProblems() {}

    static HttpProblem of(JsonProcessingException wrong) {
        if (wrong instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()) {
            return Problems.invalid(path(mapping), expectation(mapping, path(mapping)) + place(wrong));
        }
        if (wrong instanceof MismatchedInputException) {
            return Problems.badRequest(
                    "invalid-request", "Expected a JSON body of the documented shape, but got another or none");
        }
        return Problems.badRequest(
                "malformed-json", "Expected well-formed JSON, but got something else" + place(wrong));
    }

    private static String place(JsonProcessingException wrong) {
        var location = wrong.getLocation();
        return location == null ? "" : " at line %d, column %d".formatted(location.getLineNr(), location.getColumnNr());
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
            default -> "Expected another value in %s, but got one that cannot be read".formatted(field);
        };
    }

    private static String path(JsonMappingException wrong) {
        return wrong.getPath().stream()
                .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : "." + step.getFieldName())
                .collect(joining())
                .replaceFirst("^\\.", "");
    }

    private static String name(@Nullable Class<?> type) {
        if (type == null) {
            return "another type";
        }
        if (type == long.class || type == Long.class || type == int.class || type == Integer.class) {
            return "a whole number";
        }
        if (Iterable.class.isAssignableFrom(type) || type.isArray()) {
            return "a list";
        }
        if (type.isRecord()) {
            return "an object";
        }
        return type == String.class ? "text" : type.getSimpleName();
    }

    private static String shown(Object value) {
        var text = String.valueOf(value).replaceAll("\\p{Cntrl}", "?");
        return text.length() <= SHOWN_MAX ? text : text.substring(0, SHOWN_MAX) + "…";
    }
}
