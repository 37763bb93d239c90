package dev.perpetual.ledger.model;

import dev.perpetual.ledger.domain.Balance;
import dev.perpetual.ledger.domain.BalanceKey;
import dev.perpetual.ledger.domain.Bucket;
import dev.perpetual.ledger.domain.Discrepancy;
import dev.perpetual.ledger.domain.Document;
import dev.perpetual.ledger.domain.DocumentLine;
import dev.perpetual.ledger.domain.Hold;
import dev.perpetual.ledger.domain.HoldLine;
import dev.perpetual.ledger.domain.Lot;
import dev.perpetual.ledger.domain.Movement;
import dev.perpetual.ledger.model.NaiveBooks.Entry;
import dev.perpetual.ledger.model.NaiveBooks.Part;
import dev.perpetual.ledger.model.NaiveBooks.Pile;
import dev.perpetual.ledger.model.NaiveBooks.Promise;
import dev.perpetual.ledger.model.NaiveBooks.Row;
import dev.perpetual.ledger.model.NaiveBooks.Sheet;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The first thing in which the real ledger and the naive one are not the same. */
final class Differences {

    private final World world;

    /** What was the same before and cannot have changed. */
    private final IdentityHashMap<Object, Object> compared = new IdentityHashMap<>();

    private final Map<BalanceKey, String> names = new HashMap<>();
    private NaiveBooks naive = new NaiveBooks();

    Differences(World world) {
        this.world = world;
    }

    /** @param since the first movement that was not compared before */
    @Nullable
    String to(NaiveBooks books, int since) {
        naive = books;
        var found = movements(since);
        found = found == null ? balances() : found;
        found = found == null ? cases() : found;
        found = found == null ? units() : found;
        found = found == null ? holds() : found;
        found = found == null ? lots() : found;
        return found == null ? documents() : found;
    }

    private String name(BalanceKey key) {
        return names.computeIfAbsent(key, Hears::pile);
    }

    /** @param what in which kind of figure, the same words for all of it */
    private static String differ(String what, Object real, @Nullable Object expected) {
        return "another " + what + ": expected " + expected + ", but got " + real;
    }

    private @Nullable String movements(int since) {
        for (var i = since; i < Math.min(world.journal.size(), naive.journal.size()); i++) {
            var real = world.journal.get(i);
            var expected = naive.journal.get(i);
            if (!isSame(real, expected)) {
                return differ("movement", real, expected);
            }
        }
        return world.journal.size() == naive.journal.size()
                ? null
                : differ("movement", world.journal.size(), naive.journal.size());
    }

    private boolean isSame(Movement real, Entry expected) {
        var line = real.cause().line();
        return real.sku().code().equals(expected.sku())
                && real.version() == expected.version()
                && real.kind().code().equals(expected.kind())
                && real.quantity() == expected.quantity()
                && Hears.spot(real.from()).equals(expected.from())
                && Hears.spot(real.to()).equals(expected.to())
                && Hears.isOf(real.goods(), expected.wares())
                && real.cause().type().equals(expected.causeType())
                && real.cause().id().equals(expected.causeId())
                && (line == null ? 0 : line) == expected.causeLine()
                && Speaks.seconds(real.occurredAt()) == expected.at()
                && Hears.issue(real.discrepancy(), world).equals(expected.issue())
                && Objects.equals(real.serials(), expected.units());
    }

    private @Nullable String balances() {
        for (var each : world.balances.entrySet()) {
            var expected = naive.piles.get(name(each.getKey()));
            if (expected != null && compared.get(each.getValue()) == expected) {
                continue;
            }
            compared.put(each.getValue(), expected);
            if (expected == null || !isSame(each.getValue(), expected)) {
                return differ("balance", each, expected);
            }
        }
        return world.balances.size() == naive.piles.size()
                ? null
                : differ("balance", world.balances.keySet(), naive.piles.keySet());
    }

    private static boolean isSame(Balance real, Pile expected) {
        for (var bucket : Bucket.values()) {
            if (real.units(bucket) != expected.of(bucket.code())) {
                return false;
            }
        }
        return real.version() == expected.version()
                && Speaks.seconds(real.occurredAt()) == expected.newest()
                && (real.asOf() == null
                        ? expected.asOf() == null
                        : expected.asOf() != null && Speaks.seconds(real.asOf()) == expected.asOf());
    }

    private @Nullable String cases() {
        var open = 0;
        for (var each : world.cases.values()) {
            if (!each.isOpen()) {
                continue;
            }
            open++;
            var name = name(each.key()) + "/" + each.bucket().code();
            if (!each.openedBy().equals(naive.issues.get(name)) || each.shortBy() != -units(each)) {
                return differ("case", each, naive.issues.get(name));
            }
        }
        return open == naive.issues.size() ? null : differ("case", world.cases.values(), naive.issues);
    }

    private @Nullable String units() {
        for (var each : world.positions.entrySet()) {
            var name = Hears.name(each.getKey());
            if (!name.startsWith("@") && each.getValue().units() != naive.units.standing.getOrDefault(name, 0L)) {
                return differ("place of a unit", each, naive.units.standing);
            }
        }
        var open = 0;
        for (var each : world.holes.values()) {
            if (!each.isOpen()) {
                continue;
            }
            open++;
            var name = Hears.name(each.key());
            if (!each.openedBy().equals(naive.units.holes.get(name)) || each.units() != naive.units.missing(name)) {
                return differ("case of units", each, naive.units.holes);
            }
        }
        return open == naive.units.holes.size() ? null : differ("case of units", world.holes, naive.units.holes);
    }

