package dev.perpetual.ledger.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import dev.perpetual.kit.problems.Problems;
import jakarta.ws.rs.NotSupportedException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Rows of an uploaded file, CSV with a heading or one JSON object per line, one after the other, so that memory does not
 * grow with the file.
 */
public final class UploadedRows {

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private UploadedRows() {}

    /**
     * What a row is.
     *
     * @param needed columns that a CSV file must have
     * @param fromCsv makes a row of the fields by their column; absent and empty ones are null
     */
    public record Shape<T>(Class<T> type, Set<String> needed, Function<Fields, T> fromCsv) {}

    /** The fields of one row. */
    public interface Fields {

        /** Null when the column is absent or empty. */
        @Nullable
        String text(String column);

        /** @throws NotANumber that names the column */
        default @Nullable Long number(String column) {
            var text = text(column);
            try {
                return text == null ? null : Long.valueOf(text);
            } catch (NumberFormatException wrong) {
                throw new NotANumber(
                        "Expected %s as a whole number below 2^63, but got another text".formatted(column));
            }
        }
    }

    /** A field that is no whole number. */
    public static final class NotANumber extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotANumber(String message) {
            super(message);
        }
    }

    /** Gets every row in its order. */
    public interface Sink<T> {
        void row(T row);

        /** A row that says nothing; what is behind it may still be read. */
        void unreadable(String detail);
    }

    /**
     * Gives every row to the sink.
     *
     * @throws io.quarkiverse.resteasy.problem.HttpProblem 400 when not even the first row can be found
     * @throws NotSupportedException (415) when nobody says what it is
     */
    public static <T> void read(
            @Nullable String contentType, InputStream body, Shape<T> shape, ObjectMapper json, Sink<T> sink) {
        if (contentType == null) {
            throw new NotSupportedException();
        }
        try (var text = strict(body)) {
            if (contentType.startsWith("text/csv")) {
                csv(text, shape, sink);
            } else {
                jsonLines(text, shape, json, sink);
            }
        } catch (CharacterCodingException wrong) {
            sink.unreadable("Expected UTF-8, but got something else; the rest was not read");
        } catch (IOException lost) {
            throw new UncheckedIOException(lost);
        }
    }

    private static Reader strict(InputStream body) throws IOException {
        var decoder = UTF_8.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        var text = new PushbackReader(new BufferedReader(new InputStreamReader(body, decoder)));
        var first = text.read();
        if (first != -1 && first != BYTE_ORDER_MARK) {
            text.unread(first);
        }
        return text;
    }

    private static <T> void csv(Reader text, Shape<T> shape, Sink<T> sink) throws IOException {
        var seen = 0L;
        try (var rows = CsvReader.builder()
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .ofNamedCsvRecord(text)) {
            for (var row : rows) {
                if (seen++ == 0) {
                    mustHave(shape.needed(), row);
                }
                csvRow(row, shape, sink);
            }
        } catch (CsvParseException wrong) {
            var detail = "Expected well-formed CSV, but " + wrong.getMessage();
            if (seen == 0) {
                throw Problems.badRequest("malformed-csv", detail);
            }
            sink.unreadable(detail + "; the rest was not read");
        } catch (UncheckedIOException lost) {
            throw lost.getCause();
        }
    }

    private static <T> void csvRow(NamedCsvRecord row, Shape<T> shape, Sink<T> sink) {
        if (row.getFieldCount() > row.getHeader().size()) {
            sink.unreadable(
                    "Expected %d fields, but got %d".formatted(row.getHeader().size(), row.getFieldCount()));
            return;
        }
        T read;
        try {
            read = shape.fromCsv()
                    .apply(column -> row.findField(column)
                            .filter(field -> !field.isEmpty())
                            .orElse(null));
        } catch (NotANumber wrong) {
            sink.unreadable(String.valueOf(wrong.getMessage()));
            return;
        }
        sink.row(read);
    }

    private static void mustHave(Set<String> needed, NamedCsvRecord row) {
        for (var column : needed) {
            if (!row.getHeader().contains(column)) {
                throw Problems.invalid(
                        "header", "Expected the columns %s, but got %s".formatted(needed, row.getHeader()));
            }
        }
    }

    private static <T> void jsonLines(Reader text, Shape<T> shape, ObjectMapper json, Sink<T> sink) throws IOException {
        var lines = new BufferedReader(text);
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.isBlank()) {
                continue;
            }
            T row;
            try {
                row = json.readValue(line, shape.type());
            } catch (JsonProcessingException wrong) {
                sink.unreadable("Expected a row as one JSON object, but got " + wrong.getOriginalMessage());
                continue;
            }
            if (row == null) {
                sink.unreadable("Expected a row as one JSON object, but got null");
            } else {
                sink.row(row);
            }
        }
    }
}
