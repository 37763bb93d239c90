package dev.perpetual.ledger.counts;

import dev.perpetual.kit.database.Database;
import dev.perpetual.ledger.counts.ReadSeen.Seen;
import dev.perpetual.ledger.domain.BalanceKey;
import dev.perpetual.ledger.domain.CountLine;
import dev.perpetual.ledger.domain.CountLine.Basis;
import dev.perpetual.ledger.domain.CountRules;
import dev.perpetual.ledger.domain.CountRules.Entered.Done;
import dev.perpetual.ledger.domain.CountRules.Entered.Not;
import dev.perpetual.ledger.domain.CountRules.Entry;
import dev.perpetual.ledger.domain.Goods;
import dev.perpetual.ledger.domain.StockCount.Mode;
import dev.perpetual.ledger.domain.StockCount.Step;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Takes what somebody counted into the lines of a count. */
@ApplicationScoped
class EnterCounted {

    /** A counter's clock may be behind ours by so much; earlier looks belong to an earlier count. */
    private static final Duration BEHIND_MAX = Duration.ofMinutes(5);

    private final Database database;
    private final JudgeLines judge;

    EnterCounted(Database database, JudgeLines judge) {
        this.database = database;
        this.judge = judge;
    }

    /** A line that was not taken. @param index which of those handed in */
    record Refused(int index, String at, String problem, String detail) {}

    /** What the ledger said about places without a line, asked before the transaction of the step. */
    Map<BalanceKey, CountFacts.Opening> openings(String count, Instant opened, Collection<Seen> seen) {
        return database.inTransaction(connection -> {
            Database.seesOneMoment(connection);
            var keys = new HashSet<BalanceKey>();
            seen.forEach(each -> keys.add(key(each, each.owner() == null ? "" : each.owner())));
            CountLines.at(connection, count, keys).forEach(line -> keys.remove(line.key()));
            return keys.isEmpty() ? Map.of() : CountFacts.openings(connection, keys, opened);
        });
    }

    private static BalanceKey key(Seen seen, String owner) {
        return new BalanceKey(seen.sku(), seen.location(), new Goods(seen.lot(), owner));
    }

    /** Stores what can be taken and returns what cannot; the caller decides whether to keep the rest. */
    List<Refused> enter(
            Connection connection,
            Counts.Head head,
            List<Seen> seen,
            Map<BalanceKey, CountFacts.Opening> openings,
            @Nullable Mode mode,
            String by,
            Instant now)
            throws SQLException {
        head.mustAllow(mode == Mode.RECOUNT ? Step.RECOUNT : Step.ENTER);
        var sheet = new Sheet(connection, head, seen, openings);
        var refused = new ArrayList<Refused>();
        for (var i = 0; i < seen.size(); i++) {
            var not = sheet.enter(seen.get(i), mode, by, now);
            if (not != null) {
                refused.add(new Refused(i, seen.get(i).at(), not.problem(), not.detail()));
            }
        }
        CountLines.store(connection, head.id(), sheet.changed.values());
        if (mode == Mode.RECOUNT) {
            judge.judge(connection, head.id(), List.copyOf(sheet.changed.values()));
            JudgeLines.needApprovals(connection, head.id());
        }
        return refused;
    }

    /** The lines that the entries are about. */
    private static final class Sheet {
        private final Counts.Head head;
        private final Set<String> places;
        private final Map<String, Long> versions;
        private final Map<BalanceKey, CountLine> known = new LinkedHashMap<>();
        private final Map<BalanceKey, CountLine> changed = new LinkedHashMap<>();
        private final Map<BalanceKey, CountFacts.Opening> openings;
        private int last;

