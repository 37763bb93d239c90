package dev.perpetual.sandbox.replay;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetailFileTest {
    private static final String FIRST =
            "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n";

    private final List<String> unreadable = new ArrayList<>();

    @TempDir
    private Path folder;

    @Test
    void reads_the_first_edition() throws IOException {
        var line = read(FIRST + "536365,85123A,\"HOLDER, WHITE\",6,2010-12-01 08:26:00,2.55,17850.0,United Kingdom\n")
                .getFirst();

        assertThat(line.invoice()).isEqualTo("536365");
        assertThat(line.description()).isEqualTo("HOLDER, WHITE");
        assertThat(line.quantity()).isEqualTo(6);
        assertThat(line.at()).isEqualTo(Instant.parse("2010-12-01T08:26:00Z"));
        assertThat(line.price()).isEqualTo("2.55");
        assertThat(line.hasCustomer()).isTrue();
    }

    @Test
    void reads_the_second_edition_with_its_own_names_and_dates() throws IOException {
        var lines = read("""
                Invoice,StockCode,Description,Quantity,InvoiceDate,Price,Customer ID,Country
                489434,85048,LIGHTS,12,12/1/2009 7:45,6.95,13085,United Kingdom
                C489449,22087,BUNTING,-12,12/31/2009 17:05,2.95,,EIRE
                """);

        assertThat(lines)
                .extracting(RetailLine::at)
                .containsExactly(Instant.parse("2009-12-01T07:45:00Z"), Instant.parse("2009-12-31T17:05:00Z"));
        assertThat(lines.getLast().hasCustomer()).isFalse();
    }

    @Test
    void reads_columns_in_any_order_behind_a_byte_order_mark() throws IOException {
        var line = read("\uFEFFCountry,InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID\n"
                        + "Spain,536365,85123A,HOLDER,6,2010-12-01 08:26:00,2.55,17850\n")
                .getFirst();

        assertThat(line.country()).isEqualTo("Spain");
        assertThat(line.invoice()).isEqualTo("536365");
    }

    @Test
    void takes_latin_letters_when_the_file_is_not_utf_8() throws IOException {
        var text = FIRST + "536365,22139,CAFÉ SIGN £2,6,2010-12-01 08:26:00,2.55,17850,France\n";

        assertThat(read(text, ISO_8859_1).getFirst().description()).isEqualTo("CAFÉ SIGN £2");
        assertThat(read(text, UTF_8).getFirst().description()).isEqualTo("CAFÉ SIGN £2");
    }

    @Test
    void reads_a_gzipped_file_whatever_its_name() throws IOException {
        var path = folder.resolve("file.csv");
        try (var out = new GZIPOutputStream(Files.newOutputStream(path))) {
            out.write((FIRST + "536365,22139,SIGN,6,2010-12-01 08:26:00,2.55,17850,France\n").getBytes(UTF_8));
        }

        assertThat(lines(path)).hasSize(1);
    }

    @Test
    void a_customer_is_the_same_person_however_the_number_is_written() throws IOException {
        var lines = read(FIRST
                + "1,22139,SIGN,6,2010-12-01 08:26:00,2.55,17850,France\n"
                + "2,22139,SIGN,6,2010-12-01 08:26:00,2.55,17850.0,France\n"
                + "3,22139,SIGN,6,2010-12-01 08:26:00,2.55,17851,France\n");

        assertThat(lines.get(0).customer()).isEqualTo(lines.get(1).customer());
        assertThat(lines.get(2).customer()).isNotEqualTo(lines.get(0).customer());
    }

    @Test
    void a_customers_number_does_not_leave_the_reader() throws IOException {
        var line = read(FIRST + "1,22139,SIGN,6,2010-12-01 08:26:00,2.55,17850,France\n")
                .getFirst();

        assertThat(line.toString()).doesNotContain("17850");
    }

    @Test
    void rows_that_cannot_be_read_are_told_and_the_rest_goes_on() throws IOException {
        var lines = read(FIRST
                + "1,22139,SIGN,six,2010-12-01 08:26:00,2.55,17850,France\n"
                + "2,22139,SIGN,6,yesterday,2.55,17850,France\n"
                + "3,22139\n"
                + "4,22139,SIGN,1.5,2010-12-01 08:26:00,2.55,17850,France\n"
                + "5,22139,SIGN,6,2010-12-01 08:26:00,2.55,17850,France\n");

        assertThat(lines).extracting(RetailLine::invoice).containsExactly("5");
        assertThat(unreadable).hasSize(4);
        assertThat(unreadable.get(1)).contains("line 3", "Expected a date", "yesterday");
    }

    @Test
    void a_missing_column_is_named() {
        assertThatThrownBy(() -> read("InvoiceNo,StockCode,Description,InvoiceDate,UnitPrice,CustomerID,Country\n1\n"))
                .isInstanceOf(UnusableFile.class)
                .hasMessageContaining("quantity");
    }

    @Test
    void a_workbook_is_refused_with_what_to_do() {
        assertThatThrownBy(() -> read("PK\u0003\u0004"))
                .isInstanceOf(UnusableFile.class)
                .hasMessageContaining("save")
                .hasMessageContaining("as CSV");
    }

    @Test
    void an_empty_or_absent_file_is_one_clear_sentence() {
        assertThatThrownBy(() -> read("")).isInstanceOf(UnusableFile.class).hasMessageContaining("empty file");
        assertThatThrownBy(() -> RetailFile.open(folder.resolve("absent")))
                .isInstanceOf(UnusableFile.class)
                .hasMessageContaining("absent");
    }

    private List<RetailLine> read(String text) throws IOException {
        return read(text, UTF_8);
    }

    private List<RetailLine> read(String text, Charset charset) throws IOException {
        return lines(Files.write(folder.resolve("file.csv"), text.getBytes(charset)));
    }

    private List<RetailLine> lines(Path path) {
        var lines = new ArrayList<RetailLine>();
        RetailFile.open(path).forEach(lines::add, unreadable::add);
        return lines;
    }
}
