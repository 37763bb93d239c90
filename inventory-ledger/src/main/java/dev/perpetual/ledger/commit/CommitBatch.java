package dev.perpetual.ledger.commit;

import dev.perpetual.kit.journal.StateMessages;
import dev.perpetual.ledger.commit.Commands.Decided;
import dev.perpetual.ledger.domain.Account.Place;
import dev.perpetual.ledger.domain.Answer;
import dev.perpetual.ledger.domain.BalanceKey;
import dev.perpetual.ledger.domain.Books;
import dev.perpetual.ledger.domain.Books.Item;
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
import dev.perpetual.ledger.domain.LedgerRules;
import dev.perpetual.ledger.domain.LocationId;
import dev.perpetual.ledger.domain.Lot;
import dev.perpetual.ledger.domain.Original;
import dev.perpetual.ledger.domain.Outcome;
import dev.perpetual.ledger.domain.Outcome.KeyReused;
import dev.perpetual.ledger.domain.Outcome.Together;
import dev.perpetual.ledger.domain.Sku;
import dev.perpetual.ledger.domain.Submitted;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Decides commands in their order and stores all that comes of them: one transaction, whatever their number.
 *
 * <p>Everything is read after the streams are locked, so two instances on one database decide as one would.
 */
final class CommitBatch {

    private final Connection connection;
    private final Instant now;
    private final Map<String, Decided> fresh = new LinkedHashMap<>();
    private Map<String, Decided> decided = Map.of();

    private final boolean suspicious;
    private final KnownKits kits;

    /** @param suspicious the last try found more than the commands said, so nothing is taken on their word alone */
    CommitBatch(Connection connection, Instant now, boolean suspicious, KnownKits kits) {
        this.connection = connection;
        this.now = now;
        this.suspicious = suspicious;
        this.kits = kits;
    }

    /** Returns the answers in the order of the commands; they are true once the transaction is committed. */
    List<Answer> decide(List<Submitted> asked) throws SQLException {
        var commands = kits.define(connection, asked, now);
        var keys = new HashSet<BalanceKey>();
        var holdIds = new HashSet<HoldId>();
        var originalIds = new HashSet<Original.Id>();
        commands.forEach(submitted -> touch(submitted.command(), keys, holdIds, originalIds));
        var lotIds = new HashSet<Lot.Id>();
        commands.forEach(submitted -> touchLot(submitted.command(), lotIds));
        var promisedTo = Lots.holds(connection, lotIds);
        holdIds.addAll(promisedTo);
        touchOriginals(Originals.load(connection, originalIds), keys); // As immutable as the journal.
        touchLines(Holds.load(connection, seenBefore(commands, holdIds)), keys); // Lines never change place.
        touchDocuments(Documents.load(connection, commands), commands, keys);
        var skus = new TreeSet<Sku>();
        keys.forEach(key -> skus.add(key.sku()));
        originalIds.forEach(id -> skus.add(id.sku()));
        lotIds.forEach(id -> skus.add(id.sku()));

        var items = Skus.lock(connection, skus, kits);
        kits.mustBeCurrent(commands);
        var holds = Holds.load(connection, holdIds);
        var documents = Documents.load(connection, commands);
        if (touchLines(holds, keys)
                || touchDocuments(documents, commands, keys)
                || !promisedTo.containsAll(Lots.holds(connection, lotIds))) {
            throw new HoldAppeared();
        }
        keys.addAll(Lots.places(connection, lotIds));
        decided = Commands.find(connection, commandKeys(commands));
        var places = new HashSet<LocationId>();
        keys.forEach(key -> places.add(key.location()));
        commands.forEach(submitted -> places.addAll(submitted.command().locations()));
        var locations = Skus.locations(connection, places);
        var balances = Balances.load(connection, keys);
        for (var each : List.of(keys, balances.keySet())) {
            each.stream()
                    .filter(key -> !key.goods().lot().isEmpty())
                    .forEach(key -> lotIds.add(new Lot.Id(key.sku(), key.goods().lot())));
        }
        var books = new Books(
                now,
                items,
                locations,
                balances,
                holds,
                Originals.load(connection, originalIds),
                Lots.load(connection, lotIds),
                Discrepancies.open(connection, balances));
        books.know(documents.values(), Documents.restocked(connection, commands, documents));

        var answers = new ArrayList<Answer>(commands.size());
        for (var submitted : commands) {
            answers.add(answer(submitted, books));
        }
        store(books, items, holds, documents);
        return answers;
    }

    /** A hold that is to be placed is most likely new, and then its command says all of it. */
    private Set<HoldId> seenBefore(List<Submitted> commands, Set<HoldId> holdIds) {
        var seen = new HashSet<>(holdIds);
        if (!suspicious) {
            for (var submitted : commands) {
                if (submitted.command() instanceof PlaceHold placed) {
                    seen.remove(placed.hold());
                }
            }
        }
        return seen;
    }

    private static void touch(Command command, Set<BalanceKey> keys, Set<HoldId> holds, Set<Original.Id> originals) {
        if (command instanceof RecordTogether(var parts)) {
            parts.forEach(part -> touch(part.command(), keys, holds, originals));
            return;
        }
        if (command instanceof ReverseMovement reverse) {
            originals.add(reverse.original());
        }
        keys.addAll(command.keys());
        var hold = command.hold();
        if (hold != null) {
            holds.add(hold);
        }
        holds.addAll(command.holds());
    }

