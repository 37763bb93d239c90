package dev.perpetual.ledger.domain;

import static dev.perpetual.ledger.domain.Account.at;

import dev.perpetual.ledger.domain.Command.MoveHold;
import dev.perpetual.ledger.domain.Command.RecordMovement;
import dev.perpetual.ledger.domain.Command.TransferStock;
import dev.perpetual.ledger.domain.DocumentCommand.MoveDocument;
import dev.perpetual.ledger.domain.DocumentCommand.OpenDocument;
import dev.perpetual.ledger.domain.Outcome.Reason;
import dev.perpetual.ledger.domain.Outcome.Refused;
import dev.perpetual.ledger.domain.Outcome.Rejected;
import dev.perpetual.ledger.domain.Serial.Id;
import dev.perpetual.ledger.domain.Serial.Spot;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells which of the units that a command names go with which of its movements. */
final class SerialLines {

    private SerialLines() {}

    /** What a step of a hold says of units must fit, before anything moves. */
    static @Nullable Outcome whyNot(MoveHold asked, @Nullable Hold hold, Books books) {
        var seen = new HashSet<Id>();
        for (var line : asked.lines()) {
            if (line.serials().isEmpty()) {
                continue;
            }
            var sku = line.key() == null ? null : line.key().sku();
            var isOfHold = false;
            var open = 0L;
            for (var part : hold == null ? List.<HoldLine>of() : hold.lines()) {
                if (part.line() == line.line()) {
                    sku = part.sku();
                    open += part.open();
                    isOfHold = true;
                }
            }
            if (sku == null || books.item(sku) == null) {
                continue; // Told elsewhere.
            }
            var wrong = SerialRules.wrong(sku, line.quantity(), line.serials(), books);
            if (wrong == null) {
                wrong = twice(sku, line.serials(), seen);
            }
            if (wrong != null) {
                return wrong;
            }
            if (asked.step() == MoveHold.Step.PICK && isOfHold && open < quantity(asked, line.line())) {
                return new Refused(
                        Reason.MORE_THAN_OPEN,
                        "Expected at most %d open units in line %d of %s to be named, but got %d"
                                .formatted(open, line.line(), asked.hold(), quantity(asked, line.line())),
                        List.of(),
                        books.now());
            }
        }
        return null;
    }

    private static long quantity(MoveHold asked, int line) {
        return asked.lines().stream()
                .filter(each -> each.line() == line)
                .mapToLong(MoveHold.StepLine::quantity)
                .reduce(0, Math::addExact);
    }

    private static @Nullable Rejected twice(Sku sku, List<String> serials, Set<Id> seen) {
        for (var code : serials) {
            if (!seen.add(new Id(sku, code))) {
                return new Rejected(
                        Reason.SERIALS_DO_NOT_FIT,
                        "Expected each serial once, but got %s of %s twice".formatted(code, sku));
            }
        }
        return null;
    }

    /** What a document says of units must fit, before anything moves. @param known null when it comes to be */
    static @Nullable Outcome whyNot(DocumentCommand asked, @Nullable Document known, LocationId to, Books books) {
        var seen = new HashSet<Id>();
        for (var line : asked.lines()) {
            if (line.serials().isEmpty()) {
                continue;
            }
            var rows = known == null ? List.<DocumentLine>of() : known.rows(line.line());
            var sku = line.sku() != null || rows.isEmpty()
                    ? line.sku()
                    : rows.getFirst().sku();
            if (sku == null || books.item(sku) == null) {
                continue;
            }
            var units =
                    line.parts().values().stream().mapToLong(Long::longValue).sum();
            var wrong = SerialRules.wrong(sku, units, line.serials(), books);
            if (wrong == null) {
                wrong = twice(sku, line.serials(), seen);
            }
            if (wrong != null) {
                return wrong;
            }
            if (receives(asked)) {
                var refusal = SerialRules.duplicates(
                        sku, line.serials(), at(to, Bucket.AVAILABLE), "receive at " + to, books);
                if (refusal != null) {
                    return refusal;
                }
            }
        }
        return null;
    }

    private static boolean receives(DocumentCommand asked) {
        return switch (asked) {
            case OpenDocument open -> open.head().id().kind() == Document.Kind.RECEIPT;
            case MoveDocument move -> move.step() == MoveDocument.Step.CONFIRM;
        };
    }

    /** The posting with the units that its command names for it, if it does. */
    static Posting named(Posting posting, Submitted by, Books books) {
        if (!posting.serials().isEmpty() || SerialRules.WITHOUT_UNITS.contains(posting.kind())) {
            return posting;
        }
        var cause = posting.cause();
        var named = switch (by.command()) {
            case RecordMovement asked when cause.equals(asked.cause()) -> asked.serials();
            case TransferStock asked when cause.equals(asked.cause()) -> asked.serials();
            case MoveHold asked
            when cause.type().equals("hold") && cause.id().equals(asked.hold().id()) ->
                next(
                        posting,
                        asked.lines().stream()
                                .filter(line -> Objects.equals(line.line(), cause.line()))
                                .flatMap(line -> line.serials().stream())
                                .toList(),
                        by,
                        books);
            case OpenDocument asked -> next(posting, asked, asked.head().id(), by, books);
            case MoveDocument asked -> next(posting, asked, asked.document(), by, books);
            default -> List.<String>of();
        };
        return named.isEmpty() || named.size() != posting.quantity() ? posting : posting.naming(named);
    }

    private static List<String> next(
            Posting posting, DocumentCommand asked, Document.Id document, Submitted by, Books books) {
        var cause = posting.cause();
        if (!cause.type().equals(document.kind().code()) || !cause.id().equals(document.id())) {
            return List.of();
        }
        for (var line : asked.lines()) {
            if (Objects.equals(line.line(), cause.line())
                    && !line.serials().isEmpty()
                    && (line.sku() == null || line.sku().equals(posting.sku()))) {
                return next(posting, line.serials(), by, books);
            }
        }
        return List.of();
    }

    /**
     * Of the units that a line names, those that its next movement takes: one line may become several movements, and
     * each takes first what stands where it takes from.
     */
    private static List<String> next(Posting posting, List<String> named, Submitted by, Books books) {
        var left = new LinkedHashSet<>(named);
        for (var movement : ofCommand(by, books)) {
            if (movement.sku().equals(posting.sku())
                    && movement.cause().equals(posting.cause())
                    && movement.serials() != null) {
                movement.serials().forEach(left::remove);
            }
        }
        if (left.size() < posting.quantity()) {
            return List.of(); // More moved than was named; which of them is unknown.
        }
        var spot = Spot.of(posting.from());
        var chosen = new ArrayList<String>();
        for (var there : List.of(true, false)) {
            for (var code : left) {
                if (chosen.size() < posting.quantity()
                        && there == books.serials().units(new Id(posting.sku(), code), spot) > 0) {
                    chosen.add(code);
                }
            }
        }
        return chosen;
    }

    /** The movements that the command has brought about so far, the newest first. */
    private static List<Movement> ofCommand(Submitted by, Books books) {
        var movements = books.movements();
        var found = new ArrayList<Movement>();
        for (var i = movements.size() - 1; i >= 0 && movements.get(i).command().equals(by.id()); i--) {
            found.add(movements.get(i));
        }
        return found;
    }
}
