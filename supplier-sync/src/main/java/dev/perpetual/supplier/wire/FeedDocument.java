package dev.perpetual.supplier.wire;

import dev.perpetual.kit.problems.Expect;
import dev.perpetual.kit.problems.Problems;
import dev.perpetual.supplier.domain.AbsentRows;
import dev.perpetual.supplier.domain.Feed;
import dev.perpetual.supplier.domain.FeedId;
import dev.perpetual.supplier.domain.Format;
import dev.perpetual.supplier.domain.Freshness;
import dev.perpetual.supplier.domain.GateLimits;
import dev.perpetual.supplier.domain.Mapping;
import dev.perpetual.supplier.domain.NumberStyle;
import dev.perpetual.supplier.domain.Transport;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A feed's definition as it is put and told over HTTP, and as it is stored. What is left out has the default. */
public record FeedDocument(
        @Nullable TransportDocument transport,
        @Nullable FormatDocument format,
        @Nullable MappingDocument mapping,
        @Nullable GatesDocument gates,
        @Nullable String absentRows,
        @Nullable FreshnessDocument freshness,
        @Nullable ScheduleDocument schedule) {

    private static final int NAME_MAX = 200;

    /** @param type folder or upload */
    public record TransportDocument(@Nullable String type) {}

    /** @param delimiter one character, or "tab" */
    public record FormatDocument(
            @Nullable String type,
            @Nullable String delimiter,
            @Nullable String charset,
            @Nullable Boolean header,
            @Nullable String thousands,
            @Nullable String decimal) {}

    /** Columns by name, or by number from 1 when the file has no header. */
    public record MappingDocument(
            @Nullable String sku,
            @Nullable String quantity,
            @Nullable String location,
            @Nullable Map<String, String> skuAliases,
            @Nullable Long packFactor,
            @Nullable String asOf,
            @Nullable String zone,
            @Nullable Map<String, Long> quantityWords) {}

    /** Shares from 0 to 1. */
    public record GatesDocument(
            @Nullable Double shareToZeroMax,
            @Nullable Double rowDropMax,
            @Nullable Double rejectedShareMax,
            @Nullable Boolean repeatsAllowed) {}

    /** ISO 8601 durations. */
    public record FreshnessDocument(
            @Nullable String fullFor,
            @Nullable String haircutFor,
            @Nullable Integer haircutPercent,
            @Nullable String withdrawAfter) {}

    /** @param every an ISO 8601 duration */
    public record ScheduleDocument(@Nullable String every) {}

    /**
     * The definition with its defaults.
     *
     * @throws io.quarkiverse.resteasy.problem.HttpProblem 400 naming the member at fault
     */
    public Feed toFeed(FeedId id, long version) {
        var transported = Expect.present("transport", transport);
        var formatted = Expect.present("format", format);
        return new Feed(
                id,
                version,
                toTransport(transported),
                toFormat(formatted),
                toMapping(Expect.present("mapping", mapping), formatted),
                toGates(),
                absentRows == null ? AbsentRows.KEEP : Expect.oneOf("absentRows", AbsentRows.class, absentRows),
                toFreshness(),
                schedule == null ? null : positive("schedule.every", duration("schedule.every", schedule.every())));
    }

    private static Transport toTransport(TransportDocument transport) {
        var type = Expect.text("transport.type", transport.type(), NAME_MAX);
        return switch (type) {
            case "folder" -> new Transport.Folder();
            case "upload" -> new Transport.Upload();
            default ->
                throw Problems.invalid(
                        "transport.type", "Expected transport.type to be one of [folder, upload], but got " + type);
        };
    }

    private static Format toFormat(FormatDocument format) {
        var type = Expect.text("format.type", format.type(), NAME_MAX);
        if (!type.equals("csv")) {
            throw Problems.invalid("format.type", "Expected format.type to be one of [csv], but got " + type);
        }
        return checked(
                "format.delimiter",
                () -> new Format.Csv(
                        format.delimiter() == null ? ',' : delimiter(format.delimiter()),
                        format.charset() == null ? StandardCharsets.UTF_8 : charset(format.charset()),
                        format.header() == null || format.header()));
    }

    private static Mapping toMapping(MappingDocument mapping, FormatDocument format) {
        return checked(
                "mapping",
                () -> new Mapping(
                        Expect.text("mapping.sku", mapping.sku(), NAME_MAX),
                        Expect.text("mapping.quantity", mapping.quantity(), NAME_MAX),
                        Expect.id("mapping.location", mapping.location()),
                        withoutNulls("mapping.skuAliases", mapping.skuAliases()),
                        mapping.packFactor() == null ? 1 : mapping.packFactor(),
                        mapping.asOf() == null ? null : Expect.text("mapping.asOf", mapping.asOf(), NAME_MAX),
                        mapping.zone() == null ? ZoneOffset.UTC : zone(mapping.zone()),
                        withoutNulls("mapping.quantityWords", mapping.quantityWords()),
                        new NumberStyle(
                                separator("format.thousands", format.thousands()),
                                separator("format.decimal", format.decimal()))));
    }

    private GateLimits toGates() {
        var normal = GateLimits.DEFAULT;
        if (gates == null) {
            return normal;
        }
        return checked(
                "gates",
                () -> new GateLimits(
                        Objects.requireNonNullElse(gates.shareToZeroMax(), normal.shareToZeroMax()),
                        Objects.requireNonNullElse(gates.rowDropMax(), normal.rowDropMax()),
                        Objects.requireNonNullElse(gates.rejectedShareMax(), normal.rejectedShareMax()),
                        Objects.requireNonNullElse(gates.repeatsAllowed(), normal.repeatsAllowed())));
    }

    private Freshness toFreshness() {
        var normal = Freshness.DEFAULT;
        if (freshness == null) {
            return normal;
        }
        return checked(
                "freshness",
                () -> new Freshness(
                        orElse("freshness.fullFor", freshness.fullFor(), normal.fullFor()),
                        orElse("freshness.haircutFor", freshness.haircutFor(), normal.haircutFor()),
                        Objects.requireNonNullElse(freshness.haircutPercent(), normal.haircutPercent()),
                        orElse("freshness.withdrawAfter", freshness.withdrawAfter(), normal.withdrawAfter())));
    }

    private static Duration orElse(String field, @Nullable String value, Duration normal) {
        return value == null ? normal : duration(field, value);
    }

    private static Duration duration(String field, @Nullable String value) {
        var text = Expect.text(field, value, NAME_MAX);
        try {
            return Duration.parse(text);
        } catch (DateTimeParseException wrong) {
            throw Problems.invalid(
                    field, "Expected %s as an ISO 8601 duration such as PT24H, but got %s".formatted(field, text));
        }
    }

    private static Duration positive(String field, Duration duration) {
        if (duration.isPositive()) {
            return duration;
        }
        throw Problems.invalid(field, "Expected %s longer than zero, but got %s".formatted(field, duration));
    }

    private static char delimiter(String text) {
        return text.equals("tab") ? '\t' : oneCharacter("format.delimiter", text);
    }

    private static @Nullable Character separator(String field, @Nullable String text) {
        return text == null ? null : Character.valueOf(oneCharacter(field, text));
    }

    private static char oneCharacter(String field, String text) {
        if (text.length() != 1) {
            throw Problems.invalid(
                    field, "Expected %s to be one character, but got %d".formatted(field, text.length()));
        }
        return text.charAt(0);
    }

    private static Charset charset(String name) {
        try {
            return Charset.forName(name);
        } catch (IllegalArgumentException unknown) {
            throw Problems.invalid(
                    "format.charset", "Expected format.charset such as UTF-8 or windows-1252, but got " + name);
        }
    }

    private static ZoneId zone(String name) {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException unknown) {
            throw Problems.invalid("mapping.zone", "Expected mapping.zone such as Europe/Berlin, but got " + name);
        }
    }

    private static <V> Map<String, V> withoutNulls(String field, @Nullable Map<String, V> map) {
        if (map == null) {
            return Map.of();
        }
        map.forEach((key, value) -> Expect.present(field + "." + key, value));
        return map;
    }

    /** The domain's own checks, told as a problem. */
    private static <T> T checked(String field, java.util.function.Supplier<T> made) {
        try {
            return made.get();
        } catch (IllegalArgumentException wrong) {
            throw Problems.invalid(field, String.valueOf(wrong.getMessage()));
        }
    }
}
