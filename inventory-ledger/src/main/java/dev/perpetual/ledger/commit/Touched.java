package dev.perpetual.ledger.commit;

import dev.perpetual.ledger.domain.Account.Place;
import dev.perpetual.ledger.domain.BalanceKey;
import dev.perpetual.ledger.domain.Command;
import dev.perpetual.ledger.domain.Command.DescribeLot;
import dev.perpetual.ledger.domain.Command.PlaceHold;
import dev.perpetual.ledger.domain.Command.RecordTogether;
import dev.perpetual.ledger.domain.Command.ReverseMovement;
import dev.perpetual.ledger.domain.Command.WithdrawLot;
import dev.perpetual.ledger.domain.Document;
import dev.perpetual.ledger.domain.DocumentCommand.MoveDocument;
import dev.perpetual.ledger.domain.Goods;
import dev.perpetual.ledger.domain.Hold;
import dev.perpetual.ledger.domain.HoldId;
import dev.perpetual.ledger.domain.LocationId;
import dev.perpetual.ledger.domain.Lot;
import dev.perpetual.ledger.domain.Original;
import dev.perpetual.ledger.domain.Sku;
import dev.perpetual.ledger.domain.Submitted;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What a batch of commands is about: what must be locked and loaded before it can be decided. */
final class Touched {

    final Set<BalanceKey> keys = new HashSet<>();
    /** Holds that must exist for their commands to make sense. */
    final Set<HoldId> holds = new HashSet<>();
    /** Holds that are to be placed, which are most likely new: their commands say all of them. */
    final Set<HoldId> placed = new HashSet<>();

    final Set<Original.Id> originals = new HashSet<>();
    /** Lots that commands are about, not those that merely move. */
    final Set<Lot.Id> lots = new HashSet<>();

    final Set<String> commands = new HashSet<>();
    private final Set<LocationId> named = new HashSet<>();
    private final List<Submitted> batch;

    Touched(List<Submitted> batch) {
        this.batch = batch;
        batch.forEach(this::add);
    }

    private void add(Submitted submitted) {
        var command = submitted.command();
        if (command instanceof RecordTogether(var parts)) {
            parts.forEach(this::add);
            return;
        }
        if (submitted.key() != null) {
            commands.add(submitted.key());
        }
        keys.addAll(command.keys());
        named.addAll(command.locations());
        holds.addAll(command.holds());
        add(command);
    }

    private void add(Command command) {
        switch (command) {
            case PlaceHold hold -> placed.add(hold.hold());
            case ReverseMovement reverse -> originals.add(reverse.original());
            case DescribeLot described -> lots.add(described.lot());
            case WithdrawLot withdrawn -> lots.add(withdrawn.lot());
            default -> {
                var hold = command.hold();
                if (hold != null) {
                    holds.add(hold);
                }
            }
        }
    }

    TreeSet<Sku> skus() {
        var skus = new TreeSet<Sku>();
        keys.forEach(key -> skus.add(key.sku()));
        originals.forEach(id -> skus.add(id.sku()));
        lots.forEach(id -> skus.add(id.sku()));
        return skus;
    }

    Set<LocationId> locations() {
        var locations = new HashSet<>(named);
        keys.forEach(key -> locations.add(key.location()));
        return locations;
    }

    /** Lots whose balances are among the keys or were loaded, and those that commands are about. */
    Set<Lot.Id> lotsWith(Collection<BalanceKey> loaded) {
        var all = new HashSet<>(lots);
        for (var each : List.of(keys, loaded)) {
            for (var key : each) {
                if (!key.goods().lot().isEmpty()) {
                    all.add(new Lot.Id(key.sku(), key.goods().lot()));
                }
            }
        }
        return all;
    }

    void addOriginals(Collection<Original> found) {
        for (var original : found) {
            for (var account : List.of(original.from(), original.to())) {
                if (account instanceof Place place) {
                    keys.add(new BalanceKey(original.id().sku(), place.location(), original.goods()));
                }
            }
        }
    }

    /** True when a line was not yet among the keys. */
    boolean addHolds(Collection<Hold> found) {
        var isMore = false;
        for (var hold : found) {
            for (var line : hold.lines()) {
                isMore |= keys.add(new BalanceKey(line.sku(), line.location(), Goods.PLAIN)); // All goods there.
            }
        }
        return isMore;
    }

    /** True when a line, or a place that a step names for it, was not yet among the keys. */
    boolean addDocuments(java.util.Map<Document.Id, Document> found) {
        var isMore = false;
        for (var document : found.values()) {
            isMore |= keys.addAll(document.keys());
        }
        for (var submitted : batch) {
            if (submitted.command() instanceof MoveDocument move && found.containsKey(move.document())) {
                isMore |= keys.addAll(move.keysIn(found.get(move.document())));
            }
        }
        return isMore;
    }
}
