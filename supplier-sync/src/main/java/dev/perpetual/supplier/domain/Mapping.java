package dev.perpetual.supplier.domain;

import java.time.ZoneId;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the columns of a feed mean.
 *
 * @param sku the column with the supplier's item number
 * @param quantity the column with the quantity
 * @param location the ledger's location of kind SUPPLIER that the figures are about
 * @param skuAliases our SKU for a supplier's item number; what is not listed is our SKU already
 * @param packFactor base units per unit the supplier counts in
 * @param asOf the column with the moment of the figure; null when the file as a whole has one
 * @param zone of moments written without an offset
 * @param quantityWords units for a text that is no number, such as "in stock" or "10+"; letter case is ignored
 * @param numbers how numbers are written
 */
public record Mapping(
        String sku,
        String quantity,
        String location,
        Map<String, String> skuAliases,
        long packFactor,
        @Nullable String asOf,
        ZoneId zone,
        Map<String, Long> quantityWords,
        NumberStyle numbers) {

    /** A factor above this is a typing mistake. */
    public static final long PACK_FACTOR_MAX = 100_000;

    public Mapping {
        if (packFactor < 1 || packFactor > PACK_FACTOR_MAX) {
            throw new IllegalArgumentException(
                    "Expected a pack factor from 1 to %d, but got %d".formatted(PACK_FACTOR_MAX, packFactor));
        }
        skuAliases = Map.copyOf(skuAliases);
        var words = new TreeMap<String, Long>();
        quantityWords.forEach((word, units) -> {
            if (units < 0 || units > QuantityRules.UNITS_MAX) {
                throw new IllegalArgumentException("Expected 0 to %d units for the quantity word '%s', but got %d"
                        .formatted(QuantityRules.UNITS_MAX, word, units));
            }
            words.put(word.strip().toLowerCase(Locale.ROOT), units);
        });
        quantityWords = Map.copyOf(words);
    }
}
