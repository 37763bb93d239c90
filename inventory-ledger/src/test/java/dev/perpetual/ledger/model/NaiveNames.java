package dev.perpetual.ledger.model;

import dev.perpetual.ledger.model.NaiveBooks.Promise;
import dev.perpetual.ledger.model.NaiveBooks.Row;
import dev.perpetual.ledger.model.NaiveBooks.Sheet;
import dev.perpetual.ledger.model.Told.Goes;
import dev.perpetual.ledger.model.Told.Line;
import dev.perpetual.ledger.model.Told.Moves;
import dev.perpetual.ledger.model.Told.Opens;
import dev.perpetual.ledger.model.Told.Paper;
import dev.perpetual.ledger.model.Told.Spot;
import dev.perpetual.ledger.model.Told.Steps;
import dev.perpetual.ledger.model.Told.Transfers;
import dev.perpetual.ledger.model.Told.Units;
import dev.perpetual.ledger.model.Told.Wares;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Which units a movement is about, and whether it may be, naively. */
final class NaiveNames {

    private static final Set<String> WITHOUT_UNITS = Set.of("expect", "hold", "release", "supplier-report");

    private NaiveNames() {}

    private static boolean isTracked(String sku) {
        return sku.equals(Naive.TRACKED);
    }

    /** Null when a movement may be as far as its units are concerned. */
    static @Nullable String whyNot(
            NaiveBooks books, String kind, String sku, long quantity, Spot from, Spot to, List<String> serials) {
        var wrong = wrong(sku, quantity, serials);
        if (wrong != null) {
            return wrong;
        }
        var isRequest = Naive.LAWS.get(kind).isRequest();
        var spot = NaiveUnits.spot(from);
        if (!serials.isEmpty()) {
            return judge(books, kind, from, to, serials);
        }
        if (!isRequest || !isTracked(sku) || WITHOUT_UNITS.contains(kind) || spot == null) {
            return null;
        }
        if (spot.equals(NaiveUnits.spot(to))) {
            return null;
        }
        var all = BigInteger.ZERO;
        for (var pile : books.piles.values()) {
            if (pile.sku().equals(sku) && pile.place().equals(from.place())) {
                for (var bucket : Naive.BUCKETS) {
                    if (spot.equals(NaiveUnits.spot(new Spot(from.place(), bucket)))) {
                        all = all.add(BigInteger.valueOf(pile.of(bucket)));
                    }
                }
            }
        }
        return Math.subtractExact(all.longValueExact(), books.units.named(spot)) >= quantity
                ? null
                : "refused serials-needed ";
    }

    /** A unit comes once; what a request takes must be there. */
    static @Nullable String judge(NaiveBooks books, String kind, Spot from, Spot to, List<String> serials) {
        var isRequest = Naive.LAWS.get(kind).isRequest();
        if (to.isInside() && (kind.equals("receive") || (isRequest && !from.isInside()))) {
            var here = traces(books, serials, each -> books.units.inside(each) > 0);
            if (!here.isEmpty()) {
                return "refused duplicate-serial " + here;
            }
        }
        var spot = NaiveUnits.spot(from);
        if (isRequest && spot != null) {
            var gone = traces(books, serials, each -> books.units.at(each, spot) <= 0);
            if (!gone.isEmpty()) {
                return "refused serial-elsewhere " + gone;
            }
        }
        return null;
    }

    private static String traces(NaiveBooks books, List<String> serials, Predicate<String> isWrong) {
        var text = new StringBuilder();
        serials.stream().filter(isWrong).forEach(serial -> text.append(books.units.trace(serial)));
        return text.toString();
    }

    static @Nullable String wrong(String sku, long quantity, List<String> serials) {
        if (serials.isEmpty() || !Naive.isKnown(sku)) {
            return null;
        }
        if (!isTracked(sku)) {
            return "rejected not-tracked-by-serial";
        }
        return serials.size() == quantity && new HashSet<>(serials).size() == quantity
                ? null
                : "rejected serials-do-not-fit";
    }

    /** What a step of a hold says of units is looked at before anything moves. */
    static @Nullable String whyNot(Steps told, @Nullable Promise promise) {
        var seen = new HashSet<String>();
        for (var line : told.lines()) {
            if (line.serials().isEmpty()) {
                continue;
            }
            var part = promise == null ? null : NaiveHolds.first(promise, line.line());
            var sku = part != null
                    ? part.sku()
                    : line.where() != null ? line.where().sku() : null;
            if (sku == null) {
                continue;
            }
            var wrong = wrong(sku, line.quantity(), line.serials());
            if (wrong != null) {
                return wrong;
            }
            if (isTracked(sku) && !line.serials().stream().allMatch(seen::add)) {
                return "rejected serials-do-not-fit";
            }
            if (part != null && told.step().equals("PICK") && open(promise, line) < asked(told, line)) {
                return "refused more-than-open ";
            }
        }
        return null;
    }

