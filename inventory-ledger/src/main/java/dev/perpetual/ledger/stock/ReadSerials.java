package dev.perpetual.ledger.stock;

import dev.perpetual.kit.problems.Expect;
import dev.perpetual.kit.problems.Problems;
import dev.perpetual.ledger.domain.Serial;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the serials of a movement or a line and names what is wrong with them. */
public final class ReadSerials {

    /** Of one movement or line. More units than that are named in several. */
    private static final int SERIALS_MAX = 1_000;

    private ReadSerials() {}

    /**
     * The serials, or none when none are named.
     *
     * @param at where they are in the request, as {@code movements[0]}
     * @param units how many units they are the numbers of, in base units
     */
    public static List<String> of(String at, @Nullable List<@Nullable String> serials, long units) {
        if (serials == null || serials.isEmpty()) {
            return List.of();
        }
        var field = at + ".serials";
        if (serials.size() > SERIALS_MAX) {
            throw Problems.invalid(
                    field, "Expected at most %d serials, but got %d".formatted(SERIALS_MAX, serials.size()));
        }
        if (serials.size() != units) {
            throw Problems.invalid(
                    field, "Expected %d serials, one for each unit, but got %d".formatted(units, serials.size()));
        }
        var seen = new HashSet<String>();
        for (var i = 0; i < serials.size(); i++) {
            var serial = one(field + "[" + i + "]", serials.get(i));
            if (!seen.add(serial)) {
                throw Problems.invalid(
                        field + "[" + i + "]", "Expected each serial once, but got %s twice".formatted(serial));
            }
        }
        return serials.stream().map(String::valueOf).toList();
    }

    /** One serial. */
    public static String one(String field, @Nullable String serial) {
        var text = Expect.text(field, serial, Serial.LENGTH_MAX);
        if (!text.equals(text.strip())) {
            throw Problems.invalid(field, "Expected no space around a serial, but got '%s'".formatted(text));
        }
        return text;
    }

    /** Where nothing can be said of single units. */
    public static void none(String at, @Nullable List<@Nullable String> serials) {
        if (serials != null && !serials.isEmpty()) {
            throw Problems.invalid(at + ".serials", "Expected no serials here, but got " + serials.size());
        }
    }
}
