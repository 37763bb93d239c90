package dev.perpetual.sandbox.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perpetual.sandbox.replay.ReplayRules.Meaning;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplayRulesTest {
    private static final Instant NOON = Instant.parse("2010-12-01T12:00:00Z");

    @ParameterizedTest
    @ValueSource(strings = {"85123A", "85123a", "71053", "15056BL", "47503J ", "DCGS0076", "dcgssboy"})
    void codes_that_start_with_five_digits_and_gift_boxes_are_goods(String code) {
        assertThat(ReplayRules.isGoods(code)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST",
                "D",
                "M",
                "m",
                "DOT",
                "C2",
                "C3",
                "BANK CHARGES",
                "AMAZONFEE",
                "S",
                "CRUK",
                "PADS",
                "B",
                "TEST001",
                "gift_0001_20",
                "ADJUST",
                "SP1002",
                "",
                "1234"
            })
    void postage_fees_vouchers_and_tests_are_no_goods(String code) {
        assertThat(ReplayRules.isGoods(code)).isFalse();
    }

    @Test
    void twins_of_other_letter_case_are_one_sku() {
        assertThat(ReplayRules.sku("85123a")).isEqualTo("85123A").isEqualTo(ReplayRules.sku(" 85123A "));
    }

    @Test
    void units_for_a_price_are_a_sale() {
        assertThat(ReplayRules.meaningOf(line("536365", "85123A", 6, "2.55", 7)))
                .isEqualTo(Meaning.SALE);
    }

    @Test
    void units_at_no_price_are_a_sale_too_as_gifts_leave_the_shelf() {
        assertThat(ReplayRules.meaningOf(line("536365", "85123A", 6, "0", 0))).isEqualTo(Meaning.SALE);
    }

    @Test
    void fewer_than_no_units_on_a_cancelled_invoice_are_a_cancellation() {
        assertThat(ReplayRules.meaningOf(line("C536379", "85123A", -1, "2.55", 7)))
                .isEqualTo(Meaning.CANCELLATION);
        assertThat(ReplayRules.meaningOf(line("C536379", "85123A", -1, "2.55", 0)))
                .isEqualTo(Meaning.CANCELLATION);
    }

    @Test
    void fewer_than_no_units_of_a_named_customer_are_a_cancellation_on_any_invoice() {
        assertThat(ReplayRules.meaningOf(line("536379", "85123A", -1, "2.55", 7)))
                .isEqualTo(Meaning.CANCELLATION);
    }

    @Test
    void fewer_than_no_units_without_a_customer_are_an_adjustment() {
        assertThat(ReplayRules.meaningOf(line("536589", "21777", -10, "0", 0))).isEqualTo(Meaning.ADJUSTMENT);
    }

    @Test
    void no_units_mean_nothing() {
        assertThat(ReplayRules.meaningOf(line("536365", "85123A", 0, "2.55", 7)))
                .isEqualTo(Meaning.ZERO_QUANTITY);
    }

    @Test
    void what_is_no_goods_stays_so_whatever_its_quantity() {
        assertThat(ReplayRules.meaningOf(line("C536379", "D", -1, "27.5", 7))).isEqualTo(Meaning.NO_GOODS);
        assertThat(ReplayRules.meaningOf(line("A563185", "B", 1, "11062.06", 0)))
                .isEqualTo(Meaning.NO_GOODS);
    }

    @Test
    void a_parcel_is_still_here_for_a_day() {
        assertThat(ReplayRules.isStillHere(NOON, NOON.plus(Duration.ofHours(24))))
                .isTrue();
        assertThat(ReplayRules.isStillHere(NOON, NOON.plus(Duration.ofHours(24)).plusSeconds(1)))
                .isFalse();
    }

    private static RetailLine line(String invoice, String code, long quantity, String price, long customer) {
        return new RetailLine(
                invoice, code, "THING", quantity, NOON, new BigDecimal(price), customer, "United Kingdom");
    }
}
