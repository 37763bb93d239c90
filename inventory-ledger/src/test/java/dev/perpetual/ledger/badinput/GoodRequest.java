package dev.perpetual.ledger.badinput;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A request that an endpoint takes, from which bad ones are made by changing one thing.
 *
 * @param endpoint as {@code POST /v1/holds}
 * @param pathValues in the order of the path
 * @param body empty when it has none
 * @param required pointers into the body without which it makes no sense, as {@code /lines/0/sku}
 * @param rows its body is rows, each judged on its own and reported
 * @param idempotencyKey the header of that name; empty when it needs none
 */
record GoodRequest(
        String endpoint,
        List<String> pathValues,
        String mediaType,
        String body,
        Set<String> required,
        boolean rows,
        String idempotencyKey) {

    private static final ObjectMapper JSON = new ObjectMapper();

    static GoodRequest of(String endpoint, String... pathValues) {
        return new GoodRequest(endpoint, List.of(pathValues), "", "", Set.of(), false, "");
    }

    /** With a JSON body. */
    GoodRequest saying(String json, String... pointers) {
        return new GoodRequest(endpoint, pathValues, "application/json", json, Set.of(pointers), false, idempotencyKey);
    }

    /** With a body of rows, each of which is judged on its own and reported. */
    GoodRequest rows(String text, String... pointers) {
        return new GoodRequest(
                endpoint, pathValues, "application/x-ndjson", text, Set.of(pointers), true, idempotencyKey);
    }

    /** With the header that names what is written. */
    GoodRequest under(String key) {
        return new GoodRequest(endpoint, pathValues, mediaType, body, required, rows, key);
    }

    JsonNode json() {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException wrong) {
            throw new IllegalArgumentException("Expected a sample in JSON, but got " + body, wrong);
        }
    }

    /** The path with its values, one of which may be another. */
    String target(String path, int changed, String value) {
        var parts = new ArrayList<String>();
        var next = 0;
        for (var part : path.split("(?=/)")) {
            if (part.startsWith("/{")) {
                parts.add("/" + (next == changed ? value : pathValues.get(next)));
                next++;
            } else {
                parts.add(part);
            }
        }
        return String.join("", parts);
    }

    /** Lots and single units are called what their makers call them. */
    boolean isFreeText(String path, int part) {
        return (path.contains("/lots/{lot}") || path.contains("/serials/{serial}")) && part == 1;
    }

    /** What it is about must be there; a PUT makes it, and of what nobody knows nothing happened. */
    boolean mustBeKnown(int part) {
        return part == 0
                && !endpoint.startsWith("PUT")
                && !endpoint.endsWith("/timeline")
                && !endpoint.endsWith("/serials")
                && !endpoint.endsWith("/recipients");
    }

    String target(String path) {
        return target(path, -1, "");
    }
}
