package dev.perpetual.ledger.stock;

import dev.perpetual.kit.problems.Expect;
import dev.perpetual.kit.problems.Problems;
import dev.perpetual.ledger.domain.Bucket;
import dev.perpetual.ledger.domain.Cause;
import dev.perpetual.ledger.domain.Command;
import dev.perpetual.ledger.domain.Command.RecordMovement;
import dev.perpetual.ledger.domain.Command.ReportSupplierStock;
import dev.perpetual.ledger.domain.Command.ReverseMovement;
import dev.perpetual.ledger.domain.Command.TransferStock;
import dev.perpetual.ledger.domain.Goods;
import dev.perpetual.ledger.domain.LocationId;
import dev.perpetual.ledger.domain.Money;
import dev.perpetual.ledger.domain.MovementKind;
import dev.perpetual.ledger.domain.Original;
import dev.perpetual.ledger.domain.Packed;
import dev.perpetual.ledger.domain.Sku;
import dev.perpetual.ledger.wire.ReadIds;
import dev.perpetual.ledger.wire.Times;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Currency;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes a command of a movement's body: fills in the accounts that its kind implies and names what is wrong. */
final class ReadMovement {

    /** Keeps every sum of a batch far from 2^63. */
    static final long QUANTITY_MAX = 1_000_000_000_000L;

    /** How far a sender's clock may be ahead. */
    private static final Duration AHEAD_MAX = Duration.ofMinutes(5);

    /** Those that belong to a hold go through the hold; the rest needs more than a movement says. */
    private static final Set<MovementKind> ELSEWHERE = Set.of(
            MovementKind.EXPECT,
            MovementKind.HOLD,
            MovementKind.RELEASE,
            MovementKind.PICK,
            MovementKind.UNPICK,
            MovementKind.ASSEMBLE,
            MovementKind.DISASSEMBLE);

    private final String at;
    private final MovementBody body;

    /** @param at where the body is in the request, as {@code movements[0]} */
    ReadMovement(String at, MovementBody body) {
        this.at = at;
        this.body = body;
    }

    /** @param packed how the quantity is said; null for base units */
    Command command(@Nullable Packed packed, Instant now) {
        var units = packed == null ? 1 : packed.units();
        var text = Expect.text(at + ".kind", body.kind(), 50);
        var sku = new Sku(ReadIds.id(at + ".sku", body.sku()));
        var location = location(at + ".location", body.location());
        var goods = goods(at, body.lot(), body.owner());
        var reason = body.reason() == null ? null : Expect.text(at + ".reason", body.reason(), 500);
        var occurredAt = occurredAt(now);
        ReadWay.bucket(at + ".bucket", body.bucket(), Bucket.AVAILABLE); // Also where the kind has no use for it.
        ReadWay.bucket(at + ".toBucket", body.toBucket(), Bucket.AVAILABLE);
        var cause = cause();
        if (text.equals("transfer") || (text.equals("transfer-out") && body.toLocation() != null)) {
            var quantity = quantity(units);
            return new TransferStock(
                    sku,
                    quantity,
                    location,
                    ReadWay.bucket(at + ".bucket", body.bucket(), Bucket.AVAILABLE),
                    location(at + ".toLocation", body.toLocation()),
                    ReadWay.bucket(at + ".toBucket", body.toBucket(), Bucket.AVAILABLE),
                    goods,
                    reason,
                    cause,
                    occurredAt,
                    ReadSerials.of(at, body.serials(), quantity),
                    packed);
        }
        var kind = kind(text);
        if (kind == MovementKind.REVERSE || kind == MovementKind.SUPPLIER_REPORT) {
            ReadSerials.none(at, body.serials());
        }
        if (kind == MovementKind.REVERSE) {
            return reverse(sku, location, reason, occurredAt);
        }
        if (kind == MovementKind.SUPPLIER_REPORT) {
            var reported = Expect.between(at + ".quantity", 0, QUANTITY_MAX, body.quantity());
            return new ReportSupplierStock(sku, location, reported * units, occurredAt, cause);
        }
        var way = new ReadWay(at, body).of(kind, location);
        var quantity = kind == MovementKind.COUNT_ADJUST ? adjustment(units) : quantity(units);
        return new RecordMovement(
                kind,
                sku,
                quantity,
                way.from(),
                way.to(),
                goods,
                reason,
                unitCost(),
                cause,
                occurredAt,
                ReadSerials.of(at, body.serials(), quantity),
                packed);
    }

