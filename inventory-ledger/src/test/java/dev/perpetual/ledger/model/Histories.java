package dev.perpetual.ledger.model;

import dev.perpetual.ledger.model.Told.Adjusts;
import dev.perpetual.ledger.model.Told.Amends;
import dev.perpetual.ledger.model.Told.Confirms;
import dev.perpetual.ledger.model.Told.Counts;
import dev.perpetual.ledger.model.Told.Describes;
import dev.perpetual.ledger.model.Told.Extends;
import dev.perpetual.ledger.model.Told.Holds;
import dev.perpetual.ledger.model.Told.Moves;
import dev.perpetual.ledger.model.Told.Reports;
import dev.perpetual.ledger.model.Told.Reverses;
import dev.perpetual.ledger.model.Told.Sent;
import dev.perpetual.ledger.model.Told.Settles;
import dev.perpetual.ledger.model.Told.Spot;
import dev.perpetual.ledger.model.Told.Steps;
import dev.perpetual.ledger.model.Told.Together;
import dev.perpetual.ledger.model.Told.Transfers;
import dev.perpetual.ledger.model.Told.Wares;
import dev.perpetual.ledger.model.Told.Withdraws;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Makes histories of commands from a seed: few SKUs, places, lots, holds and documents, so that they collide. A history
 * depends on nothing but its seed, and every part of it can be told without the rest.
 */
final class Histories {

    /** @param fresh begins a batch; all of a batch is decided at the time of its first step */
    record Step(long now, boolean fresh, Sent sent) {}

    private static final int STEPS_MIN = 12;
    private static final int STEPS_MAX = 26;
    private static final int STEPS_OF_LONG = 150;
    private static final int UNITS = 4;
    private static final List<String> PLAIN_KINDS = Naive.LAWS.keySet().stream()
            .filter(kind -> !Set.of(
                            "expect",
                            "hold",
                            "release",
                            "pick",
                            "unpick",
                            "supplier-report",
                            "assemble",
                            "disassemble",
                            "reverse")
                    .contains(kind))
            .sorted()
            .toList();
    private static final List<String> OUTSIDE =
            List.of("supplier", "customer", "variance", "loss", "assembly", "opening");

    private final SplittableRandom random;
    private final Papers papers;
    private final Promises promises;
    private final List<Step> steps = new ArrayList<>();
    private final int theme;
    private final boolean batched;

    /** It goes deep with few names, or wide with all of them. */
    private final boolean narrow;

    private final boolean withLots;

    private final String main;
    final long most;
    long now;

    private Histories(long seed) {
        random = new SplittableRandom(seed);
        theme = random.nextInt(6);
        papers = new Papers(random, this);
        batched = random.nextBoolean();
        narrow = random.nextBoolean();
        promises = new Promises(random, this, theme == 0 && random.nextInt(3) > 0);
        withLots = theme == 1 || random.nextInt(3) == 0;
        main = random.nextInt(5) == 0 ? "SUP" : "W1";
        most = narrow && random.nextBoolean() ? 4 : 8;
    }

    /** The history of a seed. */
    static List<Step> of(long seed) {
        var made = new Histories(seed);
        var opening = made.random.nextInt(4) == 0 ? List.<Told>of() : made.opening();
        var isLong = made.random.nextInt(150) == 0;
        var count = isLong ? STEPS_OF_LONG : made.random.nextInt(STEPS_MIN, STEPS_MAX + 1);
        for (var i = 0; i < count; i++) {
            made.now += made.random.nextInt(3);
            var fresh = i == 0 || !made.batched || made.random.nextInt(3) == 0;
            made.steps.add(new Step(made.now, fresh, made.sent(i, opening)));
        }
        return made.steps;
    }

    private Sent sent(int i, List<Told> opening) {
        if (i > opening.size() && random.nextInt(25) == 0) {
            return repeated();
        }
        if (i > opening.size() && random.nextInt(20) == 0) {
            return new Sent("t" + i, new Together(List.of(part(i + "a"), part(i + "b"))));
        }
        var told = i < opening.size() ? opening.get(i) : told(theme);
        var id = switch (told) {
            case Holds holds when random.nextInt(10) > 0 -> holds.id();
            case Told.Opens opens when random.nextInt(10) > 0 -> opens.paper().id();
            case Steps _, Extends _, Amends _, Confirms _ when promises.limited && random.nextBoolean() -> "m" + i;
            default -> "c" + i;
        };
        return new Sent(id, told);
    }

