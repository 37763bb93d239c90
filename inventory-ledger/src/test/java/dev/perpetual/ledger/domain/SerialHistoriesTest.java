package dev.perpetual.ledger.domain;

import static dev.perpetual.ledger.domain.Account.at;
import static dev.perpetual.ledger.domain.Account.beyond;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perpetual.ledger.domain.Account.Place;
import dev.perpetual.ledger.domain.Books.Item;
import dev.perpetual.ledger.domain.Command.MoveHold;
import dev.perpetual.ledger.domain.Command.MoveHold.Step;
import dev.perpetual.ledger.domain.Command.MoveHold.StepLine;
import dev.perpetual.ledger.domain.Command.PlaceHold;
import dev.perpetual.ledger.domain.Command.RecordMovement;
import dev.perpetual.ledger.domain.Command.RecordTogether;
import dev.perpetual.ledger.domain.Command.ReverseMovement;
import dev.perpetual.ledger.domain.Command.TransferStock;
import dev.perpetual.ledger.domain.HoldLine.AskedLine;
import dev.perpetual.ledger.domain.Location.BelowZero;
import dev.perpetual.ledger.domain.MovementKind.Nature;
import dev.perpetual.ledger.domain.Outcome.Reason;
import dev.perpetual.ledger.domain.Outcome.Refused;
import dev.perpetual.ledger.domain.Outcome.Rejected;
import dev.perpetual.ledger.domain.Serial.Key;
import dev.perpetual.ledger.domain.Serial.Position;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random commands about few units and places, so that they collide, against a count of each unit by plain loops. */
class SerialHistoriesTest {

    private static final int STEPS = 120;
    private static final Instant START = Instant.parse("2026-03-02T08:00:00Z");
    private static final Sku PHONE = new Sku("PHONE");
    private static final List<LocationId> PLACES = List.of(new LocationId("W1"), new LocationId("W2"));
    private static final List<String> SERIALS = List.of("S1", "S2", "S3", "S4");
    private static final Cause CAUSE = new Cause("test", "T", null);

    static LongStream seeds() {
        return LongStream.range(0, 600);
    }

    /** What survives between batches, as the database would keep it. */
    private static final class World {
        Item item = new Item(0, false, false, true);
        final Map<LocationId, Location> locations = new HashMap<>();
        Map<BalanceKey, Balance> balances = new HashMap<>();
        final Map<HoldId, Hold> holds = new HashMap<>();
        final Map<Original.Id, Original> originals = new HashMap<>();
        final Map<String, Discrepancy> cases = new HashMap<>();
        final Map<Key, Position> positions = new HashMap<>();
        final Map<String, SerialCase> holes = new TreeMap<>();
        final List<Movement> journal = new ArrayList<>();

        World() {
            locations.put(PLACES.get(0), new Location(PLACES.get(0), Location.Kind.WAREHOUSE, BelowZero.REFUSE, true));
            locations.put(PLACES.get(1), new Location(PLACES.get(1), Location.Kind.STORE, BelowZero.FLAG, true));
        }

        Books open() {
            var books = new Books(
                    START,
                    Map.of(PHONE, item),
                    locations,
                    balances,
                    holds,
                    originals,
                    Map.of(),
                    cases.values().stream().filter(Discrepancy::isOpen).toList());
            books.serials()
                    .know(
                            positions,
                            holes.values().stream().filter(SerialCase::isOpen).toList());
            return books;
        }

        void close(Books books) {
            item = new Item(books.version(PHONE), false, false, true);
            balances = new HashMap<>(books.balances());
            books.changedHolds().forEach(hold -> holds.put(hold.id(), hold));
            books.changedCases().forEach(each -> cases.put(each.id(), each));
            books.serials().changedCases().forEach(each -> holes.put(each.id(), each));
            books.serials().changed().forEach((key, position) -> {
                if (position == null) {
                    positions.remove(key);
                } else {
                    positions.put(key, position);
                }
            });
            for (var movement : books.movements()) {
                journal.add(movement);
                var id = new Original.Id(PHONE, movement.version());
                var serials = movement.serials();
                originals.put(
                        id,
                        new Original(
                                id,
                                movement.kind(),
                                movement.quantity(),
                                movement.from(),
                                movement.to(),
                                movement.goods(),
                                movement.cause().type(),
                                null,
                                serials == null ? List.of() : serials));
                if (movement.cause().type().equals("movement")) {
                    var version = Long.parseLong(movement.cause().id().substring("PHONE/".length()));
                    originals.computeIfPresent(
                            new Original.Id(PHONE, version), (_, each) -> each.reversed(movement.id()));
                }
            }
        }

