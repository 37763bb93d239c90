package dev.perpetual.sandbox.replay;

import de.siegmar.fastcsv.reader.CsvRecord;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Where the columns are, under the names of either edition of the data set, and how their values are read. */
final class RetailColumns {
    /** Both editions, in one order: the first name that the header has is taken. */
    private static final List<List<String>> NAMES = List.of(
            List.of("invoiceno", "invoice"),
            List.of("stockcode"),
            List.of("description"),
            List.of("quantity"),
            List.of("invoicedate"),
            List.of("unitprice", "price"),
            List.of("customerid"),
            List.of("country"));

    private static final List<DateTimeFormatter> DATES = List.of(
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT),
            DateTimeFormatter.ofPattern("M/d/yyyy H:mm", Locale.ROOT),
            DateTimeFormatter.ofPattern("M/d/yy H:mm", Locale.ROOT),
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT),
            DateTimeFormatter.ISO_LOCAL_DATE_TIME);

    private final int[] at;
    private final CustomerHash customers;

    private RetailColumns(int[] at, CustomerHash customers) {
        this.at = at;
        this.customers = customers;
    }

    /** Finds all eight columns, whatever their order, case and spaces. */
    static RetailColumns in(CsvRecord header, CustomerHash customers) {
        var found = new ArrayList<String>();
        header.getFields().forEach(name -> found.add(plain(name)));
        var at = new int[NAMES.size()];
        for (var column = 0; column < at.length; column++) {
            at[column] = NAMES.get(column).stream()
                    .mapToInt(found::indexOf)
                    .filter(index -> index >= 0)
                    .findFirst()
                    .orElse(-1);
            if (at[column] < 0) {
                throw new UnusableFile("Expected a column %s in the first line, but got %s"
                        .formatted(String.join(" or ", NAMES.get(column)), header.getFields()));
            }
        }
        return new RetailColumns(at, customers);
    }

    /** Reads a row; an {@link IllegalArgumentException} says what is wrong with it. */
    RetailLine read(CsvRecord row) {
        return new RetailLine(
                text(row, 0),
                text(row, 1),
                text(row, 2),
                new BigDecimal(text(row, 3)).longValueExact(),
                date(text(row, 4)),
                new BigDecimal(text(row, 5)).stripTrailingZeros(),
                customers.of(text(row, 6)),
                text(row, 7));
    }

    private String text(CsvRecord row, int column) {
        if (at[column] >= row.getFieldCount()) {
            throw new IllegalArgumentException(
                    "Expected %d fields, but got %d".formatted(NAMES.size(), row.getFieldCount()));
        }
        return row.getField(at[column]).strip();
    }

    /** The files name no zone; their times are taken as UTC. */
    static Instant date(String text) {
        for (var format : DATES) {
            try {
                return LocalDateTime.parse(text, format).toInstant(ZoneOffset.UTC);
            } catch (DateTimeParseException another) {
                // The next format may fit.
            }
        }
        throw new IllegalArgumentException("Expected a date such as 2010-12-01 08:26:00, but got " + text);
    }

    private static String plain(String name) {
        return name.replace("\uFEFF", "").replaceAll("[\\s_]", "").toLowerCase(Locale.ROOT);
    }
}
