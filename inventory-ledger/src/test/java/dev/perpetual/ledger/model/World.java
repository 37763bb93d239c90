package dev.perpetual.ledger.model;

import dev.perpetual.ledger.domain.Answer;
import dev.perpetual.ledger.domain.Balance;
import dev.perpetual.ledger.domain.BalanceKey;
import dev.perpetual.ledger.domain.Books;
import dev.perpetual.ledger.domain.Books.Item;
import dev.perpetual.ledger.domain.Bucket;
import dev.perpetual.ledger.domain.Cause;
import dev.perpetual.ledger.domain.Command.RecordTogether;
import dev.perpetual.ledger.domain.Discrepancy;
import dev.perpetual.ledger.domain.Document;
import dev.perpetual.ledger.domain.Hold;
import dev.perpetual.ledger.domain.HoldId;
import dev.perpetual.ledger.domain.HoldLimit;
import dev.perpetual.ledger.domain.HoldLimit.Scope;
import dev.perpetual.ledger.domain.HoldLimits;
import dev.perpetual.ledger.domain.HoldLimits.Count;
import dev.perpetual.ledger.domain.HoldOutcome;
import dev.perpetual.ledger.domain.LedgerRules;
import dev.perpetual.ledger.domain.Location;
import dev.perpetual.ledger.domain.LocationId;
import dev.perpetual.ledger.domain.Lot;
import dev.perpetual.ledger.domain.Movement;
import dev.perpetual.ledger.domain.MovementKind;
import dev.perpetual.ledger.domain.Original;
import dev.perpetual.ledger.domain.Outcome;
import dev.perpetual.ledger.domain.Outcome.KeyReused;
import dev.perpetual.ledger.domain.Outcome.Reason;
import dev.perpetual.ledger.domain.Outcome.Rejected;
import dev.perpetual.ledger.domain.Outcome.Together;
import dev.perpetual.ledger.domain.Serial;
import dev.perpetual.ledger.domain.Serial.Position;
import dev.perpetual.ledger.domain.SerialCase;
import dev.perpetual.ledger.domain.Sku;
import dev.perpetual.ledger.domain.Submitted;
import dev.perpetual.ledger.model.Told.Sent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The real rules with what survives between batches, as the database would keep it and the commit loop would ask it. */
final class World {

    private static final List<Hold.Owner> EVERYBODY =
            List.of(new Hold.Owner("order", "O1", "web", "C1"), new Hold.Owner("order", "O1", "shop", "C2"));

    /** An answer that was kept, with what it answered. */
    private record Kept(Told told, Outcome outcome) {}

    final Map<Sku, Item> items = new HashMap<>();
    final Map<LocationId, Location> locations = new HashMap<>();
    Map<BalanceKey, Balance> balances = new HashMap<>();
    final Map<HoldId, Hold> holds = new HashMap<>();
    final Map<Original.Id, Original> originals = new HashMap<>();
    final Map<Lot.Id, Lot> lots = new HashMap<>();
    final Map<String, Discrepancy> cases = new HashMap<>();
    final Map<Document.Id, Document> documents = new HashMap<>();
    final List<Movement> journal = new ArrayList<>();
    final List<HoldOutcome> announced = new ArrayList<>();
    private final Map<Scope, HoldLimit> limits = new HashMap<>();
    final Map<Serial.Key, Position> positions = new HashMap<>();
    final Map<String, SerialCase> holes = new HashMap<>();
    final Map<Scope, Count> counts = new HashMap<>();
    private final Map<Cause, Map<Sku, Long>> backOnSale = new HashMap<>();
    private final Map<String, Kept> answers = new HashMap<>();
    /** The last command was rejected because a figure came near 2^63. */
    boolean isFull;

    private @Nullable Books books;
    private HoldLimits inForce = HoldLimits.NONE;
    private Map<Scope, Count> loaded = Map.of();
    private int movements;
    private int outcomes;

