package dev.perpetual.supplier.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perpetual.supplier.domain.JudgedRow.Readable;
import dev.perpetual.supplier.domain.JudgedRow.Reason;
import dev.perpetual.supplier.domain.JudgedRow.Rejected;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RowRulesTest {

    private static final Instant NOW = Instant.parse("2026-03-02T09:00:00Z");
    private static final Mapping MAPPING = new Mapping(
            "Item",
            "Qty",
            "depot",
            Map.of("S-1", "MUG"),
            1,
            "At",
            ZoneId.of("Europe/Berlin"),
            Map.of(),
            NumberStyle.PLAIN);

    private final RowRules rules = rules();

    @Test
    void reads_sku_alias_quantity_and_moment() {
        assertThat(judged("S-1", "12", "2026-03-02 09:30:00"))
                .isEqualTo(new Readable(7, "MUG", 12, Instant.parse("2026-03-02T08:30:00Z")));
    }

    @Test
    void takes_an_offset_over_the_zone_and_a_date_for_its_first_moment() {
        assertThat(judged("BOWL", "1", "2026-03-02T08:30:00Z"))
                .isEqualTo(new Readable(7, "BOWL", 1, Instant.parse("2026-03-02T08:30:00Z")));
        assertThat(judged("BOWL", "1", "2026-03-02"))
                .isEqualTo(new Readable(7, "BOWL", 1, Instant.parse("2026-03-01T23:00:00Z")));
    }

    @Test
    void scenario_59_names_line_column_expected_and_got() {
        assertThat(judged("BOWL", "-5", "2026-03-02"))
                .isEqualTo(new Rejected(7, "BOWL", new Reason("Qty", "zero or more units", "-5")));
        assertThat(judged("BOWL", "10+", "2026-03-02"))
                .isEqualTo(new Rejected(7, "BOWL", new Reason("Qty", "a whole number of units", "10+")));
        assertThat(judged("BOWL", " ", "2026-03-02"))
                .isEqualTo(new Rejected(7, "BOWL", new Reason("Qty", "a whole number of units", "nothing")));
    }

    @Test
    void rejects_a_sku_that_is_missing_unknown_or_unprintable() {
        assertThat(judged("", "1", "2026-03-02"))
                .isInstanceOf(Rejected.class)
                .extracting("sku")
                .isNull();
        assertThat(judged("a\u0000b", "1", "2026-03-02"))
                .isInstanceOf(Rejected.class)
                .extracting("sku")
                .isNull();
        assertThat(judged("PLATE", "1", "2026-03-02"))
                .isEqualTo(new Rejected(7, "PLATE", new Reason("Item", "a SKU of the catalog", "PLATE")));
    }

    @Test
    void rejects_a_row_of_another_width_because_a_figure_may_have_slipped() {
        assertThat(rules.judge(new Row(7, List.of("BOWL", "red", "12", "2026-03-02"))))
                .isEqualTo(new Rejected(7, null, new Reason("Item", "3 columns", "4 columns")));
    }

    @Test
    void rejects_a_moment_it_cannot_read_or_that_has_not_come() {
        assertThat(judged("BOWL", "1", "02.03.2026")).isInstanceOf(Rejected.class);
        assertThat(judged("BOWL", "1", "2026-03-02T11:00:00")).isInstanceOf(Rejected.class);
        assertThat(judged("BOWL", "1", "2026-03-02T10:04:00")).isInstanceOf(Readable.class);
    }

    @Test
    void finds_columns_by_name_whatever_the_letter_case() throws UnreadableFile {
        assertThat(Columns.inHeader(List.of("at", " ITEM ", "x", "qty"), MAPPING))
                .isEqualTo(new Columns(4, 1, 3, 0));
    }

    @Test
    void says_which_column_was_expected_and_which_came() {
        assertThatThrownBy(() -> Columns.inHeader(List.of("Item", "Stock", "At"), MAPPING))
                .isInstanceOf(UnreadableFile.class)
                .hasMessage("Expected a column 'Qty' for quantity, but got Item, Stock, At");
        assertThatThrownBy(() -> Columns.inHeader(List.of("Item", "Qty", "QTY", "At"), MAPPING))
                .hasMessage("Expected one column 'Qty' for quantity, but got 2 of that name");
    }

    private JudgedRow judged(String... fields) {
        return rules.judge(new Row(7, List.of(fields)));
    }

    private static RowRules rules() {
        return new RowRules(new Columns(3, 0, 1, 2), MAPPING, Set.of("MUG", "BOWL")::contains, NOW);
    }
}
