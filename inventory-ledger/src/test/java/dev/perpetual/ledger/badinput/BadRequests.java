package dev.perpetual.ledger.badinput;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The table of one endpoint: every request differs from the good one in one thing, and that is wrong. */
final class BadRequests {

    /** Whose bodies say an id under these names. */
    private static final Set<String> IDS = Set.of(
            "id",
            "sku",
            "location",
            "toLocation",
            "supplier",
            "order",
            "hold",
            "from",
            "to",
            "via",
            "parent",
            "purchaseOrder",
            "announcement",
            "owner",
            "channel",
            "client");

    /** {@code -Dbad.all=true}: every bad value in every field, which takes minutes. */
    private static final boolean ALL = Boolean.getBoolean("bad.all");

    private static final int OF_ANOTHER_TYPE = 6;
    private static final int TURNS = 8;
    private static final String IDEMPOTENCY_KEY = "Idempotency-Key";
    private static final String HOLE = "\"@hole@\"";

    private final Endpoint endpoint;
    private final GoodRequest good;
    private final String key;
    private final String readerKey;
    private final List<BadRequest> table = new ArrayList<>();
    private int turn;

    /** @param key of somebody who may do everything @param readerKey of somebody who may do nothing */
    BadRequests(Endpoint endpoint, GoodRequest good, String key, String readerKey) {
        this.endpoint = endpoint;
        this.good = good;
        this.key = key;
        this.readerKey = readerKey;
        this.turn = Math.floorMod(endpoint.name().hashCode(), TURNS);
    }

    /** @param rows it is answered with a report of rows, all of which are rejected */
    record BadRequest(String what, byte[] bytes, boolean rows) {}

    List<BadRequest> table() {
        authorizations();
        methodsAndTypes();
        paths();
        queries();
        if (!endpoint.mediaTypes().isEmpty()) {
            contentTypes();
        }
        if (!good.idempotencyKey().isEmpty()) {
            idempotencyKeys();
        }
        if (endpoint.body() != null) {
            texts();
            members("", endpoint.body(), good.json());
        } else if (good.rows()) {
            rows();
        }
        return table;
    }

    byte[] good() {
        return bytes(
                endpoint.method(),
                good.target(endpoint.path()),
                headers(),
                good.body().getBytes(UTF_8));
    }

    private Map<String, String> headers() {
        var headers = new LinkedHashMap<String, String>();
        headers.put("Host", "localhost");
        headers.put("Authorization", "Bearer " + key);
        if (!good.mediaType().isEmpty()) {
            headers.put("Content-Type", good.mediaType());
        }
        if (!good.idempotencyKey().isEmpty()) {
            headers.put(IDEMPOTENCY_KEY, good.idempotencyKey());
        }
        return headers;
    }

    private static byte[] bytes(String method, String target, Map<String, String> headers, byte[] body) {
        var bytes = new ByteArrayOutputStream();
        var head = new StringBuilder(method + " " + target + " HTTP/1.1\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        if (body.length > 0 || !method.equals("GET")) {
            head.append("Content-Length: ").append(body.length).append("\r\n");
        }
        bytes.writeBytes(head.append("\r\n").toString().getBytes(ISO_8859_1));
        bytes.writeBytes(body);
        return bytes.toByteArray();
    }

    private void add(String what, String method, String target, Map<String, String> headers, byte[] body) {
        table.add(new BadRequest(what, bytes(method, target, headers, body), false));
    }

    /** The good request with another header; null takes it away. */
    private void header(String name, String value) {
        var headers = headers();
        headers.put(name, value);
        if (value == null) {
            headers.remove(name);
        }
        add(
                "%s: %s".formatted(name, value),
                endpoint.method(),
                good.target(endpoint.path()),
                headers,
                good.body().getBytes(UTF_8));
    }

    private void target(String target) {
        add(
                "target " + (target.length() < 200 ? target : target.substring(0, 200) + "…"),
                endpoint.method(),
                target,
                headers(),
                good.body().getBytes(UTF_8));
    }

    private void body(String what, byte[] body) {
        add("body " + what, endpoint.method(), good.target(endpoint.path()), headers(), body);
    }

    private void body(String text) {
        body(text.length() < 120 ? text : text.substring(0, 120) + "… of " + text.length(), text.getBytes(UTF_8));
    }

