package dev.perpetual.ledger.stock;

import static dev.perpetual.ledger.domain.Account.at;
import static dev.perpetual.ledger.domain.Account.beyond;

import dev.perpetual.kit.problems.Expect;
import dev.perpetual.kit.problems.Problems;
import dev.perpetual.ledger.domain.Account;
import dev.perpetual.ledger.domain.Bucket;
import dev.perpetual.ledger.domain.LocationId;
import dev.perpetual.ledger.domain.MovementKind;
import dev.perpetual.ledger.domain.Outside;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Fills in the accounts that the kind of a movement implies where its body names none. */
final class ReadWay {

    private final String at;
    private final MovementBody body;

    /** @param at where the body is in the request, as {@code movements[0]} */
    ReadWay(String at, MovementBody body) {
        this.at = at;
        this.body = body;
    }

    /** From where to where. */
    record Way(Account from, Account to) {}

    Way of(MovementKind kind, LocationId location) {
        var target = body.toBucket() == null ? body.bucket() : body.toBucket();
        return switch (kind) {
            case RECEIVE ->
                new Way(
                        "expected".equals(body.bucket()) && body.toBucket() != null
                                ? at(location, Bucket.EXPECTED)
                                : beyond(isOpening() ? Outside.OPENING : Outside.SUPPLIER),
                        at(location, bucket(at + ".toBucket", target, Bucket.AVAILABLE)));
            case RETURN ->
                new Way(beyond(Outside.CUSTOMER), at(location, bucket(at + ".toBucket", target, Bucket.AVAILABLE)));
            case SELL -> out(location, Bucket.AVAILABLE, Outside.CUSTOMER);
            case SHIP ->
                body.toBucket() == null
                        ? out(location, Bucket.AVAILABLE, Outside.CUSTOMER)
                        : within(location, Bucket.AVAILABLE, Bucket.OUTBOUND);
            case DELIVER -> out(location, Bucket.OUTBOUND, Outside.CUSTOMER);
            case WRITE_OFF -> out(location, Bucket.AVAILABLE, Outside.LOSS);
            case COUNT_ADJUST ->
                Expect.present(at + ".quantity", body.quantity()) < 0
                        ? out(location, Bucket.AVAILABLE, Outside.VARIANCE)
                        : new Way(
                                beyond(Outside.VARIANCE),
                                at(location, bucket(at + ".toBucket", target, Bucket.AVAILABLE)));
            case BLOCK -> within(location, Bucket.AVAILABLE, Bucket.BLOCKED);
            case UNBLOCK -> within(location, Bucket.BLOCKED, Bucket.AVAILABLE);
            case INSPECT, RESTOCK -> within(location, Bucket.INSPECTION, Bucket.AVAILABLE);
            case TRANSFER_OUT -> within(location, Bucket.AVAILABLE, Bucket.OUTBOUND);
            case TRANSFER_IN -> across(location, Bucket.OUTBOUND, Bucket.AVAILABLE);
            case MOVE -> across(location, Bucket.AVAILABLE, bucket(at + ".bucket", body.bucket(), Bucket.AVAILABLE));
            case EXPECT, HOLD, RELEASE, PICK, UNPICK, SUPPLIER_REPORT, ASSEMBLE, DISASSEMBLE, REVERSE ->
                throw new IllegalStateException("Expected a kind that was let in, but got " + kind);
        };
    }

    private Way out(LocationId location, Bucket usual, Outside target) {
        return new Way(at(location, bucket(at + ".bucket", body.bucket(), usual)), beyond(target));
    }

    private Way within(LocationId location, Bucket usualFrom, Bucket usualTo) {
        return new Way(
                at(location, bucket(at + ".bucket", body.bucket(), usualFrom)),
                at(location, bucket(at + ".toBucket", body.toBucket(), usualTo)));
    }

    private Way across(LocationId location, Bucket usualFrom, Bucket usualTo) {
        return new Way(
                at(location, bucket(at + ".bucket", body.bucket(), usualFrom)),
                at(
                        ReadMovement.location(at + ".toLocation", body.toLocation()),
                        bucket(at + ".toBucket", body.toBucket(), usualTo)));
    }

    private boolean isOpening() {
        return body.cause() != null && "opening".equals(body.cause().type());
    }

    static Bucket bucket(String field, @Nullable String text, Bucket usual) {
        if (text == null) {
            return usual;
        }
        return Bucket.of(text)
                .orElseThrow(() -> Problems.invalid(
                        field,
                        "Expected %s to be one of %s, but got %s"
                                .formatted(
                                        field,
                                        Arrays.stream(Bucket.values())
                                                .map(Bucket::code)
                                                .collect(Collectors.joining(", ")),
                                        Expect.text(field, text, 50))));
    }
}
