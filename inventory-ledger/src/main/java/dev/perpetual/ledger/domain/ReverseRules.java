package dev.perpetual.ledger.domain;

import dev.perpetual.ledger.domain.Account.Place;
import dev.perpetual.ledger.domain.Command.ReverseMovement;
import dev.perpetual.ledger.domain.Outcome.Reason;
import dev.perpetual.ledger.domain.Outcome.Recorded;
import dev.perpetual.ledger.domain.Outcome.Rejected;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decides whether a movement may be taken back: as a whole, once, and by another movement, since nothing is erased. */
final class ReverseRules {

    /** What a document or a hold brought about is taken back through it, so that its own figures follow. */
    private static final Set<String> CAUSES_WITH_A_LIFE_OF_THEIR_OWN =
            Set.of("hold", "purchase-order", "receipt", "transfer", "return");

    private ReverseRules() {}

    static Outcome reverse(Submitted submitted, ReverseMovement asked, Books books) {
        var original = original(asked.original(), books);
        if (original == null) {
            return new Rejected(Reason.UNKNOWN_MOVEMENT, "Expected a recorded movement, but got " + asked.original());
        }
        if (!isAt(original.from(), asked.location()) && !isAt(original.to(), asked.location())) {
            return new Rejected(
                    Reason.NOT_REVERSIBLE,
                    "Expected a movement at %s, but %s went elsewhere".formatted(asked.location(), original.id()));
        }
        var not = whyNot(original);
        if (not != null) {
            return not;
        }
        var sku = asked.original().sku();
        var serials = original.serials();
        var elsewhere = serials.isEmpty()
                ? null
                : SerialRules.judge(MovementKind.REVERSE, sku, original.to(), original.from(), serials, books);
        if (elsewhere != null) {
            return elsewhere;
        }
        var refusal = LedgerRules.refusal(sku, original.quantity(), original.to(), original.goods(), books);
        if (refusal != null) {
            return refusal;
        }
        var movement = books.record(
                new Posting(
                        MovementKind.REVERSE,
                        sku,
                        original.quantity(),
                        original.to(),
                        original.from(),
                        original.goods(),
                        asked.reason(),
                        null,
                        new Cause("movement", asked.original().toString(), null),
                        asked.occurredAt(),
                        LedgerRules.isCovered(sku, original.quantity(), original.to(), original.goods(), books),
                        serials,
                        null),
                submitted);
        books.keep(original.reversed(movement.id()));
        return new Recorded(movement.version(), movement.recordedAt(), movement.discrepancy());
    }

    /** What was recorded a moment ago, in the same batch, can be taken back like everything else. */
    private static @Nullable Original original(Original.Id id, Books books) {
        var known = books.original(id);
        if (known != null) {
            return known;
        }
        for (var movement : books.movements()) {
            if (movement.sku().equals(id.sku()) && movement.version() == id.version()) {
                return Original.of(movement);
            }
        }
        return null;
    }

    private static @Nullable Rejected whyNot(Original original) {
        if (original.reversedBy() != null) {
            return new Rejected(
                    Reason.ALREADY_REVERSED,
                    "Expected a movement that still stands, but %s was reversed by %s"
                            .formatted(original.id(), original.reversedBy()));
        }
        if (original.kind() == MovementKind.REVERSE) {
            return new Rejected(
                    Reason.NOT_REVERSIBLE,
                    "Expected a movement that is no reverse itself, but got %s; record the first one again"
                            .formatted(original.id()));
        }
        if (original.kind() == MovementKind.ASSEMBLE || original.kind() == MovementKind.DISASSEMBLE) {
            return new Rejected(
                    Reason.NOT_REVERSIBLE,
                    "Expected a movement that stands alone, but %s is part of an %s and is taken back by the opposite"
                            .formatted(original.id(), original.kind().code()));
        }
        if (CAUSES_WITH_A_LIFE_OF_THEIR_OWN.contains(original.causeType())
                || original.from().isPromised()
                || original.to().isPromised()) {
            return new Rejected(
                    Reason.NOT_REVERSIBLE,
                    "Expected a movement that stands alone, but %s is part of a %s and is taken back through it"
                            .formatted(original.id(), original.causeType()));
        }
        return null;
    }

    private static boolean isAt(Account account, LocationId location) {
        return account instanceof Place place && place.location().equals(location);
    }
}
