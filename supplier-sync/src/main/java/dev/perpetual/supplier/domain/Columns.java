package dev.perpetual.supplier.domain;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Where the mapped columns stand in a file.
 *
 * @param width number of columns every row must have
 * @param asOf -1 when the feed has no such column
 */
public record Columns(int width, int sku, int quantity, int asOf) {

    private static final int SHOWN_MAX = 50;

    /** Finds the columns by their names, ignoring letter case and surrounding spaces. */
    public static Columns inHeader(List<String> header, Mapping mapping) throws UnreadableFile {
        return new Columns(
                header.size(),
                byName(header, "sku", mapping.sku()),
                byName(header, "quantity", mapping.quantity()),
                mapping.asOf() == null ? -1 : byName(header, "asOf", mapping.asOf()));
    }

    /** Takes the columns by their numbers, from 1, as wide as the first row. */
    public static Columns byNumber(int width, Mapping mapping) throws UnreadableFile {
        return new Columns(
                width,
                byNumber(width, "sku", mapping.sku()),
                byNumber(width, "quantity", mapping.quantity()),
                mapping.asOf() == null ? -1 : byNumber(width, "asOf", mapping.asOf()));
    }

    private static int byName(List<String> header, String field, String name) throws UnreadableFile {
        var places = IntStream.range(0, header.size())
                .filter(place -> spelled(header.get(place)).equals(spelled(name)))
                .toArray();
        if (places.length == 1) {
            return places[0];
        }
        var came = header.stream().limit(SHOWN_MAX).map(Text::shown).toList();
        if (places.length == 0) {
            throw UnreadableFile.missingColumn(field, name, came);
        }
        throw new UnreadableFile(
                "ambiguous-column",
                "Expected one column '%s' for %s, but got %d of that name".formatted(name, field, places.length),
                name,
                came);
    }

    private static int byNumber(int width, String field, String number) throws UnreadableFile {
        var place = Text.isDigits(number) && number.length() < 5 ? Integer.parseInt(number) - 1 : -1;
        if (place < 0 || place >= width) {
            throw UnreadableFile.missingColumn(
                    field,
                    number,
                    IntStream.rangeClosed(1, Math.min(width, SHOWN_MAX))
                            .mapToObj(Integer::toString)
                            .toList());
        }
        return place;
    }

    private static String spelled(String name) {
        return name.strip().toLowerCase(Locale.ROOT);
    }
}
