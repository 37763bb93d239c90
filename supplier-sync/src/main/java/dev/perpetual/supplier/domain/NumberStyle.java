package dev.perpetual.supplier.domain;

import org.jspecify.annotations.Nullable;

/**
 * The separators a feed writes in numbers. With neither, "1.000" may be a thousand or one, and is not guessed at.
 *
 * @param thousands between groups of three digits
 * @param decimal before a fraction, which must be zero
 */
public record NumberStyle(
        @Nullable Character thousands, @Nullable Character decimal) {

    /** Digits only. */
    public static final NumberStyle PLAIN = new NumberStyle(null, null);

    public NumberStyle {
        if (thousands != null && thousands.equals(decimal)) {
            throw new IllegalArgumentException(
                    "Expected different separators for thousands and decimals, but got %s for both"
                            .formatted(thousands));
        }
        requireSeparator(thousands);
        requireSeparator(decimal);
    }

    private static void requireSeparator(@Nullable Character separator) {
        if (separator != null && (Character.isLetterOrDigit(separator) || separator == '-' || separator == '+')) {
            throw new IllegalArgumentException(
                    "Expected a separator that is no letter, digit or sign, but got %s".formatted(separator));
        }
    }
}
