package dev.perpetual.ledger.domain;

import dev.perpetual.ledger.domain.Command.PlaceHold;
import dev.perpetual.ledger.domain.Hold.Owner;
import dev.perpetual.ledger.domain.HoldLimit.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The limits that concern the holds of a batch, and how much is promised under each. They judge what is newly asked for;
 * a limit that is lowered takes nothing back.
 */
public final class HoldLimits {

    /** None, as in most systems. */
    public static final HoldLimits NONE = new HoldLimits(List.of(), Map.of());

    private static final String CART = "cart";

    /**
     * Units wrap around: a limit may be made when more is open than can be counted, which must not keep a hold from ending.
     *
     * @param holds that have open units
     * @param units open
     */
    public record Count(long holds, long units) {
        public static final Count NOTHING = new Count(0, 0);

        private Count plus(Count more) {
            return new Count(holds + more.holds, units + more.units);
        }

        private Count minus(Count less) {
            return new Count(holds - less.holds, units - less.units);
        }
    }

    /** Units of a line that are open. */
    private record Open(Sku sku, long units) {}

    private final List<HoldLimit> limits;
    private final Map<Scope, Count> loaded;
    private final Map<Scope, Count> counts;

    /** @param counts of the scopes that {@link #scopes} names */
    public HoldLimits(Collection<HoldLimit> limits, Map<Scope, Count> counts) {
        this.limits = List.copyOf(limits);
        this.loaded = counts;
        this.counts = new HashMap<>(counts);
    }

    /** What must be counted to judge holds of these owners by these limits, in the order in which it is locked. */
    public static Collection<Scope> scopes(Collection<HoldLimit> limits, Collection<Owner> owners) {
        var scopes = new TreeSet<Scope>();
        for (var limit : limits) {
            for (var owner : owners) {
                var name = limit.scope().by().name(owner);
                if (name != null && isFor(limit, name)) {
                    scopes.add(limit.scope().named(name));
                }
            }
        }
        return scopes;
    }

    private static boolean isFor(HoldLimit limit, String name) {
        return limit.scope().name().equals(HoldLimit.EACH)
                || limit.scope().name().equals(name);
    }

    /** Counts that are not as they were loaded. */
    public Map<Scope, Count> changed() {
        var changed = new TreeMap<Scope, Count>();
        counts.forEach((scope, count) -> {
            if (!count.equals(loaded.get(scope))) {
                changed.put(scope, count);
            }
        });
        return changed;
    }

    /** A hold came to be or became another one, until that is taken back. */
    void count(@Nullable Hold before, Hold after, Undo undo) {
        if (!limits.isEmpty()) {
            count(before, after);
            undo.push(() -> count(after, before));
        }
    }

    private void count(@Nullable Hold before, @Nullable Hold after) {
        var was = before == null ? List.<Open>of() : open(before);
        var is = after == null ? List.<Open>of() : open(after);
        counts.replaceAll((scope, count) -> {
            var less = before == null ? Count.NOTHING : counted(scope, before.owner(), was);
            var more = after == null ? Count.NOTHING : counted(scope, after.owner(), is);
            return count.plus(more).minus(less);
        });
    }

    private static List<Open> open(Hold hold) {
        return hold.lines().stream()
                .map(line -> new Open(line.sku(), line.open()))
                .toList();
    }

    /** What an owner's hold counts in a scope. */
    private static Count counted(Scope scope, Owner owner, List<Open> open) {
        var isOf = scope.name().equals(scope.by().name(owner))
                && (scope.ownerType().isEmpty() || scope.ownerType().equals(owner.type()));
        var count = Count.NOTHING;
        for (var line : isOf ? open : List.<Open>of()) {
            var isCounted =
                    scope.sku().isEmpty() || scope.sku().equals(line.sku().code());
            if (isCounted && line.units() > 0) {
                count = new Count(1, count.units() + line.units());
            }
        }
        return count;
    }

    /** Why a new hold is too much, or null. @param units per line of it, as many as there are; of a kit, kits */
    @Nullable
    String exceededBy(PlaceHold asked, List<Long> units, Instant now) {
        if (limits.isEmpty()) {
            return null;
        }
        var open = new ArrayList<Open>();
        for (var i = 0; i < units.size(); i++) {
            open.add(new Open(asked.lines().get(i).sku(), units.get(i)));
        }
        var wrong = exceededBy(asked.owner(), asked.expiresAt(), now);
        return wrong != null ? wrong : exceededBy(asked.owner(), List.of(), open);
    }

    /** Why a deadline is too far off, or null. */
    @Nullable
    String exceededBy(Owner owner, @Nullable Instant expiresAt, Instant now) {
        for (var limit : limits) {
            var most = limit.minutesMax();
            var scope = concrete(limit, owner);
            if (most == null || scope == null || !owner.type().equals(CART)) {
                continue;
            }
            if (expiresAt == null || expiresAt.isAfter(now.plus(Duration.ofMinutes(most)))) {
                return "Expected a deadline within %d minutes for %s, but got %s"
                        .formatted(most, scope.described(), expiresAt == null ? "none" : expiresAt);
            }
        }
        return null;
    }

    /** Why a hold that left in part before it was asked for is too much, or null. */
    @Nullable
    String exceededBy(Hold early, Hold landed, Instant now) {
        var wrong = exceededBy(landed.owner(), landed.expiresAt(), now);
        return wrong != null ? wrong : exceededBy(early, landed);
    }

    /** Why a hold has grown too much, or null. */
    @Nullable
    String exceededBy(Hold before, Hold after) {
        return limits.isEmpty() ? null : exceededBy(after.owner(), open(before), open(after));
    }

    private @Nullable String exceededBy(Owner owner, List<Open> before, List<Open> after) {
        for (var limit : limits) {
            var scope = concrete(limit, owner);
            if (scope == null) {
                continue;
            }
            var was = counted(scope, owner, before);
            var is = counted(scope, owner, after);
            var count = counts.getOrDefault(scope, Count.NOTHING).plus(is).minus(was);
            if ((was.units() | is.units() | count.units()) < 0) {
                throw new ArithmeticException("More open units than can be counted for " + scope.described());
            }
            if (limit.unitsMax() != null && is.units() > was.units() && count.units() > limit.unitsMax()) {
                return tooMuch(limit.unitsMax(), "units", scope, count.units());
            }
            if (limit.holdsMax() != null && is.holds() > was.holds() && count.holds() > limit.holdsMax()) {
                return tooMuch(limit.holdsMax(), "holds", scope, count.holds());
            }
        }
        return null;
    }

    private static String tooMuch(long most, String what, Scope scope, long got) {
        return "Expected at most %d open %s for %s, but got %d with this one"
                .formatted(most, what, scope.described(), got);
    }

    /** What of an owner's holds the limit counts together; null when it counts none, or another names it more closely. */
    private @Nullable Scope concrete(HoldLimit limit, Owner owner) {
        var name = limit.scope().by().name(owner);
        var ownerType = limit.scope().ownerType();
        if (name == null || !isFor(limit, name) || !(ownerType.isEmpty() || ownerType.equals(owner.type()))) {
            return null;
        }
        var scope = limit.scope().named(name);
        var isNamed = limit.scope().equals(scope);
        return isNamed || limits.stream().noneMatch(other -> other.scope().equals(scope)) ? scope : null;
    }
}
