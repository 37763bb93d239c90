package dev.perpetual.ledger.badinput;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;

/** For each type of value, texts in its place that no endpoint may take: as JSON, as a part of a path, as a query value. */
final class BadValues {

    private static final List<String> TIMES = List.of(
            "yesterday",
            "now",
            "2025-02-30T00:00:00Z",
            "2025-02-29T00:00:00Z",
            "2025-04-31T00:00:00Z",
            "2025-13-01T00:00:00Z",
            "2025-00-01T00:00:00Z",
            "2025-01-00T00:00:00Z",
            "2025-01-01",
            "2025-01-01T00:00:00",
            "2025-01-01 00:00:00Z",
            "2025-01-01T00:00:00+99:99",
            "2025-01-01T00:00:00+19:00",
            "2025-01-01T25:00:00Z",
            "2025-01-01T00:60:00Z",
            "2025-01-01T00:00:61Z",
            "+10000-01-01T00:00:00Z",
            "10000-01-01T00:00:00Z",
            "+999999999-12-31T23:59:59Z",
            "-999999999-01-01T00:00:00Z",
            "-0001-01-01T00:00:00Z",
            "0000-01-01T00:00:00Z",
            "2025-1-1T0:0:0Z",
            "01/02/2025",
            "1767225600",
            "2025-W01-1T00:00:00Z",
            "2025-01-01T00:00:00Z[Europe/Berlin",
            "२०२५-01-01T00:00:00Z",
            "2025-01-01T00:00:00Z ",
            "2025-01-01T00:00:00ZZ");

    private static final List<String> DAYS = List.of(
            "tomorrow",
            "2025-02-30",
            "2025-13-01",
            "2025-00-10",
            "2025-1-1",
            "01.02.2036",
            "+10000-01-01",
            "0000-01-01",
            "20250101",
            "2025-01-01T00:00:00Z");

    private static final List<String> WORDS = List.of("nonsense", "available;drop", "1", "ÄÖÜ", "\\u202e", "Null", "x");

    private static final List<String> NUMBERS = List.of(
            "9223372036854775808",
            "-9223372036854775809",
            "18446744073709551616",
            "1e400",
            "-1e400",
            "1.5",
            "0.1",
            "1e-3",
            "\"5\"",
            "\"\"",
            "\"NaN\"",
            "\"five\"",
            "\"0x10\"",
            "true",
            "{}",
            "[]",
            "[5]",
            "NaN",
            "Infinity",
            "-Infinity",
            "007",
            "+5",
            "0x10",
            "5L",
            "1_000",
            "--1",
            "1" + "0".repeat(999),
            "1".repeat(5_000));

    /** In place of any text. */
    private static final List<String> TEXTS = List.of(
            "7",
            "0",
            "1.5",
            "true",
            "{}",
            "[]",
            "[\"x\"]",
            "\"\"",
            "\"   \"",
            "\"a\\u0000b\"",
            "\"\\u0000\"",
            "\"a\\u0007b\"",
            "\"a\\nb\"",
            "\"a\\u007fb\"",
            "\"a\\ud800b\"",
            "\"\\udc00\\ud800\"",
            "\"\\ud83d\"",
            "\"a\\qb\"",
            "\"a\\u12b\"",
            "\"a\tb\"",
            "\"" + "x".repeat(5_000) + "\"");

    /** In place of an id, which may have letters, digits and a few signs only. */
    private static final List<String> IDS = List.of(
            "\" x\"",
            "\"x \"",
            "\"a\\\\b\"",
            "\"a;b\"",
            "\"a'b\"",
            "\"ä\"",
            "\"a\\u200bb\"",
            "\"a\\ufeffb\"",
            "\"😀\"",
            "\"" + "x".repeat(201) + "\"");

    private static final List<String> TRUTHS =
            List.of("\"true\"", "\"yes\"", "\"\"", "1", "0", "1.0", "{}", "[]", "[true]", "True", "TRUE", "yes");

    private static final List<String> LISTS = List.of(
            "{}",
            "7",
            "true",
            "\"x\"",
            "\"\"",
            "[null]",
            "[[]]",
            "[[[]]]",
            "[",
            "[,]",
            "[" + "null,".repeat(100_000) + "null]",
            "[".repeat(2_000) + "]".repeat(2_000));

    private static final List<String> OBJECTS = List.of(
            "[]",
            "[{}]",
            "7",
            "true",
            "\"x\"",
            "{",
            "{]",
            "{\"a\"}",
            "{\"a\":}",
            "{:1}",
            "{a:1}",
            "{'a':1}",
            "{,}",
            "{\"a\":".repeat(2_000) + "1" + "}".repeat(2_000));