    private void authorizations() {
        header("Authorization", null);
        for (var value : List.of(
                "",
                "Bearer",
                "Bearer ",
                "Bearer nobody",
                "Bearer " + key.substring(1),
                "Bearer " + key + "x",
                "Bearer " + key + " x",
                "Bearer Bearer " + key,
                "Bearer \"" + key + "\"",
                "Bearer " + key.toUpperCase(java.util.Locale.ROOT),
                "Bearer " + "k".repeat(4_000),
                "Bearer \u00e4\u00ff",
                "Bearer %00",
                "Bearer ' OR ''='",
                "Bearer " + readerKey,
                "Basic YWRtaW46YWRtaW4=",
                "Basic",
                "Digest username=\"admin\"",
                "Token " + key,
                key,
                "Negotiate abc",
                "null")) {
            header("Authorization", value);
        }
    }

    private void methodsAndTypes() {
        for (var method : List.of("PUT", "POST", "DELETE", "PATCH", "TRACE", "PROPFIND", "BREW", "get", "LINK")) {
            if (!endpoint.methods().contains(method)) {
                add(
                        "method " + method,
                        method,
                        good.target(endpoint.path()),
                        headers(),
                        good.body().getBytes(UTF_8));
            }
        }
        for (var type : List.of(
                "application/xml",
                "text/html",
                "image/png",
                "application/pdf",
                "text/csv",
                "application/vnd.perpetual.v9+json")) {
            header("Accept", type);
        }
    }

    private void paths() {
        for (var i = 0; i < good.pathValues().size(); i++) {
            for (var value : BadValues.path(good.isFreeText(endpoint.path(), i))) {
                target(good.target(endpoint.path(), i, value));
            }
            if (good.mustBeKnown(i)) {
                target(good.target(endpoint.path(), i, "no-such-thing-7f3a"));
            }
        }
        var right = good.target(endpoint.path());
        for (var wrong : List.of("x" + "y".repeat(300), "%00", "%FF", "x/%ED%A0%80", "..%2f..%2fetc%2fpasswd")) {
            target("/v2" + right.substring(3) + "/" + wrong);
        }
        if (good.pathValues().isEmpty()) {
            for (var more :
                    List.of("%00", "%20", "%0A", "%FF", "s", ".json", "/x", "/x/y", "%2e", "%3Fa=b", "*", "%23", "~")) {
                target(right + more);
            }
            target(right.substring(0, right.length() - 1));
            target(right.substring(0, 4) + right.substring(4).toUpperCase(java.util.Locale.ROOT));
        }
        target(right.replace("/v1/", "/V1/"));
        target(right.replace("/v1/", "/v1%2F"));
        target(right.replace("/v1/", "/v1/%00/"));
        target(right.replace("/v1/", "/v0/"));
    }

    private void queries() {
        var right = good.target(endpoint.path());
        endpoint.query()
                .forEach((name, schema) ->
                        BadValues.query(name, schema).forEach(value -> target(right + "?" + name + "=" + value)));
    }

    private void contentTypes() {
        header("Content-Type", null);
        for (var type : List.of(
                "text/plain",
                "text/html",
                "application/xml",
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=x",
                "application/octet-stream",
                "image/png",
                "application/json5",
                "nonsense",
                "/",
                "application/")) {
            header("Content-Type", type);
        }
    }

    private void idempotencyKeys() {
        header(IDEMPOTENCY_KEY, null);
        for (var value : List.of("", " ", "a;b", "a\\b", "a\"b", "<a>", "\u00e4", "a\u00ffb", "x".repeat(201))) {
            header(IDEMPOTENCY_KEY, value);
        }
    }

    /** Bodies that are no JSON object. */
    private void texts() {
        var right = good.body();
        for (var text : List.of(
                "",
                " ",
                "\n",
                "{",
                "}",
                "[",
                "[]",
                "[{}]",
                "{}{}",
                "null",
                "7",
                "-1",
                "1e400",
                "true",
                "\"x\"",
                "nul",
                "NaN",
                "undefined",
                "{\"id\"}",
                "{\"id\":}",
                "{\"id\":\"a\",}",
                "{'id':'a'}",
                "{id:\"a\"}",
                "<a/>",
                "id=a",
                "--x\r\n",
                "{\"id\":\"a\"",
                "[" + "[".repeat(5_000),
                "{\"a\":".repeat(3_000))) {
            body(text);
        }
        body(right + "x");
        body(right + "{}");
        body(right + right);
        body("," + right);
        body("/* why */" + right);
        body("[" + right + "]");
        body(right.substring(0, right.length() - 1));
        body(right.replaceFirst("\\{", "{\"a\":" + "[".repeat(2_000) + "]".repeat(2_000) + ","));
        body(right.replaceFirst("\\{", "{\"a\":" + "9".repeat(2_000) + ","));
        body(right.replaceFirst("\\{", "{\"" + "n".repeat(60_000) + "\":1,"));
        good.json().fieldNames().forEachRemaining(name -> {
            body(right.replaceFirst("\\{", "{\"" + name + "\":null,")); // That name twice.
        });
        body("with a zero byte", (right.substring(0, right.length() - 1) + "\0}").getBytes(UTF_8));
        body("in UTF-7", "+AHs-".getBytes(UTF_8));
        body("of one byte FF", new byte[] {(byte) 0xff});
        body("of a mark and nothing", new byte[] {(byte) 0xef, (byte) 0xbb, (byte) 0xbf});
        body("with a mark inside", ("{\uFEFF" + right.substring(1)).getBytes(UTF_8));
        for (var wrong : List.of("\u00ff", "\u00ed\u00a0\u0080", "\u00c3", "\u0080")) {
            body(
                    "with bytes that are no UTF-8: " + java.util.HexFormat.of().formatHex(wrong.getBytes(ISO_8859_1)),
                    right.replaceFirst("\\{", "{\"a\":\"" + wrong + "\",").getBytes(ISO_8859_1));
        }
    }