    /** What a history of this theme begins with, so that the rest of it has something to collide over. */
    private List<Told> opening() {
        return switch (theme) {
            case 0 ->
                promises.limited
                        ? List.of(arrival(), promises.limits(), promises.place(promises.holdId(), "cart/C"))
                        : List.of(arrival(), arrival(), promises.place(promises.holdId(), "order/O1"));
            case 1 ->
                List.of(
                        arrivalOf(new Wares("L1", "")),
                        arrivalOf(new Wares("L2", "")),
                        describe("L1"),
                        describe("L2"),
                        promises.place(promises.holdId(), "order/O1"));
            case 2 -> papers.ordered();
            case 3 -> List.of(arrival(), arrival(), papers.transferred());
            case 5 ->
                switch (random.nextInt(4)) {
                    case 0 -> papers.ordered();
                    case 1 -> List.of(arrival(), arrival(), papers.transferred());
                    case 2 -> List.of(arrival(), papers.authorised());
                    default -> List.of(arrival(), arrival(), promises.place(promises.holdId(), "order/O1"));
                };
            default -> {
                var hold = "H" + one(4);
                var shipped = new Steps(hold, "SHIP", List.of(), now);
                yield List.of(arrival(), arrival(), promises.place(hold, "order/O1"), shipped, papers.authorised());
            }
        };
    }

    /** What was sent before is sent again, or its id is used for something else. */
    private Sent repeated() {
        var before = steps.get(random.nextInt(steps.size())).sent();
        return random.nextInt(3) > 0 ? before : new Sent(before.id(), told(random.nextInt(6)));
    }

    private Sent part(String id) {
        return new Sent(
                "p" + (random.nextInt(4) == 0 ? random.nextInt(3) : id),
                switch (random.nextInt(6)) {
                    case 0 -> transfer();
                    case 1 -> count();
                    case 2 -> reverse();
                    case 3 -> arrival();
                    default -> move();
                });
    }

    private Told told(int about) {
        var stock = random.nextInt(10);
        return switch (about) {
            case 0 -> stock < 6 ? promises.any() : stock();
            case 1 -> stock < 5 ? lot() : stock < 8 ? promises.any() : stock();
            case 2 -> stock < 8 ? papers.purchase() : stock();
            case 3 -> stock < 6 ? papers.transfer() : stock < 8 ? promises.any() : stock();
            case 5 ->
                withLots && random.nextInt(3) == 0
                        ? lot()
                        : stock < 3 ? move() : stock < 6 ? promises.any() : stock < 9 ? papers.any() : stock();
            default -> stock < 5 ? papers.back() : stock < 9 ? promises.any() : stock();
        };
    }

    private Told stock() {
        return switch (random.nextInt(12)) {
            case 0, 1 -> arrival();
            case 2 -> transfer();
            case 3 -> random.nextBoolean() ? count() : counted();
            case 4 -> report();
            case 5, 6 -> reverse();
            case 7 -> lot();
            case 8 -> papers.any();
            case 9 -> promises.any();
            default -> move();
        };
    }

    private Told lot() {
        var lot = random.nextInt(3) > 0 ? "L1" : "L2";
        return switch (random.nextInt(8)) {
            case 0 -> new Withdraws(sku(), lot, true, at());
            case 1, 2 -> new Withdraws(sku(), lot, false, at());
            case 3 -> arrival();
            case 4 -> arrivalOf(new Wares(lot, ""));
            default -> describe(lot);
        };
    }

    private Told describe(String lot) {
        return new Describes(sku(), lot, random.nextInt(4) == 0 ? null : now + random.nextInt(-2, 30));
    }

    /** Stock comes, so that there is something to collide over. */
    Told arrival() {
        return arrivalOf(wares());
    }

    private Told arrivalOf(Wares wares) {
        var serials = serials();
        return new Moves(
                "receive",
                sku(),
                serials.isEmpty() ? supply() : units(serials),
                new Spot("", random.nextInt(5) == 0 ? "opening" : "supplier"),
                new Spot(place(), random.nextInt(6) == 0 ? "inspection" : "available"),
                wares,
                "test",
                "T",
                at(),
                serials);
    }

    private Told move() {
        var place = place();
        if (random.nextInt(4) == 0) {
            return plain(PLAIN_KINDS.get(random.nextInt(PLAIN_KINDS.size())), spot(), spot());
        }
        var available = new Spot(place, "available");
        return switch (random.nextInt(14)) {
            case 11, 12 -> {
                var bins = random.nextBoolean() ? List.of("W1", "BIN") : List.of("BIN", "W1");
                var state = random.nextInt(4) == 0 ? "blocked" : "available";
                yield plain("move", new Spot(bins.getFirst(), state), new Spot(bins.getLast(), state));
            }
            case 0, 1 -> plain("sell", available, new Spot("", "customer"));
            case 2 -> plain("ship", available, new Spot(place, "outbound"));
            case 3 -> plain("deliver", new Spot(place, "outbound"), new Spot("", "customer"));
            case 4 -> plain("block", available, new Spot(place, "blocked"));
            case 5 -> plain("unblock", new Spot(place, "blocked"), available);
            case 6 -> plain("inspect", new Spot(place, "inspection"), available);
            case 7 -> plain("write-off", available, new Spot("", "loss"));
            case 8 -> plain("return", new Spot("", "customer"), available);
            case 9 ->
                plain("ship", new Spot(place, random.nextBoolean() ? "held" : "picked"), new Spot("", "customer"));
            case 10 -> plain("receive", new Spot(place, "expected"), available);
            default -> plain("restock", new Spot(place, "blocked"), available);
        };
    }