    World() {
        Naive.SKUS.forEach(sku -> items.put(new Sku(sku), new Item(0, false, false, sku.equals(Naive.TRACKED))));
        items.put(new Sku(Naive.RETIRED), new Item(0, true));
        Naive.PLACES.forEach((name, place) -> {
            var id = new LocationId(name);
            var belowZero = place.strict() ? Location.BelowZero.REFUSE : Location.BelowZero.FLAG;
            locations.put(
                    id,
                    new Location(
                            id,
                            Location.Kind.valueOf(place.kind()),
                            belowZero,
                            place.sells(),
                            new LocationId(place.site())));
        });
    }

    /** The next commands are decided at this time and stored together. */
    void begin(long now) {
        books = new Books(
                Speaks.time(now),
                items,
                locations,
                balances,
                holds,
                originals,
                lots,
                cases.values().stream().filter(Discrepancy::isOpen).toList());
        var otherwise = new HashMap<Cause, Map<Sku, Long>>();
        backOnSale.forEach((cause, units) -> otherwise.put(cause, Map.copyOf(units)));
        books.know(documents.values(), otherwise);
        books.serials()
                .know(
                        positions,
                        holes.values().stream().filter(SerialCase::isOpen).toList());
        loaded = counted();
        inForce = limits.isEmpty() ? HoldLimits.NONE : new HoldLimits(limits.values(), loaded);
        books.know(inForce);
        balances = books.balances();
        movements = 0;
        outcomes = 0;
    }

    /** Decides a command in the batch that was begun, and takes over what came of it. */
    String tell(Sent sent) {
        if (sent.told() instanceof Told.Limits limit) {
            return limit(Speaks.limit(limit));
        }
        var answer = answer(sent, Speaks.submitted(sent, holds, documents));
        takeOver();
        isFull = answer.outcome() instanceof Rejected rejected && rejected.reason() == Reason.QUANTITY_OUT_OF_RANGE;
        return Hears.answer(answer, this);
    }

    /** No batch is under way when a limit changes: one begins after it, with all counted anew. */
    private String limit(HoldLimit limit) {
        if (limit.unitsMax() == null && limit.holdsMax() == null && limit.minutesMax() == null) {
            limits.remove(limit.scope());
        } else {
            limits.put(limit.scope(), limit);
        }
        counts.clear();
        counted().keySet().forEach(scope -> counts.put(scope, open(scope)));
        begin(Speaks.seconds(Objects.requireNonNull(books).now()));
        return "limited";
    }

    /** The counts of all that a batch may be about. */
    private Map<Scope, Count> counted() {
        var found = new HashMap<Scope, Count>();
        HoldLimits.scopes(limits.values(), EVERYBODY)
                .forEach(scope -> found.put(scope, counts.getOrDefault(scope, Count.NOTHING)));
        return found;
    }

    /** What is open in a scope, counted anew. */
    Count open(Scope scope) {
        var units = 0L;
        var some = 0L;
        for (var hold : holds.values()) {
            var owner = hold.owner();
            var name = scope.by() == HoldLimit.By.CHANNEL ? owner.channel() : owner.client();
            var isOf = scope.name().equals(name)
                    && (scope.ownerType().isEmpty() || scope.ownerType().equals(owner.type()));
            var open = 0L;
            for (var line : hold.lines()) {
                open += scope.sku().isEmpty() || scope.sku().equals(line.sku().code()) ? line.open() : 0;
            }
            units += isOf ? open : 0;
            some += isOf && open > 0 ? 1 : 0;
        }
        return new Count(some, units);
    }

    private Answer answer(Sent sent, Submitted submitted) {
        if (sent.told() instanceof Told.Together(var parts)
                && submitted.command() instanceof RecordTogether(var submittedParts)) {
            return together(submitted, parts, submittedParts);
        }
        var before = before(sent, submitted);
        return before == null ? keep(sent, submitted, LedgerRules.decide(submitted, books)) : before;
    }

