package dev.perpetual.ledger.documents;

import dev.perpetual.kit.database.Database;
import dev.perpetual.kit.problems.Expect;
import dev.perpetual.kit.problems.Problems;
import dev.perpetual.ledger.catalog.Catalog;
import dev.perpetual.ledger.documents.DocumentBodies.LineBody;
import dev.perpetual.ledger.domain.Bucket;
import dev.perpetual.ledger.domain.DocumentUnits;
import dev.perpetual.ledger.domain.DocumentUnits.Details;
import dev.perpetual.ledger.domain.DocumentUnits.Part;
import dev.perpetual.ledger.domain.Goods;
import dev.perpetual.ledger.domain.LocationId;
import dev.perpetual.ledger.domain.Money;
import dev.perpetual.ledger.domain.Sku;
import dev.perpetual.ledger.stock.ReadSerials;
import dev.perpetual.ledger.wire.ReadIds;
import dev.perpetual.ledger.wire.Times;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Currency;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the lines of a document or of a step: fills in packs and names what is wrong. */
final class ReadLines {

    private static final int LINES_MAX = 500;
    private static final int LINE_MAX = 1_000_000;
    private static final long QUANTITY_MAX = 1_000_000_000_000L;
    private static final Duration AHEAD_MAX = Duration.ofMinutes(5);

    private final Database database;
    private final Set<Part> allowed;
    private final boolean skuNeeded;
    private final Instant when;
    private boolean namesUnits;

    /** As of now. @param allowed the quantities that a line may carry; it must carry one that is not {@code MISSING} */
    ReadLines(Database database, boolean skuNeeded, Set<Part> allowed) {
        this(database, skuNeeded, allowed, Times.now());
    }

    /** @param when it happened: packs are as they were then */
    ReadLines(Database database, boolean skuNeeded, Set<Part> allowed, Instant when) {
        this.database = database;
        this.allowed = allowed;
        this.skuNeeded = skuNeeded;
        this.when = when;
    }

    /** The lines are about units that somebody has in hand, so that they may name them. */
    ReadLines ofUnitsInHand() {
        namesUnits = true;
        return this;
    }

    List<DocumentUnits> read(@Nullable List<LineBody> lines) {
        var asked = Expect.present("lines", lines);
        if (asked.isEmpty() || asked.size() > LINES_MAX) {
            throw Problems.invalid("lines", "Expected 1 to %d lines, but got %d".formatted(LINES_MAX, asked.size()));
        }
        var seen = new HashSet<String>();
        var read = new ArrayList<DocumentUnits>(asked.size());
        for (var i = 0; i < asked.size(); i++) {
            var at = "lines[" + i + "]";
            var line = read(at, Expect.present(at, asked.get(i)));
            if (!seen.add(line.line() + (skuNeeded ? "" : "/" + line.sku() + "/" + line.goods()))) {
                throw Problems.invalid(
                        at + ".line", "Expected each line once, but got %d twice".formatted(line.line()));
            }
            read.add(line);
        }
        return read;
    }

    private DocumentUnits read(String at, LineBody body) {
        var line = (int) Expect.between(at + ".line", 1, LINE_MAX, (long) Expect.present(at + ".line", body.line()));
        var sku = body.sku() == null && !skuNeeded ? null : new Sku(ReadIds.id(at + ".sku", body.sku()));
        var lot = body.lot() == null ? "" : Expect.text(at + ".lot", body.lot(), 100);
        var owner = body.owner() == null ? "" : ReadIds.reference(at + ".owner", body.owner());
        var factor = factor(at, sku, body.pack());
        var parts = parts(at, body, factor);
        return new DocumentUnits(
                line,
                body.orderLine(),
                sku,
                body.lot() == null && body.owner() == null ? null : new Goods(lot, owner),
                body.location() == null ? null : new LocationId(ReadIds.id(at + ".location", body.location())),
                parts,
                new Details(
                        sku == null || !allowed.contains(Part.INSPECT) ? List.of() : factors(sku),
                        factor,
                        bucket(at, body.bucket()),
                        unitCost(at, body.unitCost()),
                        date(at, body.expiresOn()),
                        body.reason() == null ? null : Expect.text(at + ".reason", body.reason(), 500)),
                serials(at, body, parts));
    }

    /** Serials say which units; those of one line share one fate, so that nobody has to guess whose is whose. */
    private List<String> serials(String at, LineBody body, Map<Part, Long> parts) {
        if (body.serials() == null || body.serials().isEmpty()) {
            return List.of();
        }
        if (!namesUnits) {
            ReadSerials.none(at, body.serials());
        }
        if (parts.size() != 1 || parts.containsKey(Part.MISSING)) {
            throw Problems.invalid(
                    at + ".serials",
                    "Expected serials in a line with one quantity, but got %d".formatted(parts.size()));
        }
        return ReadSerials.of(at, body.serials(), parts.values().iterator().next());
    }

