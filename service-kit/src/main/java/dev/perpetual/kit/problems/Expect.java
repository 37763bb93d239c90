package dev.perpetual.kit.problems;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks of single values at the door; each failure is a problem that names the field, what was expected, and what came. */
public final class Expect {

    private static final int SHOWN_MAX = 100;
    private static final int ID_MAX = 200;
    private static final int REPLACEMENT = 0xFFFD;
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._:@/+ -]+");

    private Expect() {}

    public static <T> T present(String field, @Nullable T value) {
        if (value == null) {
            throw Problems.invalid(field, "Expected %s, but got none".formatted(field));
        }
        return value;
    }

    /** Not blank, at most {@code lengthMax} characters, nothing invisible, nothing that was damaged on its way. */
    public static String text(String field, @Nullable String value, int lengthMax) {
        var text = present(field, value);
        if (text.isBlank() || text.length() > lengthMax) {
            throw Problems.invalid(
                    field, "Expected %s of 1 to %d characters, but got %d".formatted(field, lengthMax, text.length()));
        }
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw Problems.invalid(
                    field, "Expected %s without control characters, but got %s".formatted(field, shown(text)));
        }
        if (text.codePoints().anyMatch(Expect::isDamaged)) {
            throw Problems.invalid(field, "Expected %s as text in UTF-8, but got what is none".formatted(field));
        }
        return text;
    }

    /** Half of a pair, which no encoding can write, or the sign that stands for bytes that were no UTF-8. */
    private static boolean isDamaged(int codePoint) {
        return codePoint == REPLACEMENT
                || (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE);
    }

    /** True or false; {@code usual} when it is absent. */
    public static boolean truth(String field, @Nullable String value, boolean usual) {
        if (value == null) {
            return usual;
        }
        if (!value.equals("true") && !value.equals("false")) {
            throw Problems.invalid(field, "Expected %s to be true or false, but got %s".formatted(field, shown(value)));
        }
        return value.equals("true");
    }

    /** An id that is safe in a key, a path, and a log: up to 200 of letters, digits, space, and {@code ._:@/+-}. */
    public static String id(String field, @Nullable String value) {
        var id = text(field, value, ID_MAX);
        if (!ID.matcher(id).matches() || !id.equals(id.strip())) {
            throw Problems.invalid(
                    field,
                    "Expected %s of letters, digits, inner spaces, and ._:@/+- only, but got %s"
                            .formatted(field, shown(id)));
        }
        return id;
    }

    public static long positive(String field, @Nullable Long value) {
        var number = present(field, value);
        if (number <= 0) {
            throw Problems.invalid(field, "Expected %s of 1 or more, but got %d".formatted(field, number));
        }
        return number;
    }

    public static long zeroOrMore(String field, @Nullable Long value) {
        var number = present(field, value);
        if (number < 0) {
            throw Problems.invalid(field, "Expected %s of 0 or more, but got %d".formatted(field, number));
        }
        return number;
    }

    public static long between(String field, long least, long most, @Nullable Long value) {
        var number = present(field, value);
        if (number < least || number > most) {
            throw Problems.invalid(
                    field, "Expected %s from %d to %d, but got %d".formatted(field, least, most, number));
        }
        return number;
    }

    /** An RFC 3339 time with its offset. */
    public static Instant time(String field, @Nullable String value) {
        var text = present(field, value);
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException wrong) {
            throw Problems.invalid(
                    field,
                    "Expected %s as an RFC 3339 time such as 2026-01-31T12:00:00Z, but got %s"
                            .formatted(field, shown(text)));
        }
    }

    /** One of an enum's names, written as in the API: lower case with dashes, or as it is. */
    public static <E extends Enum<E>> E oneOf(String field, Class<E> type, @Nullable String value) {
        var text = present(field, value);
        for (var candidate : type.getEnumConstants()) {
            if (candidate.name().equalsIgnoreCase(text.replace('-', '_'))) {
                return candidate;
            }
        }
        var names = java.util.Arrays.stream(type.getEnumConstants())
                .map(candidate ->
                        candidate.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'))
                .toList();
        throw Problems.invalid(field, "Expected %s to be one of %s, but got %s".formatted(field, names, shown(text)));
    }

    private static String shown(String text) {
        var visible = text.replaceAll("\\p{Cntrl}", "?");
        return visible.length() <= SHOWN_MAX ? visible : visible.substring(0, SHOWN_MAX) + "…";
    }
}
