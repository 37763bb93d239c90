package dev.perpetual.ledger.domain;

import dev.perpetual.ledger.domain.Account.Place;
import dev.perpetual.ledger.domain.Command.RecordMovement;
import dev.perpetual.ledger.domain.Location.Kind;
import dev.perpetual.ledger.domain.Outcome.Reason;
import dev.perpetual.ledger.domain.Outcome.Rejected;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What keeps locations a tree of sites, zones and bins, and what may move inside a site. */
public final class PlaceRules {

    /** How many locations a path may have, the site and the bin included. */
    public static final int LEVELS_MAX = 8;

    private PlaceRules() {}

    /** Where a location stands. @param path from its site to itself */
    public record Spot(Kind kind, List<String> path) {}

    /** Why a location cannot stand there. */
    public record Misplaced(Why why, String detail) {

        /** Which law of the tree is broken. */
        public enum Why {
            CYCLE,
            KIND,
            DEPTH
        }
    }

    /**
     * Whether a location may be of this kind below this parent; empty when it may.
     *
     * @param parent none for a site
     * @param inside the kinds of the locations directly inside it
     * @param levels how many levels its own subtree has, 1 when nothing is inside it
     */
    public static Optional<Misplaced> place(
            String id, Kind kind, @Nullable Spot parent, Collection<Kind> inside, int levels) {
        for (var each : inside) {
            if (each != kind) {
                return misplaced(
                        Misplaced.Why.KIND,
                        "Expected %s to stay a %s like what is inside it, but got %s",
                        id,
                        each,
                        kind);
            }
        }
        if (parent == null) {
            return Optional.empty();
        }
        var above = parent.path().getLast();
        if (parent.path().contains(id)) {
            return misplaced(
                    Misplaced.Why.CYCLE,
                    "Expected a parent outside %s, but %s",
                    id,
                    above.equals(id) ? "got the location itself" : above + " is inside it");
        }
        if (kind != parent.kind() || kind == Kind.SUPPLIER || kind == Kind.TRANSIT) {
            return misplaced(
                    Misplaced.Why.KIND,
                    "Expected a place of ours inside one of the same kind, but got %s inside %s, which is a %s",
                    kind,
                    above,
                    parent.kind());
        }
        if (parent.path().size() + levels > LEVELS_MAX) {
            return misplaced(
                    Misplaced.Why.DEPTH,
                    "Expected at most %d levels, but got %d",
                    LEVELS_MAX,
                    parent.path().size() + levels);
        }
        return Optional.empty();
    }

    private static Optional<Misplaced> misplaced(Misplaced.Why why, String detail, Object... members) {
        return Optional.of(new Misplaced(why, detail.formatted(members)));
    }

    /** What keeps a movement from being looked at further: it names what nobody knows, or moves to another site. */
    static @Nullable Rejected wrong(RecordMovement asked, Books books) {
        var unknown = LedgerRules.unknown(asked.sku(), asked.keys(), books);
        if (unknown != null || asked.kind() != MovementKind.MOVE) {
            return unknown;
        }
        if (asked.from() instanceof Place from && asked.to() instanceof Place to) {
            var left = books.location(from.location());
            var right = books.location(to.location());
            if (left != null && right != null && !left.site().equals(right.site())) {
                return new Rejected(
                        Reason.MOVEMENT_NOT_ALLOWED,
                        "Expected a move inside a site, but %s is in %s and %s in %s"
                                .formatted(left.id(), left.site(), right.id(), right.site()));
            }
        }
        return null;
    }
}
