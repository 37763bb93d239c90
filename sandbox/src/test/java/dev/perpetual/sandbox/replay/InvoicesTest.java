package dev.perpetual.sandbox.replay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perpetual.sandbox.replay.Undo.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InvoicesTest {
    private static final String HEADER =
            "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n";

    @TempDir
    private Path folder;

    @Test
    void an_exact_repetition_inside_one_invoice_is_dropped_and_counted() throws IOException {
        var file = file(
                "1,10002,DOLL,6,01 08:00,1,7,UK", "1,10002,DOLL,6,01 08:00,1,7,UK", "2,10002,DOLL,6,01 08:00,1,7,UK");
        var invoices = new ArrayList<Invoice>();

        var counts = Invoices.read(file, invoices::add, _ -> {});

        assertThat(invoices)
                .hasSize(2)
                .allSatisfy(invoice -> assertThat(invoice.sales()).hasSize(1));
        assertThat(counts.duplicates).isEqualTo(1);
        assertThat(counts.isComplete()).isTrue();
    }

    @Test
    void the_same_sku_on_several_different_rows_stays_several_lines() throws IOException {
        var file = file("1,10002a,DOLL,6,01 08:00,1,7,UK", "1,10002A,DOLL,2,01 08:00,1,7,UK");
        var invoices = new ArrayList<Invoice>();

        var counts = Invoices.read(file, invoices::add, _ -> {});

        assertThat(invoices.getFirst().sales()).extracting(Invoice.Line::sku).containsExactly("10002A", "10002A");
        assertThat(invoices.getFirst().sales()).extracting(Invoice.Line::id).containsExactly(1, 2);
        assertThat(counts.caseTwins).isEqualTo(1);
    }

    @Test
    void a_number_that_comes_again_later_is_an_order_of_its_own() throws IOException {
        var file = file(
                "1,10002,DOLL,6,01 08:00,1,7,UK", "2,10002,DOLL,6,01 08:00,1,7,UK", "1,10003,DOLL,6,01 08:00,1,7,UK");
        var keys = new ArrayList<String>();

        var counts = Invoices.read(file, invoice -> keys.add(invoice.key()), _ -> {});

        assertThat(keys).containsExactly("1", "2", "1-2");
        assertThat(counts.invoicesAgain).isEqualTo(1);
    }

    @Test
    void every_row_is_counted_by_exactly_one_rule() throws IOException {
        var file = file(
                "1,10002,DOLL,6,01 08:00,1,7,UK",
                "1,10002,DOLL,6,01 08:00,1,7,UK",
                "1,POST,POSTAGE,1,01 08:00,18,7,UK",
                "1,10003,GIFT,1,01 08:00,0,7,UK",
                "1,10004,NOTHING,0,01 08:00,1,7,UK",
                "2,10004,,-5,01 09:00,0,,UK",
                "C3,10002,DOLL,-1,01 10:00,1,7,UK",
                "3,10002,DOLL,x,01 08:00,1,7,UK");

        var counts = Survey.of(file).counts();

        assertThat(counts.isComplete()).isTrue();
        assertThat(counts.rows).isEqualTo(8);
        assertThat(List.of(
                        counts.sales,
                        counts.gifts,
                        counts.cancellations,
                        counts.adjustments,
                        counts.zeroQuantities,
                        counts.duplicates,
                        counts.unreadable,
                        counts.noGoodsRows()))
                .containsExactly(2L, 1L, 1L, 1L, 1L, 1L, 1L, 1L);
    }

    @Test
    void the_opening_stock_covers_every_sale_and_adjustment() throws IOException {
        var file = file(
                "1,10002,DOLL,6,01 08:00,1,7,UK",
                "1,10002,DOLL,6,01 08:00,1,7,UK",
                "2,10002,,-5,01 09:00,0,,UK",
                "C3,10002,DOLL,-1,01 10:00,1,7,UK");

        var doll = Survey.of(file).bySku().get("10002");

        assertThat(doll.opening()).isEqualTo(11);
        assertThat(doll.fileGone()).isEqualTo(6 + 6 + 5 - 1);
        assertThat(doll.repeatedGone()).isEqualTo(6);
        assertThat(doll.name("none")).isEqualTo("DOLL");
    }

    @Test
    void a_cancellation_on_the_same_day_stops_the_parcel_a_later_one_brings_it_back() throws IOException {
        var file = file(
                "1,10002,DOLL,6,01 08:00,1,7,UK",
                "C2,10002,DOLL,-2,01 12:00,1,7,UK",
                "C3,10002,DOLL,-1,05 12:00,1,7,UK");
        var undos = Undos.of(file, Survey.of(file));

        assertThat(undos.of("C2")).containsExactly(new Undo(Kind.CANCEL, "1", 1, "10002", 2));
        assertThat(undos.of("C3")).containsExactly(new Undo(Kind.RETURN, "1", 1, "10002", 1));
        assertThat(undos.cancellationsBefore("1")).isEqualTo(1);
        assertThat(undos.cancelledUnitsBySku()).containsEntry("10002", 2L);
    }

    @Test
    void a_cancellation_takes_the_latest_sales_first_and_the_rest_is_loose() throws IOException {
        var file = file(
                "1,10002,DOLL,6,01 08:00,1,7,UK",
                "2,10002,DOLL,3,03 08:00,1,7,UK",
                "C3,10002,DOLL,-12,05 12:00,1,7,UK");
        var undos = Undos.of(file, Survey.of(file));

        assertThat(undos.of("C3"))
                .containsExactly(
                        new Undo(Kind.RETURN, "2", 1, "10002", 3),
                        new Undo(Kind.RETURN, "1", 1, "10002", 6),
                        new Undo(Kind.LOOSE_RETURN, "", 0, "10002", 3));
    }

    @Test
    void a_cancellation_never_takes_another_customers_sale_or_a_later_one() throws IOException {
        var file = file(
                "1,10002,DOLL,6,01 08:00,1,8,UK",
                "C2,10002,DOLL,-2,01 12:00,1,7,UK",
                "3,10002,DOLL,6,02 08:00,1,7,UK",
                "4,10002,DOLL,6,02 09:00,1,,UK",
                "C5,10002,DOLL,-2,02 12:00,1,,UK");
        var undos = Undos.of(file, Survey.of(file));

        assertThat(undos.of("C2")).extracting(Undo::kind).containsExactly(Kind.LOOSE_RETURN);
        assertThat(undos.of("C5")).extracting(Undo::kind).containsExactly(Kind.LOOSE_RETURN);
        assertThat(undos.isUndone("3")).isFalse();
    }

    /** Rows of December 2010, their dates as day and time. */
    private RetailFile file(String... rows) throws IOException {
        var text = new StringBuilder(HEADER);
        for (var row : rows) {
            text.append(row.replaceFirst(",(\\d\\d) (\\d\\d:\\d\\d),", ",2010-12-$1 $2:00,"))
                    .append('\n');
        }
        return RetailFile.open(
                Files.write(folder.resolve("file.csv"), text.toString().getBytes(UTF_8)));
    }
}