        /** How often a unit is at each spot, counted anew. */
        Map<String, Integer> counted(String serial) {
            var spots = new TreeMap<String, Integer>();
            for (var movement : journal) {
                if (movement.serials() != null && movement.serials().contains(serial)) {
                    spots.merge(spot(movement.from()), -1, Integer::sum);
                    spots.merge(spot(movement.to()), 1, Integer::sum);
                }
            }
            spots.remove("nowhere");
            spots.values().removeIf(units -> units == 0);
            return spots;
        }

        /** How many units nobody named came to each spot of ours, less those that left so. */
        Map<String, Long> unnamed() {
            var spots = new TreeMap<String, Long>();
            for (var movement : journal) {
                if (movement.serials() != null && movement.serials().isEmpty()) {
                    spots.merge(spot(movement.from()), -movement.quantity(), Long::sum);
                    spots.merge(spot(movement.to()), movement.quantity(), Long::sum);
                }
            }
            spots.entrySet().removeIf(each -> !each.getKey().startsWith("W") || each.getValue() == 0);
            return spots;
        }

        int inside(String serial) {
            return counted(serial).entrySet().stream()
                    .filter(spot -> spot.getKey().startsWith("W"))
                    .mapToInt(Map.Entry::getValue)
                    .sum();
        }
    }

