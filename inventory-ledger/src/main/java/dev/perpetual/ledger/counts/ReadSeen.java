package dev.perpetual.ledger.counts;

import dev.perpetual.kit.problems.Expect;
import dev.perpetual.kit.problems.Problems;
import dev.perpetual.ledger.counts.CountBodies.SeenBody;
import dev.perpetual.ledger.domain.CountLine.Basis;
import dev.perpetual.ledger.domain.LocationId;
import dev.perpetual.ledger.domain.Money;
import dev.perpetual.ledger.domain.Sku;
import dev.perpetual.ledger.domain.StockCount.Mode;
import dev.perpetual.ledger.stock.MovementBody.MoneyBody;
import dev.perpetual.ledger.wire.ReadIds;
import dev.perpetual.ledger.wire.Times;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what somebody counted and names what is wrong about it. */
final class ReadSeen {

    /** Keeps every sum far from 2^63. */
    static final long UNITS_MAX = 1_000_000_000_000L;

    private static final int LIST_MAX = 1_000;
    private static final int LOT_MAX = 100;
    private static final Duration AHEAD_MAX = Duration.ofMinutes(5);

    private ReadSeen() {}

    /**
     * A line of a sheet that says a figure.
     *
     * @param at where it is in the request, as {@code lines[0]}
     * @param owner null when it says none
     * @param basis null when it was just now
     */
    record Seen(
            String at,
            Sku sku,
            LocationId location,
            String lot,
            @Nullable String owner,
            long units,
            @Nullable Basis basis,
            @Nullable Money unitCost) {}

    /** Null when the line is blank: then nobody counted it, which is not zero. */
    static @Nullable Seen seen(String at, SeenBody body, Instant now) {
        var seen = new Seen(
                at,
                new Sku(ReadIds.id(at + ".sku", body.sku())),
                new LocationId(ReadIds.id(at + ".location", body.location())),
                body.lot() == null ? "" : Expect.text(at + ".lot", body.lot(), LOT_MAX),
                body.owner() == null ? null : body.owner().isEmpty() ? "" : ReadIds.id(at + ".owner", body.owner()),
                body.quantity() == null ? 0 : Expect.between(at + ".quantity", 0, UNITS_MAX, body.quantity()),
                basis(at, body, now),
                unitCost(at + ".unitCost", body.unitCost()));
        return body.quantity() == null ? null : seen;
    }

    private static @Nullable Basis basis(String at, SeenBody body, Instant now) {
        if (body.version() != null && body.countedAt() != null) {
            throw Problems.invalid(at + ".countedAt", "Expected version or countedAt, but got both");
        }
        if (body.version() != null) {
            return new Basis(Expect.zeroOrMore(at + ".version", body.version()), null);
        }
        if (body.countedAt() == null) {
            return null;
        }
        var time = Times.of(at + ".countedAt", body.countedAt());
        if (time.isAfter(now.plus(AHEAD_MAX))) {
            throw Problems.invalid(
                    at + ".countedAt", "Expected a time that has come (it is %s), but got %s".formatted(now, time));
        }
        return new Basis(null, time);
    }

    static @Nullable Mode mode(@Nullable String text) {
        return text == null ? null : Expect.oneOf("mode", Mode.class, text);
    }

    /** Ids of a list, each once; null stays null. */
    static @Nullable List<String> ids(String field, @Nullable List<String> values) {
        return list(field, values, ReadIds::id);
    }

    static @Nullable List<String> lots(String field, @Nullable List<String> values) {
        return list(field, values, (at, lot) -> Expect.text(at, lot, LOT_MAX));
    }

    private interface Check {
        String of(String field, @Nullable String value);
    }

    private static @Nullable List<String> list(String field, @Nullable List<String> values, Check check) {
        if (values == null) {
            return null;
        }
        if (values.isEmpty() || values.size() > LIST_MAX) {
            throw Problems.invalid(
                    field, "Expected 1 to %d of %s, but got %d".formatted(LIST_MAX, field, values.size()));
        }
        var seen = new HashSet<String>();
        var read = new ArrayList<String>();
        for (var i = 0; i < values.size(); i++) {
            var at = "%s[%d]".formatted(field, i);
            var value = check.of(at, values.get(i));
            if (!seen.add(value)) {
                throw Problems.invalid(at, "Expected each once, but got %s twice".formatted(value));
            }
            read.add(value);
        }
        return read;
    }

    private static @Nullable Money unitCost(String field, @Nullable MoneyBody cost) {
        if (cost == null) {
            return null;
        }
        try {
            var amount = new BigDecimal(Expect.text(field + ".amount", cost.amount(), 40));
            var currency = Currency.getInstance(Expect.text(field + ".currency", cost.currency(), 3));
            if (amount.signum() >= 0 && Math.abs(amount.scale()) <= 12 && amount.precision() <= 30) {
                return new Money(amount, currency.getCurrencyCode());
            }
        } catch (NumberFormatException wrong) {
            // Told below.
        } catch (IllegalArgumentException unknown) {
            throw Problems.invalid(
                    field + ".currency", "Expected an ISO 4217 currency such as EUR, but got " + cost.currency());
        }
        throw Problems.invalid(field + ".amount", "Expected a decimal number of 0 or more, but got " + cost.amount());
    }
}
