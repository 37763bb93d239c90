package dev.perpetual.sandbox.client;

import com.fasterxml.jackson.databind.JsonNode;

/** A service said no: the status, the problem's type, and what it expected and got. */
public final class ApiProblem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient JsonNode body;

    ApiProblem(String call, int status, JsonNode body) {
        super("%s: expected success, but got %d %s".formatted(call, status, brief(body)));
        this.status = status;
        this.body = body;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** The whole problem as it came. */
    public JsonNode body() {
        return body;
    }

    /** The last word of the problem's type, such as {@code insufficient-stock}; empty when it has none. */
    public String type() {
        var type = body.path("type").asText("");
        return type.substring(type.lastIndexOf('/') + 1);
    }

    private static String brief(JsonNode body) {
        var text = body.toString();
        return text.length() <= 500 ? text : text.substring(0, 500) + "…";
    }
}
