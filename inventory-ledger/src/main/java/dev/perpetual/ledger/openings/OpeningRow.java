package dev.perpetual.ledger.openings;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.perpetual.kit.problems.Expect;
import dev.perpetual.kit.problems.Problems;
import dev.perpetual.ledger.domain.BalanceKey;
import dev.perpetual.ledger.domain.Bucket;
import dev.perpetual.ledger.domain.Goods;
import dev.perpetual.ledger.domain.Ids;
import dev.perpetual.ledger.domain.LocationId;
import dev.perpetual.ledger.domain.Money;
import dev.perpetual.ledger.domain.MovementKind;
import dev.perpetual.ledger.domain.Sku;
import dev.perpetual.ledger.stock.MovementBody.MoneyBody;
import dev.perpetual.ledger.wire.ContentHash;
import dev.perpetual.ledger.wire.Times;
import dev.perpetual.ledger.wire.UploadedRows.Fields;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One figure of the source.
 *
 * @param line its row, counted from 1, the heading not among them
 * @param quantity base units
 */
record OpeningRow(
        long line,
        BalanceKey key,
        Bucket bucket,
        long quantity,
        @Nullable Money unitCost,
        Instant occurredAt,
        String contentHash) {

    private static final long QUANTITY_MAX = 1_000_000_000_000L;
    private static final Duration AHEAD_MAX = Duration.ofMinutes(5);

    /** A row as in the file, before anything is checked. */
    @JsonInclude(Include.NON_NULL)
    public record OpeningBody(
            @Nullable String sku,
            @Nullable String location,
            @Nullable Long quantity,
            @Nullable String bucket,
            @Nullable String lot,
            @Nullable String owner,
            @Nullable MoneyBody unitCost,
            @Nullable String occurredAt) {

        static OpeningBody of(Fields row) {
            var amount = row.text("unitCost");
            return new OpeningBody(
                    row.text("sku"),
                    row.text("location"),
                    row.number("quantity"),
                    row.text("bucket"),
                    row.text("lot"),
                    row.text("owner"),
                    amount == null ? null : new MoneyBody(amount, row.text("currency")),
                    row.text("occurredAt"));
        }
    }

    /** @throws io.quarkiverse.resteasy.problem.HttpProblem 400 that says what is wrong */
    static OpeningRow of(long line, OpeningBody body, Instant now) {
        var key = new BalanceKey(
                new Sku(id("sku", body.sku())),
                new LocationId(id("location", body.location())),
                new Goods(
                        body.lot() == null ? "" : Expect.text("lot", body.lot(), 100),
                        body.owner() == null ? "" : id("owner", body.owner())));
        return new OpeningRow(
                line,
                key,
                bucket(body.bucket()),
                Expect.between("quantity", 0, QUANTITY_MAX, body.quantity()),
                unitCost(body.unitCost()),
                occurredAt(body.occurredAt(), now),
                ContentHash.of("opening", body));
    }

    private static String id(String field, @Nullable String text) {
        var id = Expect.text(field, text, Ids.ID_LENGTH_MAX);
        if (!Ids.isId(id)) {
            throw Problems.invalid(
                    field,
                    "Expected %s of letters, digits, inner spaces and . _ : / + # - only, but got %s"
                            .formatted(field, id));
        }
        return id;
    }

    private static Bucket bucket(@Nullable String text) {
        var bucket = text == null ? Bucket.AVAILABLE : Bucket.of(text).orElse(Bucket.OUTBOUND);
        if (!MovementKind.RECEIVE.to().buckets().contains(bucket)) {
            throw Problems.invalid(
                    "bucket",
                    "Expected bucket to be one of %s, but got %s"
                            .formatted(MovementKind.RECEIVE.to().described(), Expect.text("bucket", text, 50)));
        }
        return bucket;
    }

    private static Instant occurredAt(@Nullable String text, Instant now) {
        var time = text == null ? now : Times.of("occurredAt", text);
        if (time.isAfter(now.plus(AHEAD_MAX))) {
            throw Problems.invalid(
                    "occurredAt",
                    "Expected occurredAt as a time that has come (it is %s), but got %s".formatted(now, time));
        }
        return time;
    }

    private static @Nullable Money unitCost(@Nullable MoneyBody cost) {
        if (cost == null) {
            return null;
        }
        try {
            var amount = new BigDecimal(Expect.text("unitCost.amount", cost.amount(), 40));
            var currency = Currency.getInstance(Expect.text("unitCost.currency", cost.currency(), 3));
            if (amount.signum() >= 0 && Math.abs(amount.scale()) <= 12 && amount.precision() <= 30) {
                return new Money(amount, currency.getCurrencyCode());
            }
        } catch (NumberFormatException wrong) {
            // Told below.
        } catch (IllegalArgumentException unknown) {
            throw Problems.invalid(
                    "unitCost.currency", "Expected an ISO 4217 currency such as EUR, but got " + cost.currency());
        }
        throw Problems.invalid("unitCost.amount", "Expected unitCost as a decimal number of 0 or more");
    }

    /** The same figure of the same place makes the same command, so that it takes effect once. */
    String command(String opening) {
        var goods = key.goods();
        var name = List.of(key.sku().code(), key.location().id(), goods.lot(), goods.owner(), bucket.code());
        return "opening/" + opening + "/" + ContentHash.of("opening", name);
    }
}