    private @Nullable Answer before(Sent sent, Submitted submitted) {
        var first = submitted.key() == null ? null : answers.get(submitted.key());
        if (first == null) {
            return null;
        }
        return first.told().equals(sent.told())
                ? new Answer(sent.id(), first.outcome(), true)
                : new Answer(sent.id(), new KeyReused(sent.id(), ""), false);
    }

    private Answer keep(Sent sent, Submitted submitted, Outcome outcome) {
        if (submitted.key() != null && outcome.isKept()) {
            answers.put(submitted.key(), new Kept(sent.told(), outcome));
        }
        return new Answer(sent.id(), outcome, false);
    }

    private Answer together(Submitted whole, List<Sent> sent, List<Submitted> submitted) {
        var made = new HashMap<String, Answer>();
        var open = new ArrayList<Integer>();
        for (var i = 0; i < sent.size(); i++) {
            var before = before(sent.get(i), submitted.get(i));
            if (before == null) {
                open.add(i);
            } else if (before.outcome() instanceof KeyReused) {
                return before;
            } else {
                made.put(before.id(), before);
            }
        }
        var rest = new RecordTogether(open.stream().map(submitted::get).toList());
        var outcome = LedgerRules.decide(new Submitted(whole.id(), whole.contentHash(), whole.by(), rest), books);
        if (!(outcome instanceof Together(var parts))) {
            open.forEach(part -> keep(sent.get(part), submitted.get(part), outcome));
            return new Answer(whole.id(), outcome, false);
        }
        for (var i = 0; i < parts.size(); i++) {
            var part = open.get(i);
            made.put(
                    sent.get(part).id(),
                    keep(sent.get(part), submitted.get(part), parts.get(i).outcome()));
        }
        return new Answer(
                whole.id(),
                new Together(sent.stream().map(part -> made.get(part.id())).toList()),
                open.isEmpty());
    }

    private void takeOver() {
        counts.putAll(loaded);
        counts.putAll(inForce.changed());
        books.changedHolds().forEach(hold -> holds.put(hold.id(), hold));
        books.changedDocuments().forEach(each -> documents.put(each.id(), each));
        books.changedCases().forEach(each -> cases.put(each.id(), each));
        var units = books.serials();
        units.changedCases().forEach(each -> holes.put(each.id(), each));
        units.changed().forEach((key, position) -> {
            if (position == null) {
                positions.remove(key);
            } else {
                positions.put(key, position);
            }
        });
        books.changedLots().forEach(lot -> lots.put(lot.id(), lot));
        var made = books.movements();
        for (; movements < made.size(); movements++) {
            takeOver(made.get(movements));
        }
        var told = books.holdOutcomes();
        for (; outcomes < told.size(); outcomes++) {
            announced.add(told.get(outcomes));
        }
    }

    private void takeOver(Movement movement) {
        journal.add(movement);
        var item = items.get(movement.sku());
        items.put(movement.sku(), new Item(movement.version(), item.retired(), item.limited(), item.bySerial()));
        var id = new Original.Id(movement.sku(), movement.version());
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
                        movement.serials() == null ? List.of() : movement.serials()));
        if (movement.kind() == MovementKind.REVERSE) {
            var name = movement.cause().id();
            var cut = name.lastIndexOf('/');
            var first = new Original.Id(new Sku(name.substring(0, cut)), Long.parseLong(name.substring(cut + 1)));
            var original = originals.get(first);
            originals.put(
                    first,
                    new Original(
                            first,
                            original.kind(),
                            original.quantity(),
                            original.from(),
                            original.to(),
                            original.goods(),
                            original.causeType(),
                            movement.id(),
                            original.serials()));
        }
        var isBack = movement.kind() == MovementKind.RETURN || movement.kind() == MovementKind.RESTOCK;
        if (isBack && Hears.spot(movement.to()).name().equals(Bucket.AVAILABLE.code())) {
            var about = new Cause(movement.cause().type(), movement.cause().id(), null);
            backOnSale
                    .computeIfAbsent(about, _ -> new HashMap<>())
                    .merge(movement.sku(), movement.quantity(), Long::sum);
        }
    }
}