    private void members(String at, JsonNode schema, JsonNode value) {
        if (value instanceof ObjectNode object) {
            for (var name : List.copyOf(new ArrayList<>(object.properties()))) {
                var member = schema.path("properties").path(name.getKey());
                if (member.isMissingNode()) {
                    throw new IllegalStateException("Expected %s in the document of %s, but found none there"
                            .formatted(name.getKey(), endpoint.name()));
                }
                member(at + "/" + name.getKey(), name.getKey(), member, name.getValue());
            }
        } else if (value instanceof ArrayNode list && !list.isEmpty()) {
            member(at + "/0", "", schema.path("items"), list.get(0));
        }
    }

    private void member(String at, String name, JsonNode schema, JsonNode value) {
        if (good.required().contains(at + " as it is")) {
            List.of("7", "true", "{}", "[]", "null", "\"a\\u0000b\"").forEach(text -> replaced(at, text));
            return;
        }
        var required = good.required().contains(at);
        var bad = new ArrayList<>(BadValues.json(schema, value, required || at.endsWith("/0")));
        if (good.required().contains(at + " or empty")) {
            bad.remove("\"\"");
        }
        if (IDS.contains(name) && value.isTextual()) {
            bad.addAll(BadValues.ids());
        }
        turn++;
        for (var i = 0; i < bad.size(); i++) {
            // Each field gets what is of another type, and takes turns with the others for the rest.
            if (ALL
                    || i < OF_ANOTHER_TYPE
                    || (i + turn) % TURNS == 0
                    || bad.get(i).equals("null")) {
                replaced(at, bad.get(i));
            }
        }
        if (required) {
            removed(at);
        }
        members(at, schema, value);
    }

    private void replaced(String at, String text) {
        var whole = good.json();
        var cut = at.lastIndexOf('/');
        var parent = whole.at(at.substring(0, cut));
        var name = at.substring(cut + 1);
        if (parent instanceof ObjectNode object) {
            object.put(name, HOLE.substring(1, HOLE.length() - 1));
        } else {
            ((ArrayNode) parent).set(Integer.parseInt(name), HOLE.substring(1, HOLE.length() - 1));
        }
        var shown = text.length() < 60 ? text : text.substring(0, 60) + "… of " + text.length();
        body(at + " = " + shown, whole.toString().replace(HOLE, text).getBytes(UTF_8));
    }

    private void removed(String at) {
        var whole = good.json();
        var cut = at.lastIndexOf('/');
        ((ObjectNode) whole.at(at.substring(0, cut))).remove(at.substring(cut + 1));
        body("without " + at, whole.toString().getBytes(UTF_8));
    }

    /** Lines of which none can be a row. */
    private void rows() {
        for (var text : List.of("7", "null", "[]", "{", "{\"sku\":7}", "\"x\"", "{\"name\":\"no sku\"}", "\u0000")) {
            row(text);
        }
        good.json().properties().forEach(member -> {
            var required = good.required().contains("/" + member.getKey());
            var bad = BadValues.row(member.getValue(), required);
            if (good.required().contains("/" + member.getKey() + " or empty")) {
                bad.remove("\"\"");
            }
            for (var value : bad) {
                var row = (ObjectNode) good.json();
                row.put(member.getKey(), HOLE.substring(1, HOLE.length() - 1));
                row(row.toString().replace(HOLE, value));
            }
        });
    }

    private void row(String text) {
        var shown = text.length() < 200 ? text : text.substring(0, 200) + "… of " + text.length();
        table.add(new BadRequest(
                "row " + shown,
                bytes(endpoint.method(), good.target(endpoint.path()), headers(), text.getBytes(UTF_8)),
                true));
    }
}