    /** What a document says of units is looked at before anything moves. @param known null when it comes to be */
    static @Nullable String whyNot(NaiveBooks books, List<Line> lines, @Nullable Sheet known, boolean receives) {
        var seen = new HashSet<String>();
        for (var line : lines) {
            var rows = known == null ? List.<Row>of() : known.of(line.line());
            var sku = line.sku() == null && !rows.isEmpty() ? rows.getFirst().sku : line.sku();
            if (line.serials().isEmpty() || sku == null) {
                continue;
            }
            var units = 0L;
            for (var part : line.parts().values()) {
                units += part;
            }
            var wrong = wrong(sku, units, line.serials());
            if (wrong != null) {
                return wrong;
            }
            if (isTracked(sku) && !line.serials().stream().allMatch(seen::add)) {
                return "rejected serials-do-not-fit";
            }
            var here = traces(books, receives ? line.serials() : List.of(), each -> books.units.inside(each) > 0);
            if (!here.isEmpty()) {
                return "refused duplicate-serial " + here;
            }
        }
        return null;
    }

    private static long open(Promise promise, Units line) {
        var open = 0L;
        for (var part : promise.parts()) {
            open += part.line() == line.line() ? part.open() : 0;
        }
        return open;
    }

    private static long asked(Steps told, Units line) {
        var asked = 0L;
        for (var each : told.lines()) {
            asked = Math.addExact(asked, each.line() == line.line() ? each.quantity() : 0);
        }
        return asked;
    }

    /** Which units the command under way means by a movement; none when it does not say. */
    static List<String> of(
            NaiveBooks books,
            String kind,
            String sku,
            long quantity,
            Spot from,
            Wares wares,
            String causeType,
            String causeId,
            int causeLine) {
        if (!isTracked(sku) || WITHOUT_UNITS.contains(kind)) {
            return List.of();
        }
        var named = switch (books.told) {
            case Moves moves when causeType.equals(moves.causeType()) -> moves.serials();
            case Transfers transfers when causeType.equals("test") -> transfers.serials();
            case Steps steps
            when causeType.equals("hold") && causeId.equals(steps.hold()) ->
                next(books, steps, causeLine, quantity, from);
            case Opens opens
            when opens.paper().toString().equals(causeType + "/" + causeId) ->
                next(books, opens.paper(), opens.lines(), causeLine, quantity, from);
            case Goes goes
            when goes.paper().toString().equals(causeType + "/" + causeId) ->
                next(books, goes.paper(), goes.lines(), causeLine, quantity, from);
            case Told.Withdraws _ when causeType.equals("lot") -> books.units.which(NaiveUnits.spot(from), wares);
            case null, default -> List.<String>of();
        };
        return named.size() == quantity ? named : List.of();
    }

    private static List<String> next(NaiveBooks books, Steps told, int line, long quantity, Spot from) {
        var named = new ArrayList<String>();
        for (var each : told.lines()) {
            if (each.line() == line) {
                named.addAll(each.serials());
            }
        }
        return next(books, named, "hold", told.hold(), line, quantity, from);
    }

    private static List<String> next(
            NaiveBooks books, Paper paper, List<Line> lines, int number, long quantity, Spot from) {
        for (var line : lines) {
            if (line.line() == number && !line.serials().isEmpty() && (line.sku() == null || isTracked(line.sku()))) {
                return next(books, line.serials(), paper.kind(), paper.id(), number, quantity, from);
            }
        }
        return List.of();
    }

    /** A line may become several movements; each takes first the units that stand where it takes from. */
    private static List<String> next(
            NaiveBooks books,
            List<String> named,
            String causeType,
            String causeId,
            int line,
            long quantity,
            Spot from) {
        var left = new ArrayList<>(named);
        for (var i = books.began; i < books.journal.size(); i++) {
            var entry = books.journal.get(i);
            if (entry.units() != null
                    && entry.sku().equals(Naive.TRACKED)
                    && entry.causeType().equals(causeType)
                    && entry.causeId().equals(causeId)
                    && entry.causeLine() == line) {
                left.removeAll(entry.units());
            }
        }
        if (left.size() < quantity) {
            return List.of();
        }
        var here = new ArrayList<String>();
        var elsewhere = new ArrayList<String>();
        for (var serial : left) {
            (books.units.at(serial, NaiveUnits.spot(from)) > 0 ? here : elsewhere).add(serial);
        }
        here.addAll(elsewhere);
        return here.subList(0, (int) quantity);
    }

    /** That units have numbers is told only where they change their spot, and never of a supplier's. */
    static @Nullable List<String> said(String kind, String sku, Spot from, Spot to, List<String> named) {
        if (!named.isEmpty()) {
            return List.copyOf(named);
        }
        if (!isTracked(sku) || WITHOUT_UNITS.contains(kind)) {
            return null;
        }
        var left = NaiveUnits.spot(from);
        var isSame = left == null ? NaiveUnits.spot(to) == null : left.equals(NaiveUnits.spot(to));
        return isSame || isSuppliers(from) || isSuppliers(to) ? null : List.of();
    }

    private static boolean isSuppliers(Spot spot) {
        return spot.isInside() && Naive.PLACES.get(spot.place()).kind().equals("SUPPLIER");
    }
}
