package dev.perpetual.ledger.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perpetual.ledger.domain.Account.Place;
import dev.perpetual.ledger.domain.Books.Item;
import dev.perpetual.ledger.domain.Command.MoveHold;
import dev.perpetual.ledger.domain.Command.PlaceHold;
import dev.perpetual.ledger.domain.Command.RecordMovement;
import dev.perpetual.ledger.domain.Document.Kind;
import dev.perpetual.ledger.domain.DocumentCommand.MoveDocument;
import dev.perpetual.ledger.domain.DocumentCommand.MoveDocument.Step;
import dev.perpetual.ledger.domain.DocumentCommand.OpenDocument;
import dev.perpetual.ledger.domain.DocumentLine.Stage;
import dev.perpetual.ledger.domain.DocumentUnits.Details;
import dev.perpetual.ledger.domain.DocumentUnits.Part;
import dev.perpetual.ledger.domain.Hold.Fill;
import dev.perpetual.ledger.domain.HoldLine.AskedLine;
import dev.perpetual.ledger.domain.Location.BelowZero;
import dev.perpetual.ledger.domain.Outcome.DocumentChanged;
import dev.perpetual.ledger.domain.Outcome.Refused;
import dev.perpetual.ledger.domain.Outcome.Rejected;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random lives of documents, from a seed that a failure prints; few ids, so that they collide. */
class DocumentHistoriesTest {

    private static final int STEPS = 120;
    private static final Instant START = Instant.parse("2026-03-02T08:00:00Z");
    private static final List<Sku> SKUS = List.of(new Sku("A"), new Sku("B"));
    private static final LocationId HERE = new LocationId("HERE");
    private static final LocationId THERE = new LocationId("THERE");
    private static final LocationId ROAD = new LocationId("ROAD");
    private static final Set<Kind> SEEN = new HashSet<>();
    private static final Set<Outcome.Reason> REASONS = new HashSet<>();

    static LongStream seeds() {
        return LongStream.range(0, 400);
    }

    private static final class World {
        final Map<Sku, Item> items = new HashMap<>();
        final Map<LocationId, Location> locations = new HashMap<>();
        Map<BalanceKey, Balance> balances = new HashMap<>();
        final Map<HoldId, Hold> holds = new HashMap<>();
        final Map<Document.Id, Document> documents = new HashMap<>();
        final Map<String, Discrepancy> cases = new HashMap<>();
        final List<Movement> journal = new ArrayList<>();
        Instant now = START;

        World() {
            SKUS.forEach(sku -> items.put(sku, new Item(0, false)));
            locations.put(HERE, new Location(HERE, Location.Kind.WAREHOUSE, BelowZero.REFUSE, true));
            locations.put(THERE, new Location(THERE, Location.Kind.STORE, BelowZero.FLAG, true));
            locations.put(ROAD, new Location(ROAD, Location.Kind.TRANSIT, BelowZero.REFUSE, false));
        }

