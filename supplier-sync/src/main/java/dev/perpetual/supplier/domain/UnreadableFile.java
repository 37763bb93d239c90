package dev.perpetual.supplier.domain;

import java.util.List;

/** A whole file cannot be understood, so that none of it is used; says what was expected and what came. */
public final class UnreadableFile extends Exception {

    private static final long serialVersionUID = 1L;

    private final String type;
    private final String expected;
    private final transient List<String> got;

    /**
     * Says why.
     *
     * @param type a word for machines, such as {@code missing-column}
     * @param detail a sentence for people: Expected …, but got …
     */
    public UnreadableFile(String type, String detail, String expected, List<String> got) {
        super(detail);
        this.type = type;
        this.expected = expected;
        this.got = List.copyOf(got);
    }

    static UnreadableFile missingColumn(String field, String name, List<String> came) {
        return new UnreadableFile(
                "missing-column",
                "Expected a column '%s' for %s, but got %s".formatted(name, field, String.join(", ", came)),
                name,
                came);
    }

    public String type() {
        return type;
    }

    public String expected() {
        return expected;
    }

    public List<String> got() {
        return got;
    }
}
