package dev.perpetual.ledger.model;

import dev.perpetual.ledger.domain.Account;
import dev.perpetual.ledger.domain.Account.Place;
import dev.perpetual.ledger.domain.BalanceKey;
import dev.perpetual.ledger.domain.Bucket;
import dev.perpetual.ledger.domain.Cause;
import dev.perpetual.ledger.domain.Document;
import dev.perpetual.ledger.domain.Document.Kind;
import dev.perpetual.ledger.domain.DocumentLine.Stage;
import dev.perpetual.ledger.domain.Goods;
import dev.perpetual.ledger.domain.Movement;
import dev.perpetual.ledger.domain.MovementKind;
import dev.perpetual.ledger.domain.Outside;
import dev.perpetual.ledger.domain.Sku;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes every figure anew from the recorded movements alone and compares it with the one that was kept. */
final class Replay {

    /** What a line of a hold or document is told of by movements: their cause, and which units. */
    private record Told(Cause cause, Sku sku, Goods goods) {}

    private final World world;
    private final Map<BalanceKey, Map<Bucket, Long>> units = new HashMap<>();
    private final Map<BalanceKey, Movement> last = new HashMap<>();
    private final Map<BalanceKey, Instant> newest = new HashMap<>();
    private final Map<String, String> short_ = new HashMap<>();
    private final Map<Told, Map<String, Long>> stages = new HashMap<>();

    private Replay(World world) {
        this.world = world;
    }

    /** The first difference between what the journal says and what was kept, or null. */
    static @Nullable String difference(World world) {
        var replay = new Replay(world);
        world.journal.forEach(replay::add);
        var found = replay.balances();
        found = found == null ? replay.holds() : found;
        return found == null ? replay.documents() : found;
    }

    private void add(Movement movement) {
        side(movement, movement.from(), -movement.quantity());
        side(movement, movement.to(), movement.quantity());
    }

    private void side(Movement movement, Account account, long quantity) {
        var told = stages.computeIfAbsent(
                new Told(movement.cause(), movement.sku(), movement.goods()), _ -> new HashMap<>());
        told.merge(stage(movement, account, quantity < 0), quantity, Long::sum);
        if (!(account instanceof Place(var location, var bucket))) {
            return;
        }
        var key = new BalanceKey(movement.sku(), location, movement.goods());
        var now = units.computeIfAbsent(key, _ -> new HashMap<>()).merge(bucket, quantity, Long::sum);
        last.put(key, movement);
        newest.merge(key, movement.occurredAt(), (one, other) -> one.isAfter(other) ? one : other);
        var name = Hears.pile(key) + "/" + bucket.code();
        if (now < 0) {
            short_.putIfAbsent(name, movement.id());
        } else {
            short_.remove(name);
        }
    }

    /** A second reading of a movement, by its account alone. */
    private static String stage(Movement movement, Account account, boolean leaves) {
        return switch (account) {
            case Place(var _, var bucket) -> {
                if (leaves && movement.kind() == MovementKind.TRANSFER_OUT) {
                    yield "source";
                }
                yield switch (bucket) {
                    case EXPECTED -> Stage.OPEN.name();
                    case INSPECTION -> Stage.INSPECTION.name();
                    case AVAILABLE -> Stage.GOOD.name();
                    case BLOCKED -> Stage.BLOCKED.name();
                    case OUTBOUND -> Stage.TRANSIT.name();
                    case HELD, PICKED -> bucket.name();
                };
            }
            case Account.Beyond(var beyond) -> {
                if (beyond == Outside.LOSS) {
                    yield Stage.LOST.name();
                }
                yield beyond == Outside.SUPPLIER && movement.kind() == MovementKind.RETURN
                        ? Stage.BACK.name()
                        : "outside";
            }
        };
    }

    private @Nullable String balances() {
        for (var each : world.balances.entrySet()) {
            var key = each.getKey();
            var balance = each.getValue();
            for (var bucket : Bucket.values()) {
                if (balance.units(bucket) != units.getOrDefault(key, Map.of()).getOrDefault(bucket, 0L)) {
                    return "replay equals live: " + each;
                }
            }
            var newestMovement = last.get(key);
            if (newestMovement != null
                    && (balance.version() != newestMovement.version()
                            || balance.occurredAt().isBefore(newest.get(key)))) {
                return "replay equals live: " + each + " after " + newestMovement;
            }
        }
        for (var each : world.cases.values()) {
            var name = Hears.pile(each.key()) + "/" + each.bucket().code();
            if (each.isOpen() && !each.openedBy().equals(short_.remove(name))) {
                return "replay opens the same cases: " + each;
            }
        }
        return short_.isEmpty() ? null : "replay opens the same cases: " + short_;
    }

    private @Nullable String holds() {
        for (var hold : world.holds.values()) {
            var seen = new HashMap<Told, Long>();
            for (var line : hold.lines()) {
                var told = new Told(new Cause("hold", hold.id().id(), line.line()), line.sku(), line.goods());
                if (seen.merge(told, 1L, Long::sum) > 1) {
                    return null; // Two parts of one line in the same units cannot be told apart.
                }
                var figures = stages.getOrDefault(told, Map.of());
                if (figures.getOrDefault("HELD", 0L) != line.open()
                        || figures.getOrDefault("PICKED", 0L) != line.picked()) {
                    return "replay equals live: " + hold;
                }
            }
        }
        return null;
    }

    private @Nullable String documents() {
        for (var document : world.documents.values()) {
            for (var row : document.lines()) {
                var cause = new Cause(document.id().kind().code(), document.id().id(), row.line());
                var told = stages.getOrDefault(new Told(cause, row.sku(), row.goods()), Map.of());
                for (var stage : stages(document.id().kind())) {
                    var isOrder = document.id().kind() == Kind.PURCHASE_ORDER;
                    var kept = row.at(stage) + (isOrder ? row.at(Stage.TRANSIT) : 0);
                    if (kept != told.getOrDefault(stage.name(), 0L)) {
                        return "movements say where the units of a document are: " + row + " of " + document.id();
                    }
                }
            }
        }
        return null;
    }

    /** The stages that movements tell of. */
    private static List<Stage> stages(Document.Kind kind) {
        return switch (kind) {
            case PURCHASE_ORDER -> List.of(Stage.OPEN);
            case ANNOUNCEMENT -> List.of();
            case RECEIPT, RETURN -> List.of(Stage.GOOD, Stage.INSPECTION, Stage.BLOCKED, Stage.LOST, Stage.BACK);
            case TRANSFER -> List.of(Stage.TRANSIT, Stage.GOOD, Stage.BLOCKED, Stage.LOST);
        };
    }
}
