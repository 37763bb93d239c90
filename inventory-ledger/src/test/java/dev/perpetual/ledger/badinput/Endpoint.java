package dev.perpetual.ledger.badinput;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.restassured.RestAssured;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One operation of the API as its document says.
 *
 * @param query the query parameters with their schemas
 * @param mediaTypes those that its body may have; none: it takes no body
 * @param body the schema of a JSON body with every reference resolved, or null
 * @param methods all that its path has
 */
record Endpoint(
        String method,
        String path,
        Map<String, JsonNode> query,
        List<String> mediaTypes,
        JsonNode body,
        Set<String> methods) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");

    /** Of the running service. */
    static List<Endpoint> all() throws IOException {
        return all(JSON.readTree(RestAssured.given()
                .queryParam("format", "JSON")
                .get("/q/openapi")
                .then()
                .statusCode(200)
                .extract()
                .asString()));
    }

    static List<Endpoint> all(JsonNode document) {
        var all = new ArrayList<Endpoint>();
        document.path("paths").properties().forEach(path -> {
            var methods = new java.util.TreeSet<String>();
            path.getValue().fieldNames().forEachRemaining(name -> {
                if (METHODS.contains(name)) {
                    methods.add(name.toUpperCase(java.util.Locale.ROOT));
                }
            });
            methods.forEach(method -> all.add(of(document, path.getKey(), path.getValue(), method, methods)));
        });
        return all;
    }

    private static Endpoint of(JsonNode document, String path, JsonNode item, String method, Set<String> methods) {
        var operation = item.path(method.toLowerCase(java.util.Locale.ROOT));
        var query = new LinkedHashMap<String, JsonNode>();
        for (var parameters : List.of(item.path("parameters"), operation.path("parameters"))) {
            parameters.forEach(parameter -> {
                if (parameter.path("in").asText().equals("query")) {
                    query.put(parameter.path("name").asText(), resolved(document, parameter.path("schema")));
                }
            });
        }
        var content = operation.path("requestBody").path("content");
        var types = new ArrayList<String>();
        content.fieldNames().forEachRemaining(types::add);
        var json = content.path("application/json").path("schema");
        return new Endpoint(
                method, path, query, types, json.isMissingNode() ? null : resolved(document, json), methods);
    }

    /** Our schemas do not refer to themselves, so this ends. */
    private static JsonNode resolved(JsonNode document, JsonNode schema) {
        if (schema.has("$ref")) {
            return resolved(document, document.at(schema.path("$ref").asText().substring(1)));
        }
        var copy = schema.deepCopy();
        if (copy instanceof com.fasterxml.jackson.databind.node.ObjectNode object) {
            object.properties().forEach(member -> {
                if (member.getValue().isObject()) {
                    member.setValue(resolved(document, member.getValue()));
                }
            });
        }
        return copy;
    }

    String name() {
        return method + " " + path;
    }
}