    private static String spot(Account account) {
        if (account instanceof Place(var location, var bucket)) {
            return switch (bucket) {
                case EXPECTED -> "nowhere";
                case AVAILABLE, HELD, PICKED -> location + " shelf";
                default -> location + " " + bucket.code();
            };
        }
        return account.equals(beyond(Outside.CUSTOMER)) ? " customer" : "nowhere";
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void a_unit_is_in_one_place_unless_a_case_says_otherwise(long seed) {
        var random = new SplittableRandom(seed);
        var world = new World();
        for (var step = 0; step < STEPS; step++) {
            var where = "seed " + seed + " step " + step;
            var books = world.open();
            for (var inBatch = random.nextInt(1, 4); inBatch > 0; inBatch--) {
                decideAndCheck(command(random, world), books, where);
            }
            world.close(books);
            check(world, where);
        }
    }

    private static void decideAndCheck(Command command, Books books, String where) {
        var movements = books.movements().size();
        var holes = Map.copyOf(new HashMap<>(index(books)));
        var outcome = LedgerRules.decide(new Submitted("c", "h", "tester", command), books);
        if (outcome instanceof Rejected || outcome instanceof Refused && !(command instanceof PlaceHold)) {
            assertThat(books.movements())
                    .as(where + ": refused changes nothing")
                    .hasSize(movements);
            assertThat(index(books)).as(where + ": refused opens nothing").isEqualTo(holes);
        }
        if (outcome instanceof Refused refused && refused.reason() == Reason.DUPLICATE_SERIAL) {
            refused.traces()
                    .forEach(trace -> assertThat(trace.heldBy())
                            .as(where + ": a duplicate names where the unit is")
                            .startsWith("PHONE/"));
        }
        if (command instanceof RecordMovement asked
                && asked.kind().nature() == Nature.REQUEST
                && !(outcome instanceof Rejected)) {
            var opened = index(books);
            opened.values()
                    .removeIf(each -> each.key().id().code().isEmpty()
                            || books
                                    .movements()
                                    .subList(movements, books.movements().size())
                                    .stream()
                                    .noneMatch(movement -> movement.id().equals(each.openedBy())));
            assertThat(opened).as(where + ": a request opens no hole").isEmpty();
        }
    }

    private static Map<String, SerialCase> index(Books books) {
        var index = new HashMap<String, SerialCase>();
        books.serials().changedCases().forEach(each -> index.put(each.id(), each));
        return index;
    }

    private static void check(World world, String where) {
        var all = new TreeMap<String, Integer>();
        for (var serial : SERIALS) {
            var counted = world.counted(serial);
            counted.forEach((spot, units) -> all.merge(spot, units, Integer::sum));
            assertThat(spots(world, serial))
                    .as(where + ": replay equals live, " + serial)
                    .isEqualTo(counted);
            var missing = new TreeMap<String, Long>();
            counted.forEach((spot, units) -> {
                if (units < 0) {
                    missing.put(spot, (long) -units);
                }
            });
            if (world.inside(serial) > 1) {
                missing.put(" everywhere", world.inside(serial) - 1L);
            }
            var open = new TreeMap<String, Long>();
            for (var hole : world.holes.values()) {
                if (hole.isOpen() && hole.key().id().code().equals(serial)) {
                    var spot = hole.key().spot();
                    assertThat(open.put(spot.location() + " " + spot.kind().code(), hole.units()))
                            .as(where + ": one case of a kind")
                            .isNull();
                }
            }
            assertThat(open)
                    .as(where + ": what is missing is a case, " + serial)
                    .isEqualTo(missing);
            if (missing.isEmpty()) {
                assertThat(counted.entrySet().stream()
                                .filter(spot -> spot.getKey().startsWith("W"))
                                .toList())
                        .as(where + ": one place, " + serial)
                        .hasSizeLessThanOrEqualTo(1);
            }
        }
        assertThat(unnamed(world)).as(where + ": unnamed units are a case").isEqualTo(world.unnamed());
        all.values().removeIf(units -> units == 0);
        assertThat(spots(world, "")).as(where + ": all together").isEqualTo(all);
    }

    private static Map<String, Long> unnamed(World world) {
        var open = new TreeMap<String, Long>();
        for (var each : world.holes.values()) {
            if (each.isOpen() && each.key().id().code().isEmpty()) {
                var spot = each.key().spot();
                open.put(spot.location() + " " + spot.kind().code(), each.units());
            }
        }
        return open;
    }

    private static Map<String, Integer> spots(World world, String serial) {
        var spots = new TreeMap<String, Integer>();
        world.positions.forEach((key, position) -> {
            if (key.id().code().equals(serial)) {
                spots.put(key.spot().location() + " " + key.spot().kind().code(), (int) position.units());
            }
        });
        return spots;
    }

    private static Command command(SplittableRandom random, World world) {
        var place = PLACES.get(random.nextInt(2));
        var hold = new HoldId("H" + random.nextInt(5));
        return switch (random.nextInt(9)) {
            case 0, 1 -> move(random, MovementKind.RECEIVE, beyond(Outside.SUPPLIER), at(place, Bucket.AVAILABLE));
            case 2 -> move(random, MovementKind.SELL, at(place, Bucket.AVAILABLE), beyond(Outside.CUSTOMER));
            case 3, 4 -> anyMovement(random);
            case 5 -> {
                var serials = serials(random);
                yield new TransferStock(
                        PHONE,
                        units(random, serials),
                        place,
                        Bucket.AVAILABLE,
                        PLACES.get(random.nextInt(2)),
                        Bucket.AVAILABLE,
                        Goods.PLAIN,
                        null,
                        CAUSE,
                        START,
                        serials,
                        null);
            }
            case 6 ->
                new PlaceHold(
                        new HoldId("H" + random.nextInt(5)),
                        new Hold.Owner("order", "O"),
                        Hold.Fill.AVAILABLE,
                        null,
                        List.of(new AskedLine(1, PHONE, place, Goods.PLAIN, random.nextLong(1, 4))),
                        START);
            case 7 -> {
                var step = Step.values()[random.nextInt(4)];
                var serials = step == Step.RELEASE ? List.<String>of() : serials(random);
                var lines = random.nextInt(4) == 0
                        ? List.<StepLine>of()
                        : List.of(new StepLine(1, units(random, serials), null, serials));
                yield new MoveHold(hold, step, lines, START);
            }
            default ->
                random.nextBoolean()
                        ? new ReverseMovement(
                                new Original.Id(PHONE, random.nextLong(1, 3 + world.item.version())),
                                place,
                                null,
                                START)
                        : new RecordTogether(List.of(
                                new Submitted("p1", "h", "tester", anyMovement(random)),
                                new Submitted("p2", "h", "tester", anyMovement(random))));
        };
    }

    /** None, or some of the few units; now and then one too few or one twice, which must be rejected. */
    private static List<String> serials(SplittableRandom random) {
        var serials = new ArrayList<String>();
        for (var serial : SERIALS) {
            if (random.nextInt(4) == 0) {
                serials.add(serial);
            }
        }
        if (!serials.isEmpty() && random.nextInt(20) == 0) {
            serials.add(serials.getFirst());
        }
        return serials;
    }

    private static long units(SplittableRandom random, List<String> serials) {
        return serials.isEmpty() || random.nextInt(20) == 0 ? random.nextLong(1, 4) : serials.size();
    }

    private static RecordMovement anyMovement(SplittableRandom random) {
        var kinds = MovementKind.values();
        var kind = kinds[random.nextInt(kinds.length)];
        return move(random, kind, account(random), account(random));
    }

    private static Account account(SplittableRandom random) {
        var buckets = List.of(Bucket.AVAILABLE, Bucket.INSPECTION, Bucket.BLOCKED, Bucket.OUTBOUND);
        return random.nextInt(3) == 0
                ? beyond(Outside.values()[random.nextInt(Outside.values().length)])
                : at(PLACES.get(random.nextInt(2)), buckets.get(random.nextInt(4)));
    }

    private static RecordMovement move(SplittableRandom random, MovementKind kind, Account from, Account to) {
        var serials = serials(random);
        return new RecordMovement(
                kind, PHONE, units(random, serials), from, to, Goods.PLAIN, null, null, CAUSE, START, serials, null);
    }
}
