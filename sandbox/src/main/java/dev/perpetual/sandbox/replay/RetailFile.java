package dev.perpetual.sandbox.replay;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;

/** A sales file on disk, plain or gzipped; read from the start as often as wanted, one row in memory at a time. */
final class RetailFile {
    private final Path path;
    private final Charset charset;
    private final CustomerHash customers = new CustomerHash();

    private RetailFile(Path path, Charset charset) {
        this.path = path;
        this.charset = charset;
    }

    /** Reads it through once to tell its encoding: UTF-8 when all of it is, else ISO-8859-1. */
    static RetailFile open(Path path) {
        if (!Files.isReadable(path) || Files.isDirectory(path)) {
            throw new UnusableFile("Expected a readable file, but got " + path);
        }
        return new RetailFile(path, isUtf8(path) ? UTF_8 : ISO_8859_1);
    }

    Charset charset() {
        return charset;
    }

    /** Every row in the file's order; rows that cannot be read go to {@code unreadable} as a sentence. */
    void forEach(Consumer<RetailLine> lines, Consumer<String> unreadable) {
        try (var reader = new InputStreamReader(bytes(path), charset);
                var csv = CsvReader.builder()
                        .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                        .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                        .ofCsvRecord(reader)) {
            var rows = csv.iterator();
            if (!rows.hasNext()) {
                throw new UnusableFile("Expected a header and rows in " + path + ", but got an empty file");
            }
            var columns = RetailColumns.in(rows.next(), customers);
            while (rows.hasNext()) {
                read(columns, rows.next(), lines, unreadable);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void read(
            RetailColumns columns, CsvRecord row, Consumer<RetailLine> lines, Consumer<String> unreadable) {
        RetailLine line;
        try {
            line = columns.read(row);
        } catch (IllegalArgumentException | ArithmeticException wrong) {
            unreadable.accept("line " + row.getStartingLineNumber() + ": " + wrong.getMessage());
            return;
        }
        lines.accept(line);
    }

    private static boolean isUtf8(Path path) {
        var decoder = UTF_8.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        try (Reader reader = new InputStreamReader(bytes(path), decoder)) {
            var buffer = new char[1 << 16];
            while (reader.read(buffer) >= 0) {
                // Only whether it decodes.
            }
            return true;
        } catch (CharacterCodingException otherEncoding) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream bytes(Path path) throws IOException {
        var raw = new BufferedInputStream(Files.newInputStream(path), 1 << 16);
        raw.mark(4);
        var first = raw.readNBytes(2);
        raw.reset();
        if (first.length == 2 && first[0] == 'P' && first[1] == 'K') {
            raw.close();
            throw new UnusableFile("Expected CSV, but got a workbook or zip: save " + path + " as CSV first");
        }
        var gzipped = first.length == 2 && (first[0] & 0xff) == 0x1f && (first[1] & 0xff) == 0x8b;
        return gzipped ? new GZIPInputStream(raw, 1 << 16) : raw;
    }
}