    private Map<Part, Long> parts(String at, LineBody body, long factor) {
        var parts = new EnumMap<Part, Long>(Part.class);
        put(parts, at + ".quantity", Part.QUANTITY, body.quantity(), factor);
        put(parts, at + ".good", Part.GOOD, body.good(), factor);
        put(parts, at + ".damaged", Part.DAMAGED, body.damaged(), factor);
        put(parts, at + ".inspect", Part.INSPECT, body.inspect(), factor);
        put(parts, at + ".missing", Part.MISSING, body.missing(), factor);
        put(parts, at + ".pass", Part.PASS, body.pass(), factor);
        put(parts, at + ".fail", Part.FAIL, body.fail(), factor);
        put(parts, at + ".restock", Part.RESTOCK, body.restock(), factor);
        put(parts, at + ".refurbish", Part.REFURBISH, body.refurbish(), factor);
        put(parts, at + ".block", Part.BLOCK, body.block(), factor);
        put(parts, at + ".writeOff", Part.WRITE_OFF, body.writeOff(), factor);
        put(parts, at + ".toSupplier", Part.SUPPLIER, body.toSupplier(), factor);
        if (parts.isEmpty()) {
            throw Problems.invalid(
                    allowed.contains(Part.QUANTITY) ? at + ".quantity" : at,
                    "Expected a quantity of 1 or more in %s, but got none".formatted(at));
        }
        return parts;
    }

    private void put(Map<Part, Long> parts, String field, Part part, @Nullable Long quantity, long factor) {
        if (quantity == null) {
            return;
        }
        if (!allowed.contains(part)) {
            throw Problems.invalid(field, "Expected no %s in this step, but got %d".formatted(field, quantity));
        }
        var least = part == Part.QUANTITY ? 1 : 0;
        var units = Expect.between(field, least, QUANTITY_MAX / factor, quantity) * factor;
        if (units > 0) {
            parts.merge(part, units, Long::sum);
        }
    }

    private long factor(String at, @Nullable Sku sku, @Nullable String pack) {
        if (pack == null) {
            return 1;
        }
        if (sku == null) {
            throw Problems.invalid(at + ".sku", "Expected the SKU whose pack it is, but got none");
        }
        return database.inTransaction(connection -> Catalog.packUnits(connection, sku.code(), pack, when))
                .orElseThrow(() -> Problems.unprocessable(
                        "unknown-pack",
                        "Expected a pack of %s, but got %s".formatted(sku, Expect.text(at + ".pack", pack, 100))));
    }

    private List<Long> factors(Sku sku) {
        return database.inTransaction(connection -> Catalog.packFactors(connection, sku.code()));
    }

    private static @Nullable Bucket bucket(String at, @Nullable String bucket) {
        if (bucket == null || bucket.equals("available")) {
            return null;
        }
        if (bucket.equals("blocked")) {
            return Bucket.BLOCKED;
        }
        throw Problems.invalid(
                at + ".bucket", "Expected available or blocked, but got " + Expect.text(at + ".bucket", bucket, 50));
    }

    private static @Nullable LocalDate date(String at, @Nullable String date) {
        try {
            var day = date == null ? null : LocalDate.parse(date);
            if (day == null || (day.getYear() >= 1970 && day.getYear() <= 9999)) {
                return day;
            }
        } catch (DateTimeParseException wrong) {
            // Told below.
        }
        throw Problems.invalid(
                at + ".expiresOn",
                "Expected a date such as 2026-12-31, but got " + Expect.text(at + ".expiresOn", date, 50));
    }

    private static @Nullable Money unitCost(String at, DocumentBodies.@Nullable MoneyBody cost) {
        if (cost == null) {
            return null;
        }
        var text = Expect.text(at + ".unitCost.amount", cost.amount(), 40);
        var currency = Expect.text(at + ".unitCost.currency", cost.currency(), 3);
        try {
            var amount = new BigDecimal(text);
            if (amount.signum() >= 0 && Math.abs(amount.scale()) <= 12 && amount.precision() <= 30) {
                return new Money(amount, Currency.getInstance(currency).getCurrencyCode());
            }
        } catch (NumberFormatException wrong) {
            // Told below.
        } catch (IllegalArgumentException unknown) {
            throw Problems.invalid(
                    at + ".unitCost.currency", "Expected an ISO 4217 currency such as EUR, but got " + currency);
        }
        throw Problems.invalid(at + ".unitCost.amount", "Expected a decimal number of 0 or more, but got " + text);
    }

    static Instant occurredAt(@Nullable String text, Instant now) {
        var time = text == null ? now : Times.of("occurredAt", text);
        if (time.isAfter(now.plus(AHEAD_MAX))) {
            throw Problems.invalid(
                    "occurredAt", "Expected a time that has come (it is %s), but got %s".formatted(now, time));
        }
        return time;
    }

    static @Nullable Instant time(String field, @Nullable String text) {
        return text == null ? null : Times.of(field, text);
    }

    static LocationId location(String field, @Nullable String text) {
        return new LocationId(ReadIds.id(field, text));
    }
}
