package dev.perpetual.supplier.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perpetual.supplier.domain.QuantityRules.Quantity.Unclear;
import dev.perpetual.supplier.domain.QuantityRules.Quantity.Units;
import java.time.ZoneOffset;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantityRulesTest {

    private static final Mapping PLAIN = mapping(1, NumberStyle.PLAIN);

    @ParameterizedTest
    @CsvSource({"0,0", "7,7", "007,7", "' 12 ',12", "1000000000,1000000000", "0000000000000000000012,12"})
    void reads_whole_numbers(String text, long units) {
        assertThat(QuantityRules.read(text, PLAIN)).isEqualTo(new Units(units));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "-5",
                "10+",
                "1.000",
                "1,000",
                "5.0",
                "1e3",
                "+5",
                "0x10",
                "NaN",
                "five",
                "١٢",
                "1000000001"
            })
    void guesses_nothing(String text) {
        assertThat(QuantityRules.read(text, PLAIN)).isInstanceOf(Unclear.class);
    }

    @Test
    void says_what_is_unclear_about_1_000() {
        assertThat(QuantityRules.read("1.000", PLAIN))
                .isEqualTo(new Unclear(
                        "a whole number of units (a thousand or one? the feed does not say its separators)"));
    }

    @ParameterizedTest
    @CsvSource({"1.000,1000", "12.345.678,12345678", "7,7", "'5,00',5"})
    void reads_separators_that_the_feed_states(String text, long units) {
        assertThat(QuantityRules.read(text, mapping(1, new NumberStyle('.', ','))))
                .isEqualTo(new Units(units));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.00", "1.0000", ".100", "1.000.00", "5,5", ",0", "1.000,5"})
    void refuses_separators_in_the_wrong_place(String text) {
        assertThat(QuantityRules.read(text, mapping(1, new NumberStyle('.', ','))))
                .isInstanceOf(Unclear.class);
    }

    @ParameterizedTest
    @CsvSource({"10+,10", "In Stock,3", "IN STOCK,3"})
    void reads_the_words_of_the_feed(String text, long units) {
        assertThat(QuantityRules.read(text, withWords())).isEqualTo(new Units(units));
    }

    @Test
    void counts_packs_as_base_units() {
        assertThat(QuantityRules.read("5", mapping(12, NumberStyle.PLAIN))).isEqualTo(new Units(60));
    }

    @Test
    void does_not_overflow_by_the_pack_factor() {
        assertThat(QuantityRules.read("999999999", mapping(12, NumberStyle.PLAIN)))
                .isInstanceOf(Unclear.class);
    }

    private static Mapping withWords() {
        return new Mapping(
                "sku",
                "qty",
                "loc",
                Map.of(),
                1,
                null,
                ZoneOffset.UTC,
                Map.of("10+", 10L, "In stock", 3L),
                NumberStyle.PLAIN);
    }

    private static Mapping mapping(long packFactor, NumberStyle numbers) {
        @Nullable String noAsOf = null;
        return new Mapping("sku", "qty", "loc", Map.of(), packFactor, noAsOf, ZoneOffset.UTC, Map.of(), numbers);
    }
}
