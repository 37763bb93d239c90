package dev.perpetual.supplier.domain;

import java.util.regex.Pattern;

/**
 * Names one feed of one supplier. Both parts are also folder names of the drop folder, so they are spelled narrowly.
 *
 * @param supplier who says what it has
 * @param feed one of its files, unique within the supplier
 */
public record FeedId(String supplier, String feed) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

    public FeedId {
        requireName("supplier", supplier);
        requireName("feed", feed);
    }

    /**
     * Checks one part.
     *
     * @throws IllegalArgumentException when it could not be a folder's name
     */
    public static String requireName(String what, String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "Expected %s to be 1 to 100 letters, digits, dots, hyphens or underscores that begin with a letter or digit, but got %s"
                            .formatted(what, name));
        }
        return name;
    }

    @Override
    public String toString() {
        return supplier + "/" + feed;
    }
}
