package dev.perpetual.supplier.formats;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import dev.perpetual.supplier.domain.Columns;
import dev.perpetual.supplier.domain.Format.Csv;
import dev.perpetual.supplier.domain.Mapping;
import dev.perpetual.supplier.domain.Row;
import dev.perpetual.supplier.domain.UnreadableFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A file of separated values, read row by row with never more than one record in memory. */
public final class CsvFile implements AutoCloseable {

    private static final int FIELDS_MAX = 1_000;
    private static final int RECORD_CHARS_MAX = 256 * 1024;
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final Csv format;
    private final CloseableIterator<CsvRecord> records;
    private final @Nullable Columns columns;
    private @Nullable CsvRecord first;

    private CsvFile(BufferedReader text, Csv format, Mapping mapping) throws UnreadableFile {
        this.format = format;
        this.records = CsvReader.builder()
                .fieldSeparator(format.delimiter())
                .extraFieldStrategy(
                        FieldMismatchStrategy
                                .IGNORE) // The row rules tell which row has another width, and the others go on.
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .allowUnclosedQuote(false)
                .skipEmptyLines(true)
                .maxBufferSize(2 * RECORD_CHARS_MAX)
                .build(
                        CsvRecordHandler.of(limits -> limits.maxFields(FIELDS_MAX)
                                .maxFieldSize(RECORD_CHARS_MAX)
                                .maxRecordSize(RECORD_CHARS_MAX)),
                        text)
                .iterator();
        this.first = nextRecord();
        this.columns = columns(first, format, mapping);
        if (format.header()) {
            first = null;
        }
    }

    /**
     * Opens the file and finds the mapped columns.
     *
     * @throws UnreadableFile when a column is missing, or the beginning is no text of the stated charset
     */
    public static CsvFile open(Path file, Csv format, Mapping mapping) throws IOException, UnreadableFile {
        var strict = format.charset().newDecoder(); // Reports what is malformed instead of replacing it.
        var text = new BufferedReader(new InputStreamReader(Files.newInputStream(file), strict));
        try {
            skipByteOrderMark(text, format.charset());
            return new CsvFile(text, format, mapping);
        } catch (IOException | UnreadableFile | RuntimeException failure) {
            text.close();
            throw failure;
        }
    }

    /** Null when the file has not one record, so that there is nothing to find columns in. */
    public @Nullable Columns columns() {
        return columns;
    }

    /**
     * The next row; null behind the last.
     *
     * @throws UnreadableFile when the rest is no separated values, such as a quote that never closes
     */
    public @Nullable Row next() throws UnreadableFile {
        var record = first == null ? nextRecord() : first;
        first = null;
        return record == null ? null : new Row(record.getStartingLineNumber(), record.getFields());
    }

    private @Nullable CsvRecord nextRecord() throws UnreadableFile {
        try {
            return records.hasNext() ? records.next() : null;
        } catch (CsvParseException malformed) {
            throw new UnreadableFile(
                    "malformed-csv",
                    "Expected well-formed separated values, but got: " + message(malformed),
                    "RFC 4180",
                    List.of(message(malformed)));
        } catch (UncheckedIOException failure) {
            if (failure.getCause() instanceof CharacterCodingException) {
                throw wrongCharset(format.charset());
            }
            throw failure;
        }
    }

    private static String message(CsvParseException malformed) {
        var cause = malformed.getCause() == null ? malformed : malformed.getCause();
        return String.valueOf(cause.getMessage());
    }

    private static @Nullable Columns columns(@Nullable CsvRecord first, Csv format, Mapping mapping)
            throws UnreadableFile {
        if (first == null) {
            return null;
        }
        return format.header()
                ? Columns.inHeader(first.getFields(), mapping)
                : Columns.byNumber(first.getFieldCount(), mapping);
    }

    private static void skipByteOrderMark(BufferedReader text, Charset charset) throws IOException, UnreadableFile {
        text.mark(1);
        try {
            if (text.read() != BYTE_ORDER_MARK) {
                text.reset();
            }
        } catch (CharacterCodingException malformed) {
            throw wrongCharset(charset);
        }
    }

    private static UnreadableFile wrongCharset(Charset charset) {
        return new UnreadableFile(
                "wrong-charset",
                "Expected text in %s, but got bytes that are none; does the feed name the right charset?"
                        .formatted(charset.name()),
                charset.name(),
                List.of("other bytes"));
    }

    @Override
    public void close() throws IOException {
        records.close();
    }
}