    /** What is reversed says its cause; its quantity and way are those of the original, so nobody can say others. */
    private ReverseMovement reverse(Sku sku, LocationId location, @Nullable String reason, Instant occurredAt) {
        var cause = Expect.present(at + ".cause", body.cause());
        var id = String.valueOf(cause.id());
        var cut = id.lastIndexOf('/');
        if (!"movement".equals(cause.type()) || cut < 0 || !id.substring(0, cut).equals(sku.code())) {
            throw Problems.invalid(
                    at + ".cause",
                    "Expected type movement and id %s/<version>, but got %s %s".formatted(sku, cause.type(), id));
        }
        if (body.quantity() != null) {
            throw Problems.invalid(
                    at + ".quantity",
                    "Expected no quantity, as all of the movement is reversed, but got " + body.quantity());
        }
        try {
            return new ReverseMovement(
                    new Original.Id(sku, Long.parseLong(id.substring(cut + 1))), location, reason, occurredAt);
        } catch (NumberFormatException wrong) {
            throw Problems.invalid(at + ".cause.id", "Expected %s/<version>, but got %s".formatted(sku, id));
        }
    }

    private MovementKind kind(String text) {
        return MovementKind.of(text)
                .filter(kind -> !ELSEWHERE.contains(kind))
                .orElseThrow(() -> Problems.invalid(
                        at + ".kind",
                        "Expected kind to be one of transfer, assemble, disassemble, %s, but got %s"
                                .formatted(
                                        Arrays.stream(MovementKind.values())
                                                .filter(kind -> !ELSEWHERE.contains(kind))
                                                .map(MovementKind::code)
                                                .collect(Collectors.joining(", ")),
                                        text)));
    }

    long quantity(long units) {
        return Math.multiplyExact(Expect.between(at + ".quantity", 1, QUANTITY_MAX / units, body.quantity()), units);
    }

    /** A count may find less: the one quantity with a sign. */
    private long adjustment(long units) {
        var most = QUANTITY_MAX / units;
        var quantity = Expect.between(at + ".quantity", -most, most, body.quantity());
        if (quantity == 0) {
            throw Problems.invalid(at + ".quantity", "Expected a difference above or below 0, but got 0");
        }
        return Math.absExact(quantity) * units;
    }

    static Goods goods(String at, @Nullable String lot, @Nullable String owner) {
        return new Goods(
                lot == null ? "" : Expect.text(at + ".lot", lot, 100),
                owner == null ? "" : ReadIds.id(at + ".owner", owner));
    }

    static LocationId location(String field, @Nullable String text) {
        return new LocationId(ReadIds.id(field, text));
    }

    Instant occurredAt(Instant now) {
        var time = Times.of(at + ".occurredAt", body.occurredAt());
        if (time.isAfter(now.plus(AHEAD_MAX))) {
            throw Problems.invalid(
                    at + ".occurredAt", "Expected a time that has come (it is %s), but got %s".formatted(now, time));
        }
        return time;
    }

    Cause cause() {
        var cause = Expect.present(at + ".cause", body.cause());
        return new Cause(
                ReadIds.reference(at + ".cause.type", cause.type()),
                ReadIds.reference(at + ".cause.id", cause.id()),
                line(cause.line()));
    }

    private @Nullable Integer line(@Nullable Object line) {
        try {
            return line == null ? null : Integer.valueOf(line.toString());
        } catch (NumberFormatException wrong) {
            throw Problems.invalid(at + ".cause.line", "Expected cause.line as a whole number, but got another value");
        }
    }

    private @Nullable Money unitCost() {
        var cost = body.unitCost();
        if (cost == null) {
            return null;
        }
        try {
            var amount = new BigDecimal(Expect.text(at + ".unitCost.amount", cost.amount(), 40));
            var currency = Currency.getInstance(Expect.text(at + ".unitCost.currency", cost.currency(), 3));
            if (amount.signum() >= 0 && Math.abs(amount.scale()) <= 12 && amount.precision() <= 30) {
                return new Money(amount, currency.getCurrencyCode());
            }
        } catch (NumberFormatException wrong) {
            // Told below.
        } catch (IllegalArgumentException unknown) {
            throw Problems.invalid(
                    at + ".unitCost.currency", "Expected an ISO 4217 currency such as EUR, but got " + cost.currency());
        }
        throw Problems.invalid(
                at + ".unitCost.amount", "Expected a decimal number of 0 or more, but got " + cost.amount());
    }
}
