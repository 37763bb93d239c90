package dev.perpetual.ledger.model;

import dev.perpetual.ledger.domain.Account;
import dev.perpetual.ledger.domain.Answer;
import dev.perpetual.ledger.domain.BalanceKey;
import dev.perpetual.ledger.domain.Goods;
import dev.perpetual.ledger.domain.Hold;
import dev.perpetual.ledger.domain.Outcome;
import dev.perpetual.ledger.domain.Outcome.DocumentChanged;
import dev.perpetual.ledger.domain.Outcome.HoldChanged;
import dev.perpetual.ledger.domain.Outcome.HoldExtended;
import dev.perpetual.ledger.domain.Outcome.KeyReused;
import dev.perpetual.ledger.domain.Outcome.LotWithdrawn;
import dev.perpetual.ledger.domain.Outcome.Recorded;
import dev.perpetual.ledger.domain.Outcome.Refused;
import dev.perpetual.ledger.domain.Outcome.Rejected;
import dev.perpetual.ledger.domain.Outcome.Shortage;
import dev.perpetual.ledger.domain.Outcome.Together;
import dev.perpetual.ledger.domain.Outcome.Unchanged;
import dev.perpetual.ledger.domain.Serial;
import dev.perpetual.ledger.model.Told.Spot;
import dev.perpetual.ledger.model.Told.Wares;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Puts what the rules answered into the words of the naive ledger. */
final class Hears {

    private Hears() {}

    static String answer(Answer answer, World world) {
        return answer.repeated() ? outcome(answer.outcome(), world) + " again" : outcome(answer.outcome(), world);
    }

    private static String outcome(Outcome outcome, World world) {
        return switch (outcome) {
            case Recorded(var version, var _, var discrepancy) ->
                "recorded " + version + " " + issue(discrepancy, world);
            case Unchanged _ -> "unchanged";
            case HoldChanged(var event, var hold, var moved, var _) ->
                "hold " + hold.id() + " " + event + " " + hold.version() + " " + moved;
            case LotWithdrawn(var blocked, var reopened, var version, var _) ->
                "withdrawn " + blocked + " " + reopened + " " + version;
            case HoldExtended(var hold, var _) -> "extended " + hold.id();
            case DocumentChanged(var document, var _) ->
                "document " + document.id().kind().code() + "/" + document.id().id() + " " + document.version();
            case Refused(var reason, var _, var lines, var traces, var _) ->
                "refused " + reason.code() + " "
                        + lines.stream().map(Hears::shortage).collect(Collectors.joining())
                        + traces.stream().map(Hears::trace).collect(Collectors.joining());
            case Rejected(var reason, var _) -> "rejected " + reason.code();
            case KeyReused _ -> "reused";
            case Together(var answers) ->
                "together " + answers.stream().map(each -> answer(each, world)).toList();
        };
    }

    private static String shortage(Shortage line) {
        return "[" + line.line() + " " + line.sku() + "@" + line.location() + " " + line.asked() + ">"
                + line.available() + " v" + line.version() + "]";
    }

    private static String trace(Outcome.Trace trace) {
        return "{" + trace.serial() + " " + (trace.heldBy() == null ? "nowhere" : trace.heldBy()) + "}";
    }

    /** A unit at a spot. */
    static String name(Serial.Key key) {
        return key.id().code() + "@" + key.spot().location() + " "
                + key.spot().kind().code();
    }

    /** The case that a movement opened, deepened or closed. */
    static String issue(@Nullable String id, World world) {
        if (id == null) {
            return "";
        }
        var hole = world.holes.get(id);
        if (hole != null) {
            return name(hole.key()) + " since " + hole.openedBy();
        }
        var found = world.cases.get(id);
        if (found == null) {
            return "unknown case " + id;
        }
        return pile(found.key()) + "/" + found.bucket().code() + " since " + found.openedBy();
    }

    static String pile(BalanceKey key) {
        return key.sku().code() + "/" + key.location().id() + "/" + key.goods().lot() + "/"
                + key.goods().owner();
    }

    static Told.Who who(Hold.Owner owner) {
        return new Told.Who(
                owner.channel() == null ? "" : owner.channel(), owner.client() == null ? "" : owner.client());
    }

    static boolean isOf(Goods goods, Wares wares) {
        return goods.lot().equals(wares.lot()) && goods.owner().equals(wares.owner());
    }

    static Spot spot(Account account) {
        return switch (account) {
            case Account.Place(var location, var bucket) -> new Spot(location.id(), bucket.code());
            case Account.Beyond(var outside) -> new Spot("", outside.code());
        };
    }
}
