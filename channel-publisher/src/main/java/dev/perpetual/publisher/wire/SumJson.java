package dev.perpetual.publisher.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.perpetual.publisher.domain.Kit;
import dev.perpetual.publisher.domain.Sum;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How a quantity came about, as it is kept beside the quantity and shown by the API. */
public record SumJson(
        long policyVersion,
        long skuVersion,
        List<Part> locations,
        long total,
        long buffer,
        long packUnits,
        long packs,
        @Nullable Long cap,
        long quantity,
        String decidedBy) {

    /**
     * One location's share; {@code counted} is {@code yes} or the reason why not.
     *
     * @param parts of what kits can be made there; only of a virtual kit
     */
    public record Part(
            String location,
            long available,
            long version,
            String counted,
            @Nullable List<KitPart> parts) {}

    /** A part of a virtual kit at one location. @param units in one kit */
    public record KitPart(String sku, long units, long available, long version) {}

    public static SumJson of(Sum sum) {
        return new SumJson(
                sum.policyVersion(),
                sum.skuVersion(),
                sum.parts().stream()
                        .map(part -> new Part(
                                part.location(),
                                part.available(),
                                part.version(),
                                word(part.counted()),
                                made(part.made())))
                        .toList(),
                sum.total(),
                sum.buffer(),
                sum.packUnits(),
                sum.packs(),
                sum.cap(),
                sum.quantity(),
                word(sum.decidedBy()));
    }

    private static @Nullable List<KitPart> made(List<Kit.PartLevel> parts) {
        return parts.isEmpty()
                ? null
                : parts.stream()
                        .map(part -> new KitPart(part.sku(), part.units(), part.available(), part.version()))
                        .toList();
    }

    public String text() {
        return Json.write(this);
    }

    /** Reads what {@link #text} wrote. */
    public static @Nullable SumJson read(@Nullable String text) {
        try {
            return text == null ? null : Json.MAPPER.readValue(text, SumJson.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
