package dev.perpetual.supplier.domain;

import java.util.Locale;
import java.util.regex.Pattern;

/** Reads a quantity as one feed writes it, and never guesses. */
public final class QuantityRules {

    /** More of one item at one supplier is a mistake in the file. */
    public static final long UNITS_MAX = 1_000_000_000L;

    private QuantityRules() {}

    /** What became of the text. */
    sealed interface Quantity {
        record Units(long units) implements Quantity {}

        record Unclear(String expected) implements Quantity {}
    }

    /** Reads the text by the feed's words and separators; the pack factor applies to numbers and words alike. */
    static Quantity read(String text, Mapping mapping) {
        var stripped = text.strip();
        var word = mapping.quantityWords().get(stripped.toLowerCase(Locale.ROOT));
        if (word != null) {
            return units(word, mapping.packFactor());
        }
        if (stripped.startsWith("-") && Text.isDigits(stripped.substring(1))) {
            return new Quantity.Unclear("zero or more units");
        }
        var digits = digits(stripped, mapping.numbers());
        if (!Text.isDigits(digits)) {
            return new Quantity.Unclear("a whole number of units" + hint(stripped));
        }
        var significant = digits.replaceFirst("^0+(?=.)", "");
        if (significant.length() > Long.toString(UNITS_MAX).length()) {
            return tooMany();
        }
        return units(Long.parseLong(significant), mapping.packFactor());
    }

    private static Quantity units(long counted, long packFactor) {
        return counted > UNITS_MAX / packFactor ? tooMany() : new Quantity.Units(counted * packFactor);
    }

    private static Quantity tooMany() {
        return new Quantity.Unclear("at most %d units".formatted(UNITS_MAX));
    }

    /** The digits without the feed's separators, or the text as it is when they stand in the wrong places. */
    private static String digits(String text, NumberStyle style) {
        var whole = text;
        if (style.decimal() != null) {
            var fraction = Pattern.compile(
                            "^(.+)" + Pattern.quote(style.decimal().toString()) + "0*$")
                    .matcher(whole);
            whole = fraction.matches() ? fraction.group(1) : whole;
        }
        if (style.thousands() != null) {
            var separator = Pattern.quote(style.thousands().toString());
            whole = whole.matches("\\d{1,3}(" + separator + "\\d{3})+") ? whole.replaceAll(separator, "") : whole;
        }
        return whole;
    }

    private static String hint(String text) {
        return text.matches("\\d{1,3}[.,]\\d{3}") ? " (a thousand or one? the feed does not say its separators)" : "";
    }
}
