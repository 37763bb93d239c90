package dev.perpetual.ledger.domain;

/** What an id may look like; checked by hand because it runs for every command. */
public final class Ids {

    /** SKUs and locations; together with the {@code @} between them they are the key of a level. */
    public static final int ID_LENGTH_MAX = 200;

    /** Ids minted by callers: commands, holds, causes. */
    public static final int REFERENCE_LENGTH_MAX = 200;

    private Ids() {}

    static void mustBeId(String what, String text) {
        if (!isId(text)) {
            throw new IllegalArgumentException(
                    "Expected %s of 1 to %d letters, digits, inner spaces and . _ : / + # - but got %s"
                            .formatted(what, ID_LENGTH_MAX, shown(text)));
        }
    }

    static void mustBeReference(String what, String text) {
        if (!isReference(text)) {
            throw new IllegalArgumentException(
                    "Expected %s of 1 to %d letters, digits, inner spaces and . _ : @ / + # - but got %s"
                            .formatted(what, REFERENCE_LENGTH_MAX, shown(text)));
        }
    }

    /** True for the code of an item or the id of a location. */
    public static boolean isId(String text) {
        return is(text, ID_LENGTH_MAX, false);
    }

    /** True for an id minted by a caller. */
    public static boolean isReference(String text) {
        return is(text, REFERENCE_LENGTH_MAX, true);
    }

    private static boolean is(String text, int lengthMax, boolean at) {
        if (text.isEmpty() || text.length() > lengthMax || text.charAt(0) == ' ' || text.endsWith(" ")) {
            return false;
        }
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            var plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (!plain && "._:/+#- ".indexOf(c) < 0 && !(at && c == '@')) {
                return false;
            }
        }
        return true;
    }

    private static String shown(String text) {
        return text.length() <= 120 ? "'" + text + "'" : "'" + text.substring(0, 120) + "…' (" + text.length() + ")";
    }
}