    private Told plain(String kind, Spot from, Spot to) {
        var ofOrder = random.nextInt(3) == 0;
        var serials = serials();
        return new Moves(
                kind,
                sku(),
                units(serials),
                from,
                to,
                wares(),
                ofOrder ? "order" : "test",
                ofOrder ? "O1" : "T",
                at(),
                serials);
    }

    private Told transfer() {
        var serials = serials();
        return new Transfers(
                sku(),
                units(serials),
                place(),
                random.nextInt(5) == 0 ? bucket() : "available",
                place(),
                random.nextInt(5) == 0 ? bucket() : "available",
                wares(),
                at(),
                serials);
    }

    private Told count() {
        return new Counts(sku(), place(), random.nextInt(4) == 0 ? bucket() : "available", wares(), figure(), at());
    }

    /** What a count puts right, or whose the stock is that it found. */
    private Told counted() {
        var lot = random.nextInt(3) > 0 ? "L1" : "L2";
        if (random.nextInt(4) == 0) {
            var owner = random.nextBoolean() ? "" : "MILL";
            var bucket = random.nextBoolean() ? "available" : "blocked";
            return new Settles(sku(), place(), lot, quantity(), owner, bucket, at());
        }
        var found = random.nextInt(3) == 0;
        var difference = found || random.nextBoolean() ? quantity() : -quantity();
        return new Adjusts(sku(), place(), found ? new Wares(lot, "") : wares(), difference, found, at());
    }

    private Told report() {
        return new Reports(sku(), random.nextInt(8) == 0 ? place() : "SUP", figure(), at());
    }

    private Told reverse() {
        return new Reverses(sku(), random.nextLong(1, 9), place(), at());
    }

    String sku() {
        return switch (random.nextInt(60)) {
            case 0 -> Naive.RETIRED;
            case 1 -> Naive.UNKNOWN;
            default ->
                theme == 5 && random.nextInt(20) > 0 ? Naive.TRACKED : !narrow && random.nextInt(4) == 0 ? "B" : "A";
        };
    }

    String place() {
        return switch (random.nextInt(narrow ? 80 : 24)) {
            case 0 -> "GONE";
            case 1 -> "ROAD";
            case 11 -> "BIN";
            case 2, 3, 4 -> "SUP";
            case 5, 6, 7, 8, 9, 10 -> "W2";
            default -> main;
        };
    }

    /** One of so many, and mostly the first of them in a history that shall go deep. */
    int one(int of) {
        return narrow && random.nextInt(8) > 0 ? 0 : random.nextInt(of);
    }

    /** None, or some of the few units; now and then one too many, which makes no sense. */
    List<String> serials() {
        var serials = new ArrayList<String>();
        if (theme == 5 && random.nextInt(4) > 0) {
            for (var unit = 1; unit <= UNITS; unit++) {
                if (random.nextInt(3) == 0) {
                    serials.add("S" + unit);
                }
            }
            if (!serials.isEmpty() && random.nextInt(30) == 0) {
                serials.add(serials.getFirst());
            }
        }
        return serials;
    }

    long units(List<String> serials) {
        return serials.isEmpty() || random.nextInt(30) == 0 ? quantity() : serials.size();
    }

    Wares wares() {
        if (theme == 5 && random.nextInt(withLots ? 2 : 4) > 0) {
            return Wares.PLAIN;
        }
        return switch (random.nextInt(withLots ? 8 : 16)) {
            case 0, 1 -> new Wares("L1", "");
            case 2 -> new Wares("L2", "");
            case 3 -> new Wares("", "MILL");
            case 4 -> new Wares("L1", "MILL");
            case 5 -> new Wares("L2", withLots ? "MILL" : "");
            default -> Wares.PLAIN;
        };
    }

    private String bucket() {
        return Naive.BUCKETS.get(random.nextInt(Naive.BUCKETS.size()));
    }

    private Spot spot() {
        return random.nextInt(3) == 0
                ? new Spot("", OUTSIDE.get(random.nextInt(OUTSIDE.size())))
                : new Spot(place(), bucket());
    }

    /** Enough that something is left to go on with. */
    private long supply() {
        return random.nextInt(3) > 0 ? quantity() : random.nextLong(1, 20);
    }

    /** Few units, so that they run out; now and then so many, of those without numbers, that sums come near 2^63. */
    long quantity() {
        return switch (theme == 5 ? -1 : random.nextInt(120)) {
            case 0 -> Long.MAX_VALUE - random.nextInt(3);
            case 1 -> Long.MAX_VALUE / 2 + random.nextInt(3);
            case 2 -> 1_000_000_000_000L;
            default -> random.nextLong(1, most);
        };
    }

    /** What was counted or is said to be there, which may be none. */
    private long figure() {
        return switch (random.nextInt(30)) {
            case 0 -> -random.nextLong(1, 4);
            case 1 -> Long.MIN_VALUE + random.nextInt(3);
            case 2 -> quantity();
            default -> random.nextLong(0, 9);
        };
    }

    /** When it happened: mostly now, often late, now and then long ago. */
    long at() {
        return switch (random.nextInt(6)) {
            case 0 -> now - random.nextInt(100_000);
            case 1, 2 -> now - random.nextInt(20);
            default -> now;
        };
    }
}
