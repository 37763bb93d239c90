package dev.perpetual.ledger.model;

import dev.perpetual.ledger.model.NaiveBooks.Pile;
import dev.perpetual.ledger.model.Told.Counts;
import dev.perpetual.ledger.model.Told.Moves;
import dev.perpetual.ledger.model.Told.Reports;
import dev.perpetual.ledger.model.Told.Reverses;
import dev.perpetual.ledger.model.Told.Sent;
import dev.perpetual.ledger.model.Told.Spot;
import dev.perpetual.ledger.model.Told.Together;
import dev.perpetual.ledger.model.Told.Transfers;
import dev.perpetual.ledger.model.Told.Wares;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The ledger once more, as the documentation describes it, by maps and loops. It shares nothing with the rules that it is
 * compared with, and it is told one command at a time.
 */
final class NaiveLedger {

    private static final Set<String> OWN_LIFE = Set.of("hold", "purchase-order", "receipt", "transfer", "return");

    private static final Set<String> PROMISED = Set.of("held", "picked");

    NaiveBooks books = new NaiveBooks();
    private final Map<String, Sent> first = new HashMap<>();
    private final Map<String, String> answers = new HashMap<>();

    /** Answers a command; whatever is refused or makes no sense changes nothing. */
    String tell(Sent sent, long now) {
        if (sent.told() instanceof Together(var parts)) {
            return together(parts, now);
        }
        var before = before(sent);
        if (before != null) {
            return before;
        }
        var answer = tryOut(sent.told(), now);
        if (sent.isMessage() && answer.startsWith("refused")) {
            NaiveHoldChanges.announceRefusal(books, sent.told());
        }
        return remember(sent, answer);
    }

    private @Nullable String before(Sent sent) {
        var key = key(sent);
        if (key.isEmpty() || !first.containsKey(key)) {
            return null;
        }
        return first.get(key).told().equals(sent.told()) ? answers.get(key) + " again" : "reused";
    }

    private String remember(Sent sent, String answer) {
        var key = key(sent);
        if (!key.isEmpty() && !answer.startsWith("rejected")) {
            first.put(key, sent);
            answers.put(key, answer);
        }
        return answer;
    }

    /** Ids are unique per kind of what they name. */
    private static String key(Sent sent) {
        return switch (sent.told()) {
            case Moves _, Transfers _, Counts _, Reverses _ -> "movement " + sent.id();
            case Reports _ -> "report " + sent.id();
            case Told.Holds _ -> "hold " + sent.id();
            case Told.Steps _, Told.Extends _, Told.Amends _, Told.Confirms _ -> "step " + sent.id();
            case Told.Adjusts _, Told.Settles _ -> "count " + sent.id();
            case Told.Opens opens -> opens.paper().kind() + " " + sent.id();
            case Told.Goes _ -> "document step " + sent.id();
            case Told.Withdraws withdraws -> withdraws.recalled() ? "recall " + sent.id() : "";
            case Told.Expires _, Told.Describes _, Told.Limits _, Together _ -> "";
        };
    }

    private String tryOut(Told told, long now) {
        var known = books;
        books = new NaiveBooks(known);
        try {
            var answer = judge(told, now);
            var isNo = answer.startsWith("rejected") || answer.startsWith("refused");
            var isKept = told instanceof Told.Holds && answer.startsWith("refused");
            if (isNo && !isKept) {
                books.giveUp();
                books = known;
            }
            if (!isNo) {
                blockArrivals();
            }
            return answer;
        } catch (ArithmeticException tooMuch) {
            books.giveUp();
            books = known;
            return "rejected quantity-out-of-range";
        }
    }

    private String judge(Told told, long now) {
        books.told = told;
        return switch (told) {
            case Moves moves -> move(moves);
            case Transfers transfers -> transfer(transfers);
            case Reverses reverses -> reverse(reverses);
            case Counts counts -> count(counts);
            case Reports reports -> report(reports);
            case Told.Describes describes -> NaiveLots.describe(books, describes);
            case Told.Withdraws withdraws -> NaiveLots.withdraw(books, withdraws, now);
            case Told.Holds holds -> NaiveHolds.place(books, holds, now);
            case Told.Steps steps -> NaiveHolds.step(books, steps);
            case Told.Amends amends -> NaiveHoldChanges.amend(books, amends, now);
            case Told.Confirms confirms -> NaiveHoldChanges.confirm(books, confirms, now);
            case Told.Adjusts adjusts -> NaiveCounts.adjust(books, adjusts);
            case Told.Settles settles -> NaiveCounts.settle(books, settles);
            case Told.Extends extended -> NaiveHolds.extend(books, extended, now);
            case Told.Expires expires -> NaiveHolds.expire(books, expires, now);
            case Told.Opens opens -> NaivePapers.open(books, opens, now);
            case Told.Goes goes -> NaivePapers.go(books, goes);
            case Told.Limits limits -> NaiveLimits.set(books, limits);
            case Together _ -> throw new IllegalStateException("Expected parts that stand alone, but got " + told);
        };
    }