    private BadValues() {}

    /** JSON texts that are wrong where a value of this schema is expected; {@code good} is one that is right. */
    static List<String> json(JsonNode schema, JsonNode good, boolean required) {
        var bad = new ArrayList<String>();
        switch (schema.path("type").asText()) {
            case "integer" -> bad.addAll(NUMBERS);
            case "number" -> {
                bad.addAll(NUMBERS);
                bad.removeAll(List.of("1.5", "0.1", "1e-3"));
                bad.add("1e300");
            }
            case "boolean" -> bad.addAll(TRUTHS);
            case "array" -> bad.addAll(LISTS);
            case "object" -> bad.addAll(OBJECTS);
            default -> {
                bad.addAll(TEXTS);
                named(good.asText()).forEach(text -> bad.add("\"" + text + "\""));
            }
        }
        if (required) {
            bad.add("null");
        }
        return bad;
    }

    /** JSON texts that are wrong in place of {@code good} in a row of a file. */
    static List<String> row(JsonNode good, boolean required) {
        var type = good.isTextual() ? "string" : good.isNumber() ? "integer" : "object";
        var bad = new ArrayList<>(json(JsonNodeFactory.instance.objectNode().put("type", type), good, required));
        // A row ends where its line ends.
        bad.removeIf(text -> text.length() > 5_100);
        return bad;
    }

    /** Those of ids, as JSON. */
    static List<String> ids() {
        return IDS;
    }

    private static List<String> named(String good) {
        if (good.matches("\\d{4}-\\d{2}-\\d{2}T.*")) {
            return TIMES;
        }
        return good.matches("\\d{4}-\\d{2}-\\d{2}") ? DAYS : List.of();
    }

    /** Escaped values of a query parameter, by what it means. */
    static List<String> query(String name, JsonNode schema) {
        var bad = new ArrayList<>(List.of("%00", "a%00b", "%FF", "a%C0%AFb", "%ED%A0%80", "%", "%zz", "%0"));
        switch (name) {
            case "asOf", "recordedAsOf", "from", "to", "olderThan" -> {
                TIMES.forEach(time -> bad.add(escaped(time)));
                bad.addAll(List.of("%20", "true", "9223372036854775808", "null"));
            }
            case "cursor" ->
                bad.addAll(List.of(
                        "x",
                        "0",
                        "%3D",
                        "AAAA",
                        "%20",
                        "null",
                        "____",
                        "LTE%3D%3D",
                        "eA%FF",
                        "a".repeat(3_000),
                        "H".repeat(9),
                        "AB%00",
                        "AA",
                        "AB8f",
                        "Hx8fHx8f",
                        // Of one, two, three and four parts, each with a zero byte in it.
                        "YQBi",
                        "AB8A",
                        "AB8AHwA",
                        "AB8AHwAfAA"));
            case "bucket", "state", "kind", "flag", "late" -> {
                WORDS.forEach(word -> bad.add(escaped(word)));
                bad.addAll(List.of("%20", "%07", "true%20", "open%20or%201=1", "x".repeat(3_000)));
            }
            case "limit" -> bad.addAll(List.of("x", "1.5", "9223372036854775808", "1e3", "%20", "0x10", "5%20", "--1"));
            case "topics", "republish" -> bad.addAll(List.of("maybe", "1", "yes", "%20", "truely", "nul", "on"));
            default -> bad.addAll(List.of("%07", "a%0Ab", "%E2%80%8B%00", "x".repeat(3_000), "%20"));
        }
        return bad;
    }

    /** Escaped values of a part of a path. @param free it may be any text that can be read and written */
    static List<String> path(boolean free) {
        var bad = new ArrayList<>(List.of(
                "%00",
                "a%00b",
                "%07",
                "a%0Ab",
                "a%0D%0Ab",
                "%20",
                "%FF",
                "a%C0%AFb",
                "%ED%A0%80",
                "%C3",
                "%",
                "%zz",
                "x".repeat(201),
                "x".repeat(3_000)));
        if (!free) {
            bad.addAll(List.of(
                    "%20a",
                    "a%20",
                    "%F0%9F%98%80",
                    "%C3%A4",
                    "a%5Cb",
                    "a%22b",
                    "a%3Cb%3E",
                    "a%27%20OR%20%271%27=%271",
                    "%7B%7D"));
        }
        return bad;
    }

    private static String escaped(String text) {
        return java.net.URLEncoder.encode(text, java.nio.charset.StandardCharsets.UTF_8)
                .replace("+", "%20");
    }
}