    /** True when a line, or a place that a step names for it, was not yet among the keys. */
    private static boolean touchDocuments(
            Map<Document.Id, Document> documents, List<Submitted> commands, Set<BalanceKey> keys) {
        var found = false;
        for (var document : documents.values()) {
            found |= keys.addAll(document.keys());
        }
        for (var submitted : commands) {
            if (submitted.command() instanceof MoveDocument move && documents.containsKey(move.document())) {
                found |= keys.addAll(move.keysIn(documents.get(move.document())));
            }
        }
        return found;
    }

    private static void touchLot(Command command, Set<Lot.Id> lots) {
        switch (command) {
            case DescribeLot described -> lots.add(described.lot());
            case WithdrawLot withdrawn -> lots.add(withdrawn.lot());
            default -> {}
        }
    }

    private static void touchOriginals(Map<Original.Id, Original> originals, Set<BalanceKey> keys) {
        for (var original : originals.values()) {
            for (var account : List.of(original.from(), original.to())) {
                if (account instanceof Place place) {
                    keys.add(new BalanceKey(original.id().sku(), place.location(), original.goods()));
                }
            }
        }
    }

    /** True when a line was not yet among the keys. */
    private static boolean touchLines(Map<HoldId, Hold> holds, Set<BalanceKey> keys) {
        var found = false;
        for (var hold : holds.values()) {
            for (var line : hold.lines()) {
                for (var sku : line.skus()) {
                    found |= keys.add(new BalanceKey(sku, line.location(), Goods.PLAIN)); // All goods there.
                }
            }
        }
        return found;
    }

    private static Set<String> commandKeys(List<Submitted> commands) {
        var keys = new HashSet<String>();
        for (var submitted : commands) {
            var parts = submitted.command() instanceof RecordTogether(var together) ? together : List.of(submitted);
            for (var part : parts) {
                var key = part.key();
                if (key != null) {
                    keys.add(key);
                }
            }
        }
        return keys;
    }

    private Answer answer(Submitted submitted, Books books) {
        if (submitted.command() instanceof RecordTogether(var parts)) {
            return together(submitted, parts, books);
        }
        var before = before(submitted);
        if (before != null) {
            return before;
        }
        return new Answer(submitted.id(), keep(submitted, LedgerRules.decide(submitted, books)), false);
    }

    private @org.jspecify.annotations.Nullable Answer before(Submitted submitted) {
        var key = submitted.key();
        if (key == null) {
            return null;
        }
        var first = fresh.getOrDefault(key, decided.get(key));
        if (first == null) {
            return null;
        }
        return first.hash().equals(submitted.contentHash())
                ? new Answer(submitted.id(), first.outcome(), true)
                : new Answer(submitted.id(), new KeyReused(submitted.id(), first.hash()), false);
    }

    private Outcome keep(Submitted submitted, Outcome outcome) {
        var key = submitted.key();
        if (key != null && outcome.isKept()) {
            fresh.put(key, new Decided(submitted.contentHash(), outcome));
        }
        return outcome;
    }

    /** Parts that were decided before are answered again; the others take effect all or not at all. */
    private Answer together(Submitted submitted, List<Submitted> parts, Books books) {
        var answers = new HashMap<String, Answer>();
        var open = new ArrayList<Submitted>();
        for (var part : parts) {
            var before = before(part);
            if (before == null) {
                open.add(part);
            } else if (before.outcome() instanceof KeyReused) {
                return new Answer(submitted.id(), before.outcome(), false);
            } else {
                answers.put(part.id(), before);
            }
        }
        if (!open.isEmpty()) {
            var outcome = LedgerRules.decide(
                    new Submitted(submitted.id(), submitted.contentHash(), submitted.by(), new RecordTogether(open)),
                    books);
            if (!(outcome instanceof Together(var made))) {
                return new Answer(submitted.id(), outcome, false);
            }
            for (var i = 0; i < made.size(); i++) {
                keep(open.get(i), made.get(i).outcome());
                answers.put(open.get(i).id(), made.get(i));
            }
        }
        return new Answer(
                submitted.id(),
                new Together(parts.stream().map(part -> answers.get(part.id())).toList()),
                open.isEmpty());
    }

    private void store(
            Books books, Map<Sku, Item> locked, Map<HoldId, Hold> known, Map<Document.Id, Document> documents)
            throws SQLException {
        LedgerJournal.append(connection, books.movements(), books.holdOutcomes(), now);
        var versions = new HashMap<Sku, Long>();
        books.movements().forEach(movement -> versions.put(movement.sku(), movement.version()));
        Skus.raise(connection, locked, versions);
        var changed = books.changedBalances();
        Balances.store(connection, changed);
        Holds.store(connection, books.changedHolds(), known);
        if (!Documents.store(connection, books.changedDocuments(), documents)) {
            throw new HoldAppeared();
        }
        Discrepancies.store(connection, books.changedCases());
        Lots.store(connection, books.changedLots());
        Commands.store(connection, fresh, now);
        StateMessages.emit(connection, ChangedLevels.of(books, changed.keySet()));
    }

    /** A hold or document came to be or changed between our first look and the locks; the batch is decided again. */
    static final class HoldAppeared extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