    private String together(List<Sent> parts, long now) {
        var open = new ArrayList<Sent>();
        var told = new HashMap<String, String>();
        for (var part : parts) {
            var before = before(part);
            if (before == null) {
                open.add(part);
            } else if (before.equals("reused")) {
                return "reused";
            } else {
                told.put(part.id(), before);
            }
        }
        var known = books;
        books = new NaiveBooks(known);
        try {
            for (var part : open) {
                var answer = judge(part.told(), now);
                if (answer.startsWith("rejected")) {
                    books.giveUp();
                    books = known;
                    return "rejected not-together";
                }
                if (answer.startsWith("refused")) {
                    var refused = "refused not-together " + figures(answer);
                    books.giveUp();
                    books = known;
                    open.forEach(each -> remember(each, refused));
                    return refused;
                }
                told.put(part.id(), answer);
            }
            books.told = null;
            blockArrivals();
        } catch (ArithmeticException tooMuch) {
            books.giveUp();
            books = known;
            return "rejected quantity-out-of-range";
        }
        for (var part : open) {
            remember(part, told.get(part.id()));
        }
        var all = new ArrayList<String>();
        for (var part : parts) {
            all.add(told.get(part.id()));
        }
        return "together " + all + (open.isEmpty() ? " again" : "");
    }

    /** What a refusal tells of stock, unless the parts before it have changed it, which is undone. */
    private String figures(String refused) {
        for (var i = books.began; i < books.journal.size(); i++) {
            if (refused.contains(" " + books.journal.get(i).sku() + "@")) {
                return "";
            }
        }
        return refused.contains("[") ? refused.substring(refused.indexOf('[')) : "";
    }

    /** Units of a lot that is out of sale do not stay in available, however they came there. */
    private void blockArrivals() {
        var last = books.journal.size();
        for (var i = books.began; i < last; i++) {
            var entry = books.journal.get(i);
            var to = entry.to();
            if (to.isInside()
                    && to.name().equals("available")
                    && !books.batch(entry.sku(), entry.wares().lot())
                            .withdrawn()
                            .isEmpty()) {
                var units =
                        Math.min(entry.quantity(), books.units(entry.sku(), to.place(), entry.wares(), "available"));
                if (units > 0) {
                    NaiveLots.block(books, entry, units);
                }
            }
        }
    }

    static @Nullable String unknown(String sku, String... places) {
        if (!Naive.isKnown(sku)) {
            return "rejected unknown-sku";
        }
        for (var place : places) {
            if (!place.isEmpty() && !Naive.PLACES.containsKey(place)) {
                return "rejected unknown-location";
            }
        }
        return null;
    }

    /** A request takes only what is there, unless the place lets it go below zero. */
    static @Nullable String refusal(NaiveBooks books, String sku, long quantity, Spot from, Wares wares) {
        if (!from.isInside()) {
            return null;
        }
        var there = books.units(sku, from.place(), wares, from.name());
        if (there >= quantity || !Naive.PLACES.get(from.place()).strict()) {
            return null;
        }
        return "refused insufficient-stock " + shortage(null, sku, from.place(), quantity, there, books);
    }

    static String shortage(@Nullable Integer line, String sku, String place, long asked, long there, NaiveBooks books) {
        return "[" + line + " " + sku + "@" + place + " " + asked + ">" + there + " v" + books.version(sku) + "]";
    }

    static String recorded(NaiveBooks.Entry entry) {
        return "recorded " + entry.version() + " " + entry.issue();
    }

    private String move(Moves told) {
        var wrong = unknown(told.sku(), told.from().place(), told.to().place());
        if (wrong != null) {
            return wrong;
        }
        var isPromised = PROMISED.contains(told.from().name())
                || PROMISED.contains(told.to().name());
        if (isPromised || !Naive.allows(told.kind(), told.from(), told.to())) {
            return "rejected movement-not-allowed";
        }
        var whyNot = NaiveNames.whyNot(
                books, told.kind(), told.sku(), told.quantity(), told.from(), told.to(), told.serials());
        if (whyNot != null) {
            return whyNot;
        }
        if (Naive.LAWS.get(told.kind()).isRequest()) {
            var refusal = refusal(books, told.sku(), told.quantity(), told.from(), told.wares());
            if (refusal != null) {
                return refusal;
            }
        }
        return recorded(books.write(
                told.kind(),
                told.sku(),
                told.quantity(),
                told.from(),
                told.to(),
                told.wares(),
                told.causeType(),
                told.causeId(),
                0,
                told.at()));
    }

