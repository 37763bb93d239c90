package dev.perpetual.ledger.domain;

import dev.perpetual.ledger.domain.Account.Place;
import dev.perpetual.ledger.domain.MovementKind.Nature;
import dev.perpetual.ledger.domain.Outcome.Reason;
import dev.perpetual.ledger.domain.Outcome.Refused;
import dev.perpetual.ledger.domain.Outcome.Rejected;
import dev.perpetual.ledger.domain.Outcome.Trace;
import dev.perpetual.ledger.domain.Serial.Id;
import dev.perpetual.ledger.domain.Serial.Spot;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides about units that have numbers. A fact is recorded wherever we thought the unit was, with a case for the hole that
 * it shows; only the receipt of a unit that is here already is refused, as it would make two of one. A request is judged:
 * the units that it names must be where they are to be taken from.
 */
final class SerialRules {

    /** What moves promises or orders, not units. */
    static final Set<MovementKind> WITHOUT_UNITS =
            Set.of(MovementKind.EXPECT, MovementKind.HOLD, MovementKind.RELEASE, MovementKind.SUPPLIER_REPORT);

    private SerialRules() {}

    /** Null when a movement may be recorded as far as its units are concerned. */
    static @Nullable Outcome whyNot(
            MovementKind kind, Sku sku, long quantity, Account from, Account to, List<String> serials, Books books) {
        var wrong = wrong(sku, quantity, serials, books);
        if (wrong != null) {
            return wrong;
        }
        if (serials.isEmpty()) {
            return kind.nature() == Nature.REQUEST ? nameless(kind, sku, quantity, from, to, books) : null;
        }
        return judge(kind, sku, from, to, serials, books);
    }

    /** Null when these units may go where a movement takes them. */
    static @Nullable Refused judge(
            MovementKind kind, Sku sku, Account from, Account to, List<String> serials, Books books) {
        var tried = "%s from %s to %s".formatted(kind.code(), from.described(), to.described());
        if (kind == MovementKind.RECEIVE || (kind.nature() == Nature.REQUEST && !(from instanceof Place))) {
            var refusal = duplicates(sku, serials, to, tried, books);
            if (refusal != null) {
                return refusal;
            }
        }
        return kind.nature() == Nature.REQUEST && Spot.of(from) != null
                ? elsewhere(sku, serials, from, tried, books)
                : null;
    }

    /** Makes no sense, whatever there is: null when it does. */
    static @Nullable Rejected wrong(Sku sku, long quantity, List<String> serials, Books books) {
        if (serials.isEmpty()) {
            return null;
        }
        var item = books.item(sku);
        if (item == null) {
            return null; // Told elsewhere.
        }
        if (!item.bySerial()) {
            return new Rejected(
                    Reason.NOT_TRACKED_BY_SERIAL,
                    "Expected no serials, as %s is not tracked by serial, but got %d".formatted(sku, serials.size()));
        }
        if (serials.size() != quantity || new HashSet<>(serials).size() != quantity) {
            return new Rejected(
                    Reason.SERIALS_DO_NOT_FIT,
                    "Expected %d different serials, one for each unit of %s, but got %d"
                            .formatted(quantity, sku, new HashSet<>(serials).size()));
        }
        return null;
    }

    /** Every unit came once; that it comes again without having left makes two of one. */
    static @Nullable Refused duplicates(Sku sku, List<String> serials, Account to, String tried, Books books) {
        if (!(to instanceof Place)) {
            return null;
        }
        var here = serials.stream()
                .filter(code -> books.serials().inside(new Id(sku, code)) > 0)
                .toList();
        return here.isEmpty() ? null : refused(Reason.DUPLICATE_SERIAL, "not yet with us", sku, here, tried, books);
    }

    private static @Nullable Refused elsewhere(Sku sku, List<String> serials, Account from, String tried, Books books) {
        var spot = Spot.of(from);
        var missing = serials.stream()
                .filter(code -> books.serials().units(new Id(sku, code), spot) <= 0)
                .toList();
        return missing.isEmpty()
                ? null
                : refused(Reason.SERIAL_ELSEWHERE, "at " + from.described(), sku, missing, tried, books);
    }

    private static Refused refused(
            Reason reason, String expected, Sku sku, List<String> serials, String tried, Books books) {
        var traces = new ArrayList<Trace>(serials.size());
        for (var code : serials) {
            var now = books.serials().now(new Id(sku, code));
            traces.add(new Trace(
                    code,
                    now == null ? null : now.account().described(),
                    now == null ? null : sku.code() + "/" + now.version(),
                    tried));
        }
        var first = traces.getFirst();
        var found = first.heldIn() == null
                ? "nobody knows where it is"
                : "it is at %s since %s".formatted(first.heldIn(), first.heldBy());
        return new Refused(
                reason,
                "Expected serial %s of %s %s, but %s; tried to %s"
                        .formatted(first.serial(), sku, expected, found, tried),
                List.of(),
                traces,
                books.now());
    }

    /** Where only named units are left, a request has to say which it means. */
    private static @Nullable Refused nameless(
            MovementKind kind, Sku sku, long quantity, Account from, Account to, Books books) {
        var item = books.item(sku);
        if (item == null || !item.bySerial() || WITHOUT_UNITS.contains(kind)) {
            return null;
        }
        var source = Spot.of(from);
        if (source == null || source.equals(Spot.of(to))) {
            return null;
        }
        var unnamed =
                Math.subtractExact(standing(sku, from, books), books.serials().units(Id.all(sku), source));
        return unnamed >= quantity
                ? null
                : new Refused(
                        Reason.SERIALS_NEEDED,
                        "Expected the serials of the units to %s from %s to %s, as %s is tracked by serial and %d there have none, but got none"
                                .formatted(kind.code(), from.described(), to.described(), sku, Math.max(0, unnamed)),
                        List.of(),
                        books.now());
    }

    /** All units that stand at the spot of an account, named or not. */
    private static long standing(Sku sku, Account account, Books books) {
        if (!(account instanceof Place place)) {
            return 0;
        }
        var spot = Spot.of(place);
        var units = BigInteger.ZERO;
        for (var goods : books.goodsAt(sku, place.location())) {
            var balance = books.balance(new BalanceKey(sku, place.location(), goods));
            for (var bucket : Bucket.values()) {
                if (Objects.equals(Spot.of(Account.at(place.location(), bucket)), spot)) {
                    units = units.add(BigInteger.valueOf(balance.units(bucket)));
                }
            }
        }
        return units.longValueExact(); // The sum counts, in whatever order it is made.
    }

    /** What a movement tells of its units: that they have numbers is told only where units change their spot. */
    static @Nullable List<String> said(Posting posting, Books.Item item, Books books) {
        if (!posting.serials().isEmpty()) {
            return posting.serials();
        }
        var isAboutUnits = item.bySerial()
                && !WITHOUT_UNITS.contains(posting.kind())
                && !Objects.equals(Spot.of(posting.from()), Spot.of(posting.to()))
                && !isSuppliers(posting.from(), books)
                && !isSuppliers(posting.to(), books);
        return isAboutUnits ? List.of() : null;
    }

    /** What a supplier has is known by its number only. */
    private static boolean isSuppliers(Account account, Books books) {
        var location = account instanceof Place place ? books.location(place.location()) : null;
        return location != null && location.kind() == Location.Kind.SUPPLIER;
    }
}