        Outcome decide(Command command, String where) {
            var open = cases.values().stream().filter(Discrepancy::isOpen).toList();
            var books = new Books(now, items, locations, balances, holds, Map.of(), Map.of(), open);
            books.know(documents.values(), Map.of());
            var outcome = LedgerRules.decide(new Submitted("c", "h", "tester", command), books);
            if (outcome instanceof Rejected || outcome instanceof Refused) {
                assertThat(books.changedDocuments())
                        .as(where + ": refused changes nothing")
                        .isEmpty();
                if (!(command instanceof PlaceHold)) {
                    assertThat(books.movements()).as(where).isEmpty();
                }
            }
            SKUS.forEach(sku -> items.put(sku, new Item(books.version(sku), false)));
            balances = new HashMap<>(books.balances());
            books.changedHolds().forEach(hold -> holds.put(hold.id(), hold));
            books.changedDocuments().forEach(each -> documents.put(each.id(), each));
            books.changedCases().forEach(each -> cases.put(each.id(), each));
            journal.addAll(books.movements());
            return outcome;
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void every_unit_of_a_document_is_somewhere_and_its_movements_say_where(long seed) {
        var random = new SplittableRandom(seed);
        var world = new World();
        for (var step = 0; step < STEPS; step++) {
            world.now = world.now.plusSeconds(random.nextInt(3));
            var where = "seed " + seed + " step " + step;
            var outcome = world.decide(command(random, world), where);
            if (outcome instanceof DocumentChanged(var document, var _)) {
                SEEN.add(document.id().kind());
            }
            if (outcome instanceof Refused refused) {
                REASONS.add(refused.reason());
            }
            check(world, where);
        }
    }

    @Test
    void the_histories_reach_every_kind_of_document_and_every_refusal() {
        seeds().limit(40).forEach(this::every_unit_of_a_document_is_somewhere_and_its_movements_say_where);
        assertThat(SEEN).containsExactlyInAnyOrder(Kind.values());
        assertThat(REASONS)
                .contains(
                        Outcome.Reason.MORE_THAN_OPEN,
                        Outcome.Reason.MORE_THAN_SHIPPED,
                        Outcome.Reason.INSUFFICIENT_STOCK);
    }

    private static void check(World world, String where) {
        var told = new HashMap<String, Map<Stage, Long>>();
        var expected = new HashMap<Sku, Long>();
        for (var movement : world.journal) {
            assertThat(movement.kind().allows(movement.from(), movement.to()))
                    .as(where)
                    .isTrue();
            var line = told.computeIfAbsent(
                    movement.cause() + " " + movement.sku() + movement.goods(), _ -> new EnumMap<>(Stage.class));
            side(line, movement, movement.from(), -movement.quantity());
            side(line, movement, movement.to(), movement.quantity());
        }
        var awaited = new HashMap<Sku, Long>();
        for (var document : world.documents.values()) {
            for (var row : document.lines()) {
                var line = told.getOrDefault(document.cause(row.line()) + " " + row.sku() + row.goods(), Map.of());
                for (var stage : stages(document.id().kind())) {
                    var kept = document.id().kind() == Kind.PURCHASE_ORDER && stage == Stage.OPEN
                            ? row.at(Stage.OPEN) + row.at(Stage.TRANSIT)
                            : row.at(stage);
                    assertThat(kept)
                            .as(where + ": replay equals live, " + document.id() + " " + row + " " + stage)
                            .isEqualTo(line.getOrDefault(stage, 0L));
                }
                if (document.id().kind() == Kind.PURCHASE_ORDER) {
                    awaited.merge(row.sku(), row.at(Stage.OPEN) + row.at(Stage.TRANSIT), Long::sum);
                    assertThat(row.beyond() * 100)
                            .as(where + ": within the tolerance")
                            .isLessThanOrEqualTo(row.asked() * document.tolerancePercent());
                }
            }
            assertThat(document.state() == Document.State.OPEN)
                    .as(where + ": open while units wait")
                    .isEqualTo(document.lines().isEmpty()
                            || document.lines().stream().anyMatch(DocumentLine::waits));
        }
        world.balances.forEach((key, balance) -> expected.merge(key.sku(), balance.expected(), Long::sum));
        for (var sku : SKUS) {
            assertThat(expected.getOrDefault(sku, 0L))
                    .as(where + ": what is expected is what orders await")
                    .isEqualTo(awaited.getOrDefault(sku, 0L));
            var shipped = world.holds.values().stream()
                    .filter(hold -> hold.owner().type().equals("order"))
                    .flatMap(hold -> hold.lines().stream())
                    .filter(line -> line.sku().equals(sku))
                    .mapToLong(HoldLine::shipped)
                    .sum();
            var restocked = world.documents.values().stream()
                    .filter(each -> each.id().kind() == Kind.RETURN)
                    .mapToLong(each -> each.units(sku, Stage.GOOD))
                    .sum();
            assertThat(restocked).as(where + ": restocked <= shipped").isLessThanOrEqualTo(shipped);
        }
    }

    /** The stages that movements tell of. */
    private static List<Stage> stages(Kind kind) {
        return switch (kind) {
            case PURCHASE_ORDER -> List.of(Stage.OPEN);
            case ANNOUNCEMENT -> List.of();
            case RECEIPT, RETURN -> List.of(Stage.GOOD, Stage.INSPECTION, Stage.BLOCKED, Stage.LOST, Stage.BACK);
            case TRANSFER -> List.of(Stage.TRANSIT, Stage.GOOD, Stage.BLOCKED, Stage.LOST);
        };
    }

    /** A second, simple-minded reading of movements, by the account alone. */
    private static void side(Map<Stage, Long> line, Movement movement, Account account, long units) {
        var leaves = movement.kind() == MovementKind.TRANSFER_OUT && units < 0;
        var stage = switch (account) {
            case Place(var _, var bucket) ->
                leaves
                        ? null
                        : switch (bucket) {
                            case EXPECTED -> Stage.OPEN;
                            case INSPECTION -> Stage.INSPECTION;
                            case AVAILABLE -> Stage.GOOD;
                            case BLOCKED -> Stage.BLOCKED;
                            case OUTBOUND -> Stage.TRANSIT;
                            case HELD, PICKED -> null;
                        };
            case Account.Beyond(var outside) ->
                outside == Outside.LOSS
                        ? Stage.LOST
                        : outside == Outside.SUPPLIER && movement.kind() == MovementKind.RETURN ? Stage.BACK : null;
        };
        if (stage != null) {
            line.merge(stage, units, Long::sum);
        }
    }

    private static Command command(SplittableRandom random, World world) {
        var sku = SKUS.get(random.nextInt(2));
        var units = random.nextLong(1, 14);
        var number = random.nextInt(3);
        return switch (random.nextInt(16)) {
            case 0 -> open(Kind.PURCHASE_ORDER, number, null, List.of(), units(1, sku, Part.QUANTITY, units), random);
            case 1, 2 -> followed(Kind.RECEIPT, Part.GOOD, random, sku, units);
            case 3 -> followed(Kind.ANNOUNCEMENT, Part.QUANTITY, random, sku, units);
            case 4 -> step(Kind.RECEIPT, random.nextInt(12), Step.CONFIRM, 1, null, Part.GOOD, units);
            case 5 -> step(Kind.RECEIPT, random.nextInt(12), Step.DISPOSE, 1, null, disposition(random), units);
            case 6 -> step(anyOf(random), number, Step.CLOSE, 1, null, Part.QUANTITY, units);
            case 7 -> open(Kind.TRANSFER, number, null, List.of(), units(1, sku, Part.QUANTITY, units), random);
            case 8 -> step(Kind.TRANSFER, number, Step.SHIP, 1, null, Part.QUANTITY, units);
            case 9 ->
                step(
                        Kind.TRANSFER,
                        number,
                        Step.RECEIVE,
                        1,
                        null,
                        random.nextBoolean() ? Part.GOOD : Part.DAMAGED,
                        units);
            case 10 -> step(Kind.TRANSFER, number, Step.WRITE_OFF, 1, null, Part.QUANTITY, random.nextLong(1, 4));
            case 11 ->
                open(
                        Kind.RETURN,
                        number,
                        new Cause("order", "O", null),
                        List.of(),
                        units(1, sku, Part.QUANTITY, units),
                        random);
            case 12 -> step(Kind.RETURN, number, Step.RECEIVE, random.nextInt(1, 3), sku, Part.QUANTITY, units);
            case 13 -> {
                var holds = world.holds.keySet().stream().sorted().toList();
                var step = step(Kind.RETURN, number, Step.DISPOSE, 1, null, disposition(random), random.nextLong(1, 5));
                yield new MoveDocument(
                        step.document(), step.step(), step.follows(), step.lines(), holds, null, null, START);
            }
            case 14 ->
                new RecordMovement(
                        MovementKind.RECEIVE,
                        sku,
                        units,
                        Account.beyond(Outside.SUPPLIER),
                        Account.at(HERE, Bucket.AVAILABLE),
                        Goods.PLAIN,
                        null,
                        null,
                        new Cause("test", "T", null),
                        START);
            default -> {
                var hold = new HoldId("H" + random.nextInt(4));
                yield world.holds.containsKey(hold)
                        ? new MoveHold(hold, MoveHold.Step.SHIP, List.of(), START)
                        : new PlaceHold(
                                hold,
                                new Hold.Owner("order", "O"),
                                Fill.AVAILABLE,
                                null,
                                List.of(new AskedLine(1, sku, HERE, Goods.PLAIN, units)),
                                START);
            }
        };
    }

    private static Part disposition(SplittableRandom random) {
        var parts =
                List.of(Part.RESTOCK, Part.REFURBISH, Part.BLOCK, Part.WRITE_OFF, Part.SUPPLIER, Part.PASS, Part.FAIL);
        return parts.get(random.nextInt(parts.size()));
    }

    private static Kind anyOf(SplittableRandom random) {
        return List.of(Kind.PURCHASE_ORDER, Kind.TRANSFER, Kind.RETURN).get(random.nextInt(3));
    }

    /** A receipt or announcement, mostly of an order. */
    private static OpenDocument followed(Kind kind, Part part, SplittableRandom random, Sku sku, long units) {
        var order = new Document.Id(Kind.PURCHASE_ORDER, "D" + random.nextInt(3));
        var blind = kind == Kind.RECEIPT && random.nextInt(5) == 0;
        var counted = random.nextInt(4) == 0 ? units * 12 : units;
        return open(
                kind,
                random.nextInt(12),
                blind ? null : new Cause("purchase-order", order.id(), null),
                blind ? List.of() : List.of(order),
                units(1, sku, part, counted),
                random);
    }

    private static DocumentUnits units(int line, @Nullable Sku sku, Part part, long units) {
        return new DocumentUnits(
                line, null, sku, null, null, Map.of(part, units), new Details(List.of(12L), 1, null, null, null, null));
    }

    private static OpenDocument open(
            Kind kind,
            int number,
            @Nullable Cause about,
            List<Document.Id> follows,
            DocumentUnits line,
            SplittableRandom random) {
        var isTransfer = kind == Kind.TRANSFER;
        var head = new Document(
                new Document.Id(kind, "D" + number),
                Document.State.OPEN,
                0,
                kind == Kind.PURCHASE_ORDER ? "MILL" : null,
                isTransfer ? HERE : null,
                isTransfer ? ROAD : null,
                isTransfer ? THERE : HERE,
                about,
                kind == Kind.PURCHASE_ORDER ? 10 : 0,
                null,
                START,
                "tester",
                List.of());
        return new OpenDocument(head, List.of(line), follows, random.nextBoolean(), random.nextInt(4) == 0, START);
    }

    private static MoveDocument step(
            Kind kind, int number, Step step, int line, @Nullable Sku sku, Part part, long units) {
        var id = new Document.Id(kind, "D" + number);
        return new MoveDocument(
                id, step, List.of(), List.of(units(line, sku, part, units)), List.of(), null, "why", START);
    }
}
