package dev.perpetual.ledger.domain;

import dev.perpetual.ledger.domain.Account.Place;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * The part of the ledger that a batch of commands touches, and what the batch adds to it. Only {@link #record}
 * and {@link #keep} change it; {@link #undoTo} takes back what a refused command had begun.
 */
public final class Books {

    /**
     * What the rules know of an item.
     *
     * @param version of its stream
     * @param limited some limit of holds may concern it
     * @param bySerial its units have numbers of their own
     */
    public record Item(long version, boolean retired, boolean limited, boolean bySerial) {

        /** An item without limits, whose units have no numbers. */
        public Item(long version, boolean retired) {
            this(version, retired, false, false);
        }
    }

    private final Instant now;
    private final Map<Sku, Item> items;
    private final Map<LocationId, Location> locations;
    private final Map<BalanceKey, Balance> loaded;
    private final Map<BalanceKey, Balance> balances;
    private final Map<HoldId, Hold> holds;
    private final Cases cases;
    private final SerialBook serials;
    private final Map<Original.Id, Original> originals;
    private final Map<Lot.Id, Lot> lots;
    private final Map<BalanceKey, Set<Goods>> goods = new HashMap<>();

    private final Map<Document.Id, Document> documents = new HashMap<>();
    private final Map<Document.Id, Document> changedDocuments = new HashMap<>();
    private final Map<Cause, Map<Sku, Long>> restocked = new HashMap<>();
    private final List<Movement> movements = new ArrayList<>();
    private final List<HoldOutcome> holdOutcomes = new ArrayList<>();
    private final Map<HoldId, Hold> changedHolds = new HashMap<>();
    private final Map<Lot.Id, Lot> changedLots = new HashMap<>();
    private final Undo undo = new Undo();
    private HoldLimits limits = HoldLimits.NONE;

    /** @param now the instant of the batch: when all of it is recorded */
    public Books(
            Instant now,
            Map<Sku, Item> items,
            Map<LocationId, Location> locations,
            Map<BalanceKey, Balance> balances,
            Map<HoldId, Hold> holds,
            Map<Original.Id, Original> originals,
            Map<Lot.Id, Lot> lots,
            Collection<Discrepancy> openCases) {
        this.now = now;
        this.items = new HashMap<>(items);
        this.locations = locations;
        this.loaded = balances;
        this.balances = new HashMap<>(balances);
        this.holds = new HashMap<>(holds);
        this.originals = new HashMap<>(originals);
        this.lots = new HashMap<>(lots);
        balances.keySet().forEach(this::stands);
        this.cases = new Cases(openCases, now, undo);
        this.serials = new SerialBook(now, undo);
    }

    /** When the batch is recorded. */
    public Instant now() {
        return now;
    }

    @Nullable
    Item item(Sku sku) {
        return items.get(sku);
    }

    /** The newest version of a SKU; 0 when nothing moved yet or nobody knows it. */
    public long version(Sku sku) {
        var item = items.get(sku);
        return item == null ? 0 : item.version();
    }

    @Nullable
    Location location(LocationId id) {
        return locations.get(id);
    }

    /** A balance as the commands so far left it. */
    public Balance balance(BalanceKey key) {
        return balances.getOrDefault(key, Balance.NONE);
    }

    @Nullable
    Hold hold(HoldId id) {
        return holds.get(id);
    }

    @Nullable
    Original original(Original.Id id) {
        return originals.get(id);
    }

    /** The units that a movement named which somebody wants to reverse. */
    public List<String> reversible(Original.Id id) {
        var original = originals.get(id);
        return original == null ? List.of() : original.serials();
    }

    /** A lot as far as it is known; one that nobody described keeps for ever. */
    Lot lot(Lot.Id id) {
        return lots.getOrDefault(id, Lot.unknown(id));
    }

    Lot lot(Sku sku, Goods of) {
        return lot(new Lot.Id(sku, of.lot()));
    }

    void keep(Lot lot) {
        undo.put(lots, lot.id(), lot);
        undo.put(changedLots, lot.id(), lot);
    }

    /** The goods of an SKU that stand, or stood, at a location. */
    Set<Goods> goodsAt(Sku sku, LocationId location) {
        return goods.getOrDefault(new BalanceKey(sku, location, Goods.PLAIN), Set.of());
    }

    private void stands(BalanceKey key) {
        goods.computeIfAbsent(new BalanceKey(key.sku(), key.location(), Goods.PLAIN), _ -> new HashSet<>())
                .add(key.goods());
    }

    /** The holds that the batch touches. */
    Collection<Hold> holds() {
        return holds.values();
    }

    /** The units that the batch names. */
    public SerialBook serials() {
        return serials;
    }

    /** Notes that a movement was reversed. */
    void keep(Original original) {
        undo.put(originals, original.id(), original);
    }

    /** Adds the next movement of its SKU and moves the balances with it. */
    Movement record(Posting asked, Submitted by) {
        var sku = asked.sku();
        var item = items.get(sku);
        if (item == null || !asked.kind().allows(asked.from(), asked.to())) {
            throw new IllegalStateException("Expected a movement that the rules let pass, but got " + asked);
        }
        var posting = item.bySerial() ? SerialLines.named(asked, by, this) : asked;
        var version = item.version() + 1;
        undo.put(items, sku, new Item(version, item.retired(), item.limited(), item.bySerial()));
        var discrepancy = new String[1];
        change(posting, posting.from(), -posting.quantity(), version, discrepancy);
        change(posting, posting.to(), posting.quantity(), version, discrepancy);
        var said = SerialRules.said(posting, item, this);
        var hole = said == null ? null : serials.record(posting, version);
        var movement = posting.movement(version, by, now, said, discrepancy[0] == null ? hole : discrepancy[0]);
        movements.add(movement);
        undo.push(movements::removeLast);
        return movement;
    }

    private void change(Posting posting, Account account, long units, long version, String[] discrepancy) {
        if (!(account instanceof Place(var location, var bucket))) {
            return;
        }
        var key = new BalanceKey(posting.sku(), location, posting.goods());
        var before = balance(key);
        var after = before.plus(bucket, units).at(version, posting.occurredAt(), now);
        undo.put(balances, key, after.withFloorMoved(posting.guarded()));
        stands(key);
        if (before.units(bucket) < 0 || after.units(bucket) < 0) {
            discrepancy[0] = cases.follow(posting, key, bucket, after.units(bucket), version);
        }
    }

    /** A supplier's figure is as of a newer moment, whether or not it moved stock. */
    void freshen(BalanceKey key, Instant asOf) {
        var before = balance(key);
        var after = before.asOf(asOf, now);
        undo.put(balances, key, before == Balance.NONE ? after.at(version(key.sku()), asOf, now) : after);
    }

    /** Keeps the new state of a hold and announces it. */
    void keep(HoldOutcome outcome) {
        keep(outcome.hold());
        holdOutcomes.add(outcome);
        undo.push(holdOutcomes::removeLast);
    }

    /** Keeps the new state of a hold. */
    void keep(Hold hold) {
        limits.count(holds.get(hold.id()), hold, undo);
        undo.put(holds, hold.id(), hold);
        undo.put(changedHolds, hold.id(), hold);
    }

    /** Makes limits known, before anything is decided. */
    public void know(HoldLimits known) {
        limits = known;
    }

    HoldLimits limits() {
        return limits;
    }

    /** Makes documents known, before anything is decided. @param otherwise restocked per order without a document */
    public void know(Collection<Document> known, Map<Cause, Map<Sku, Long>> otherwise) {
        known.forEach(document -> documents.put(document.id(), document));
        restocked.putAll(otherwise);
    }

    @Nullable
    Document document(Document.Id id) {
        return documents.get(id);
    }

    /** Units of a SKU that came back from an order or hold and are sold again, to be added up. */
    LongStream restocked(Cause about, Sku sku) {
        var otherwise = restocked.getOrDefault(about, Map.of()).getOrDefault(sku, 0L);
        return LongStream.concat(LongStream.of(otherwise), Document.restocked(documents.values(), about, sku));
    }

    /** Keeps the new state of a document. */
    void keep(Document document) {
        undo.put(documents, document.id(), document);
        undo.put(changedDocuments, document.id(), document);
    }

    /** Documents that came to be or changed. */
    public Collection<Document> changedDocuments() {
        return changedDocuments.values();
    }

    /** The place to come back to with {@link #undoTo}. */
    int mark() {
        return undo.mark();
    }

    /** Takes back everything since the mark. */
    void undoTo(int mark) {
        undo.to(mark);
    }

    /** What the batch recorded, in order. */
    public List<Movement> movements() {
        return movements;
    }

    /** What became of holds, in order. */
    public List<HoldOutcome> holdOutcomes() {
        return holdOutcomes;
    }

    /** Holds in their newest state, if it changed. */
    public Collection<Hold> changedHolds() {
        return changedHolds.values();
    }

    /** Lots in their newest state, if it changed. */
    public Collection<Lot> changedLots() {
        return changedLots.values();
    }

    /** Cases in their newest state, if it changed. */
    public Collection<Discrepancy> changedCases() {
        return cases.changed();
    }

    /** Balances that are not as they were loaded. */
    public Map<BalanceKey, Balance> changedBalances() {
        var changed = new HashMap<BalanceKey, Balance>();
        balances.forEach((key, balance) -> {
            if (loaded.get(key) != balance) {
                changed.put(key, balance);
            }
        });
        return changed;
    }

    /** All balances that were loaded or made. */
    public Map<BalanceKey, Balance> balances() {
        return balances;
    }
}