        Sheet(Connection connection, Counts.Head head, List<Seen> seen, Map<BalanceKey, CountFacts.Opening> openings)
                throws SQLException {
            this.head = head;
            this.openings = new HashMap<>(openings);
            this.places = Counts.places(
                    connection,
                    head.id(),
                    seen.stream().map(each -> each.location().id()).toList());
            this.versions = CountFacts.versions(
                    connection, seen.stream().map(each -> each.sku().code()).toList());
            CountLines.at(
                            connection,
                            head.id(),
                            seen.stream().map(each -> key(each, "")).toList())
                    .forEach(line -> known.put(line.key(), line));
            this.last = CountLines.last(connection, head.id());
        }

        @Nullable
        Not enter(Seen seen, @Nullable Mode mode, String by, Instant now) {
            var version = versions.get(seen.sku().code());
            if (version == null) {
                return new Not("unknown-sku", "Expected a known SKU, but got " + seen.sku());
            }
            if (!places.contains(seen.location().id())) {
                return new Not("out-of-scope", "Expected a location of the count, but got " + seen.location());
            }
            if ((head.skus() != null && !head.skus().contains(seen.sku().code()))
                    || (head.lots() != null && !head.lots().contains(seen.lot()))) {
                return new Not(
                        "out-of-scope",
                        "Expected a SKU and lot of the count, but got " + seen.sku() + " " + seen.lot());
            }
            var line = line(seen, mode);
            if (line == null) {
                return new Not(
                        mode == Mode.RECOUNT ? "no-recount-needed" : "owner-needed",
                        mode == Mode.RECOUNT
                                ? "Expected a line that has to be recounted, but got one that nobody counted"
                                : "Expected the owner, as units of several owners stand there, but got none");
            }
            var basis = basis(seen, line, version);
            if (basis == null) {
                return new Not(
                        "not-while-counting",
                        "Expected a look since the count was opened (%s, version %d) and up to version %d, but got %s"
                                .formatted(head.createdAt(), line.openingVersion(), version, seen.basis()));
            }
            if (mode != Mode.ADD && changed.containsKey(line.key())) {
                return new Not("duplicate-line", "Expected each line once unless mode is add, but got one twice");
            }
            var entry = new Entry(seen.units(), basis, by, now, seen.unitCost());
            return switch (CountRules.enter(line, entry, mode)) {
                case Not not -> not;
                case Done(var entered)
                when entered.tally() != null && entered.tally().counted() > ReadSeen.UNITS_MAX ->
                    new Not(
                            "quantity-out-of-range",
                            "Expected at most %d units, but got more".formatted(ReadSeen.UNITS_MAX));
                case Done(var entered) -> {
                    last = Math.max(last, entered.line());
                    known.put(entered.key(), entered);
                    changed.put(entered.key(), entered);
                    yield null;
                }
            };
        }

        /** Who counts does not always know whose it is; then it is that of the only one that stands there. */
        private @Nullable CountLine line(Seen seen, @Nullable Mode mode) {
            var owner = seen.owner();
            if (owner == null) {
                var there = known.values().stream()
                        .filter(line -> line.key().sku().equals(seen.sku())
                                && line.key().location().equals(seen.location())
                                && line.key().goods().lot().equals(seen.lot()))
                        .toList();
                var own = known.get(key(seen, ""));
                if (own != null || there.size() > 1) {
                    return own;
                }
                if (there.size() == 1) {
                    return there.getFirst();
                }
            }
            var key = key(seen, owner == null ? "" : owner);
            var line = known.get(key);
            var opening = openings.get(key);
            if (line != null || opening == null || mode == Mode.RECOUNT) {
                return line;
            }
            return CountLine.opened(last + 1, key, opening.version(), opening.units());
        }

        private @Nullable Basis basis(Seen seen, CountLine line, long version) {
            var basis = seen.basis();
            if (basis == null) {
                return new Basis(version, null);
            }
            if (basis.version() != null) {
                return basis.version() < line.openingVersion() || basis.version() > version ? null : basis;
            }
            var at = Objects.requireNonNull(basis.at());
            if (at.isBefore(head.createdAt().minus(BEHIND_MAX))) {
                return null;
            }
            return at.isBefore(head.createdAt()) ? new Basis(null, head.createdAt()) : basis;
        }
    }
}
