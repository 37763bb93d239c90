package dev.perpetual.supplier.domain;

/** Other people's text, made fit to be stored and shown. */
public final class Text {

    /** Longer text tells nobody more. */
    public static final int SHOWN_MAX = 200;

    private Text() {}

    /** The text without control characters and cut to {@link #SHOWN_MAX}. */
    public static String shown(String text) {
        var cut = text.length() <= SHOWN_MAX ? text : text.substring(0, SHOWN_MAX) + "…";
        return cut.chars().anyMatch(Character::isISOControl) ? cut.replaceAll("\\p{Cntrl}", "\uFFFD") : cut;
    }

    static boolean isDigits(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