    private String transfer(Transfers told) {
        var wrong = unknown(told.sku(), told.from(), told.to());
        if (wrong != null) {
            return wrong;
        }
        var source = new Spot(told.from(), told.fromBucket());
        var way = new Spot(told.from(), "outbound");
        var target = new Spot(told.to(), told.toBucket());
        if (told.from().equals(told.to())
                || !Naive.allows("transfer-out", source, way)
                || !Naive.allows("transfer-in", way, target)) {
            return "rejected movement-not-allowed";
        }
        var whyNot = NaiveNames.whyNot(books, "transfer-out", told.sku(), told.quantity(), source, way, told.serials());
        var refusal = whyNot == null ? refusal(books, told.sku(), told.quantity(), source, told.wares()) : whyNot;
        if (refusal != null) {
            return refusal;
        }
        books.write("transfer-out", told.sku(), told.quantity(), source, way, told.wares(), "test", "T", 0, told.at());
        return recorded(books.write(
                "transfer-in", told.sku(), told.quantity(), way, target, told.wares(), "test", "T", 0, told.at()));
    }

    private String count(Counts told) {
        var wrong = unknown(told.sku(), told.place());
        if (wrong != null) {
            return wrong;
        }
        var known = books.units(told.sku(), told.place(), told.wares(), told.bucket());
        var difference = Math.subtractExact(told.counted(), known);
        if (difference == 0) {
            return "unchanged";
        }
        var spot = new Spot(told.place(), told.bucket());
        var variance = new Spot("", "variance");
        var from = difference > 0 ? variance : spot;
        var to = difference > 0 ? spot : variance;
        if (!Naive.allows("count-adjust", from, to)) {
            return "rejected movement-not-allowed";
        }
        return recorded(books.write(
                "count-adjust",
                told.sku(),
                Math.absExact(difference),
                from,
                to,
                told.wares(),
                "test",
                "T",
                0,
                told.at()));
    }

    /** An older figure never beats a newer one; what is spoken for is not the supplier's to sell. */
    private String report(Reports told) {
        var wrong = unknown(told.sku(), told.place());
        if (wrong != null) {
            return wrong;
        }
        if (!Naive.PLACES.get(told.place()).kind().equals("SUPPLIER")) {
            return "rejected not-a-supplier";
        }
        var name = NaiveBooks.pile(told.sku(), told.place(), Wares.PLAIN);
        var pile = books.piles.get(name);
        if (pile != null && pile.asOf() != null && told.asOf() < pile.asOf()) {
            return "unchanged";
        }
        var spokenFor = 0L;
        for (var bucket : List.of("held", "picked", "blocked", "inspection")) {
            spokenFor = Math.addExact(spokenFor, pile == null ? 0 : pile.of(bucket));
        }
        var difference = Math.subtractExact(
                Math.subtractExact(told.reported(), spokenFor), pile == null ? 0 : pile.of("available"));
        var answer = "unchanged";
        if (difference != 0) {
            var supplier = new Spot("", "supplier");
            var spot = new Spot(told.place(), "available");
            answer = recorded(books.write(
                    "supplier-report",
                    told.sku(),
                    Math.absExact(difference),
                    difference > 0 ? supplier : spot,
                    difference > 0 ? spot : supplier,
                    Wares.PLAIN,
                    "test",
                    "T",
                    0,
                    told.asOf()));
        }
        var now = books.piles.get(name);
        books.piles.put(
                name,
                now == null
                        ? new Pile(
                                told.sku(),
                                told.place(),
                                Wares.PLAIN,
                                new HashMap<>(),
                                books.version(told.sku()),
                                Math.max(Naive.EPOCH, told.asOf()),
                                told.asOf())
                        : new Pile(
                                now.sku(),
                                now.place(),
                                now.wares(),
                                now.units(),
                                now.version(),
                                now.newest(),
                                told.asOf()));
        return answer;
    }

    /** Exact, once, and only of what stands alone. */
    private String reverse(Reverses told) {
        var name = told.sku() + "/" + told.version();
        for (var entry : books.journal) {
            if (!entry.sku().equals(told.sku()) || entry.version() != told.version()) {
                continue;
            }
            if (!entry.from().place().equals(told.place())
                    && !entry.to().place().equals(told.place())) {
                return "rejected not-reversible";
            }
            if (books.reversed.containsKey(name)) {
                return "rejected already-reversed";
            }
            if (entry.kind().equals("reverse")
                    || OWN_LIFE.contains(entry.causeType())
                    || PROMISED.contains(entry.from().name())
                    || PROMISED.contains(entry.to().name())) {
                return "rejected not-reversible";
            }
            var units = entry.units() == null ? List.<String>of() : entry.units();
            var whyNot = units.isEmpty() ? null : NaiveNames.judge(books, "reverse", entry.to(), entry.from(), units);
            var refusal =
                    whyNot == null ? refusal(books, told.sku(), entry.quantity(), entry.to(), entry.wares()) : whyNot;
            if (refusal != null) {
                return refusal;
            }
            var made = books.write(
                    "reverse",
                    told.sku(),
                    entry.quantity(),
                    entry.to(),
                    entry.from(),
                    entry.wares(),
                    "movement",
                    name,
                    0,
                    told.at(),
                    units);
            books.reversed.put(name, told.sku() + "/" + made.version());
            return recorded(made);
        }
        return "rejected unknown-movement";
    }
}