    private long units(Discrepancy each) {
        return naive.piles.get(name(each.key())).of(each.bucket().code());
    }

    private @Nullable String holds() {
        for (var each : world.holds.values()) {
            var expected = naive.promises.get(each.id().id());
            if (expected != null && compared.get(each) == expected) {
                continue;
            }
            compared.put(each, expected);
            if (expected == null || !isSame(each, expected)) {
                return differ("hold", each, expected);
            }
        }
        return world.holds.size() == naive.promises.size()
                ? null
                : differ("hold", world.holds.keySet(), naive.promises.keySet());
    }

    private static boolean isSame(Hold real, Promise expected) {
        if (!real.state().name().equals(expected.state())
                || real.version() != expected.version()
                || real.lines().size() != expected.parts().size()
                || !(real.owner().type() + "/" + real.owner().id()).equals(expected.owner())
                || !expected.who().equals(Hears.who(real.owner()))) {
            return false;
        }
        var deadline = real.expiresAt();
        if (deadline == null
                ? expected.expiresAt() != null
                : expected.expiresAt() == null || Speaks.seconds(deadline) != expected.expiresAt()) {
            return false;
        }
        for (var i = 0; i < real.lines().size(); i++) {
            if (!isSame(real.lines().get(i), expected.parts().get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isSame(HoldLine real, Part expected) {
        return real.line() == expected.line()
                && real.sku().code().equals(expected.sku())
                && real.location().id().equals(expected.place())
                && Hears.isOf(real.goods(), expected.wares())
                && real.granted() == expected.granted()
                && real.open() == expected.open()
                && real.picked() == expected.picked()
                && real.shipped() == expected.shipped()
                && real.released() == expected.released()
                && real.expired() == expected.expired();
    }

    private @Nullable String lots() {
        for (var each : world.lots.values()) {
            var expected =
                    naive.batches.get(each.id().sku().code() + "/" + each.id().code());
            if (expected == null || !isSame(each, expected)) {
                return differ("lot", each, expected);
            }
        }
        return world.lots.size() == naive.batches.size()
                ? null
                : differ("lot", world.lots.keySet(), naive.batches.keySet());
    }

    private static boolean isSame(Lot real, NaiveBooks.Batch expected) {
        var withdrawn = real.withdrawn();
        var why = withdrawn == null ? "" : withdrawn.cause() == Lot.Withdrawal.Cause.RECALLED ? "recalled" : "expired";
        var expiry = real.expiresAt();
        return why.equals(expected.withdrawn())
                && (expiry == null
                        ? expected.expiresAt() == null
                        : expected.expiresAt() != null && Speaks.seconds(expiry) == expected.expiresAt());
    }

    private @Nullable String documents() {
        for (var each : world.documents.values()) {
            var name = each.id().kind().code() + "/" + each.id().id();
            var expected = naive.sheets.get(name);
            if (expected == null) {
                return differ("document", each, null);
            }
            if (compared.get(each) == expected) {
                continue;
            }
            compared.put(each, expected);
            var found = difference(each, expected);
            if (found != null) {
                return found;
            }
        }
        return world.documents.size() == naive.sheets.size()
                ? null
                : differ("document", world.documents.keySet(), naive.sheets.keySet());
    }

    private static @Nullable String difference(Document real, Sheet expected) {
        if (real.version() != expected.version
                || (real.state() == Document.State.OPEN) != expected.isOpen()
                || real.lines().size() != expected.rows.size()) {
            return differ("document", real, expected.version + " " + expected.isOpen() + " " + expected.rows.keySet());
        }
        var rows = expected.rows.values().iterator();
        for (var line : real.lines()) {
            var row = rows.next();
            if (!isSame(line, row)) {
                return differ("document", real.id() + " " + line, described(row));
            }
        }
        return null;
    }

    private static boolean isSame(DocumentLine real, Row expected) {
        for (var stage : DocumentLine.Stage.values()) {
            if (real.at(stage) != expected.at(stage.name())) {
                return false;
            }
        }
        for (var flag : DocumentLine.Flag.values()) {
            if (real.flags().contains(flag) != expected.flags.contains(flag.name())) {
                return false;
            }
        }
        var issue = real.dispute() == null ? "none" : real.dispute().closedAt() == null ? "open" : "closed";
        return real.line() == expected.line
                && real.sku().code().equals(expected.sku)
                && Hears.isOf(real.goods(), expected.wares)
                && (real.of() == null ? expected.of == null : real.of().equals(expected.of))
                && real.asked() == expected.asked
                && real.beyond() == expected.beyond
                && real.announced() == expected.announced
                && real.counted() == expected.counted
                && real.factor() == expected.factor
                && (real.bucket() == Bucket.BLOCKED) == expected.ofBlocked
                && issue.equals(expected.issue);
    }

    private static Map<String, Object> described(Row row) {
        return Map.of(
                "row", row.line + " " + row.sku + " " + row.wares,
                "of", String.valueOf(row.of),
                "asked", row.asked,
                "beyond", row.beyond,
                "announced", row.announced,
                "counted", row.counted,
                "factor", row.factor,
                "stages", row.stages,
                "flags", row.flags,
                "case", row.issue);
    }
}
