package dev.perpetual.ledger.commit;

import dev.perpetual.kit.journal.Outbox;
import dev.perpetual.ledger.commit.Commands.Decided;
import dev.perpetual.ledger.domain.Answer;
import dev.perpetual.ledger.domain.Books;
import dev.perpetual.ledger.domain.Command.RecordTogether;
import dev.perpetual.ledger.domain.Document;
import dev.perpetual.ledger.domain.Hold;
import dev.perpetual.ledger.domain.HoldId;
import dev.perpetual.ledger.domain.HoldLimits;
import dev.perpetual.ledger.domain.LedgerRules;
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

/**
 * Decides commands in their order and stores all that comes of them: one transaction, whatever their number.
 *
 * <p>What changes is read after the streams are locked, so two instances on one database decide as one would. A trusting
 * batch takes it that its commands and the holds to be placed are new, as most are; storing them proves it.
 */
final class CommitBatch {

    private final Connection connection;
    private final Instant now;
    private final boolean trusting;
    private final KnownKits kits;
    private final Pipeline changes;
    private final Map<String, Decided> fresh = new LinkedHashMap<>();
    private Map<String, Decided> decided = Map.of();

    /** @param trusting whether to leave out the looks that most likely find nothing */
    CommitBatch(Connection connection, Instant now, boolean trusting, KnownKits kits) {
        this.connection = connection;
        this.now = now;
        this.trusting = trusting;
        this.kits = kits;
        this.changes = new Pipeline(connection);
    }

    /**
     * Returns the answers in the order of the commands; they are true once the transaction is committed.
     *
     * @throws FoundMore when the batch must be decided again
     */
    List<Answer> decide(List<Submitted> asked) throws SQLException {
        var commands = kits.define(connection, asked, now, trusting);
        var touched = new Touched(commands);
        var promisedTo = Lots.holds(connection, touched.lots);
        touched.holds.addAll(promisedTo);
        if (!trusting) {
            touched.holds.addAll(touched.placed);
        }
        touched.addOriginals(Originals.load(connection, touched.originals).values()); // As immutable as the journal.
        touched.addHolds(Holds.load(connection, touched.holds).values()); // Lines never change place.
        touched.addDocuments(Documents.load(connection, commands));

        var locked = Skus.lock(connection, touched.skus(), touched.keys, touched.locations(), kits);
        kits.mustBeCurrent(commands);
        var holds = Holds.load(connection, touched.holds);
        var documents = Documents.load(connection, commands);
        if (touched.addHolds(holds.values())
                || touched.addDocuments(documents)
                || !promisedTo.containsAll(Lots.holds(connection, touched.lots))) {
            throw new FoundMore();
        }
        if (touched.keys.addAll(Lots.places(connection, touched.lots))) {
            locked = Skus.lock(connection, touched.skus(), touched.keys, touched.locations(), kits);
        }
        if (!trusting) {
            decided = Commands.find(connection, touched.commands);
        }
        var balances = locked.balances();
        var books = new Books(
                now,
                locked.items(),
                locked.locations(),
                balances,
                holds,
                Originals.load(connection, touched.originals),
                Lots.load(connection, touched.lotsWith(balances.keySet())),
                Discrepancies.open(connection, balances));
        books.know(documents.values(), Documents.restocked(connection, commands, documents));
        var limits = HoldCounts.lock(connection, locked.items(), commands, holds);
        books.know(limits);
        Serials.load(connection, commands, locked.items(), books);

        var answers = new ArrayList<Answer>(commands.size());
        for (var submitted : commands) {
            answers.add(answer(submitted, books));
        }
        mustBeNew(touched.commands);
        collect(books, holds, documents, limits);
        return answers;
    }

    /** Stores what was decided, and commits where that can be told to the server beforehand. */
    void store() throws SQLException {
        changes.runAndCommit();
    }

    /** A command whose answer is not kept is not stored either, so that storing cannot prove that it is new. */
    private void mustBeNew(Set<String> commands) throws SQLException {
        if (trusting && !fresh.keySet().containsAll(commands)) {
            var others = new HashSet<>(commands);
            others.removeAll(fresh.keySet());
            if (!Commands.find(connection, others).isEmpty()) {
                throw new FoundMore();
            }
        }
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
                // A refusal is the answer of each for good, so that none comes to be when a copy of it arrives later.
                open.forEach(part -> keep(part, outcome));
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

    private void collect(
            Books books, Map<HoldId, Hold> known, Map<Document.Id, Document> documents, HoldLimits limits) {
        Commands.store(changes, fresh, now);
        Holds.store(changes, books.changedHolds(), known);
        HoldCounts.store(changes, limits);
        Documents.store(changes, books.changedDocuments(), documents);
        var versions = new HashMap<Sku, Long>();
        books.movements().forEach(movement -> versions.put(movement.sku(), movement.version()));
        Skus.raise(changes, versions);
        var changed = books.changedBalances();
        Balances.store(changes, changed);
        Discrepancies.store(changes, books.changedCases());
        var lots = Lots.store(changes, books.changedLots());
        Serials.store(changes, books.serials());
        var events = new ArrayList<>(LedgerJournal.append(changes, books.movements(), books.holdOutcomes(), lots, now));
        ChangedLevels.of(books, changed.keySet()).forEach(level -> events.add(level.asEntry()));
        Outbox.messages(events)
                .forEach(message -> changes.add(Outbox.EMIT, List.of(message), columns -> columns.bytes(message)));
    }
}
