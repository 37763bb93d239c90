package dev.perpetual.endtoend.ledger;

import dev.perpetual.endtoend.ledger.Exchange.Claim;
import dev.perpetual.endtoend.ledger.Exchange.Effect;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Proves from what clients saw that a ledger was right, or names what was wrong. All is ordered by the versions in the
 * answers; then every grant must have been possible at its version and every refusal true at its own, no version may be
 * missing or told twice, no request may have two answers, and what was answered before another request was sent must come
 * before it.
 */
final class HistoryCheck {

    private final List<Exchange> history;
    private final List<String> wrong = new ArrayList<>();
    private final Map<String, TreeMap<Long, Told>> effects = new TreeMap<>();

    private HistoryCheck(List<Exchange> history) {
        this.history = List.copyOf(history);
    }

    private record Told(Effect effect, String by) {}

    private record Place(String sku, String location) {}

    private record Units(long available, long held) {
        Units after(Effect effect) {
            return new Units(Math.addExact(available, effect.available()), Math.addExact(held, effect.held()));
        }
    }

    /** What is wrong, each in a sentence; empty when the history is that of a ledger. */
    static List<String> wrongIn(List<Exchange> history) {
        var check = new HistoryCheck(history);
        check.answers();
        check.versions();
        check.figures();
        check.order();
        return check.wrong;
    }

    private void answers() {
        var ids = new HashSet<String>();
        for (var exchange : history) {
            if (!ids.add(exchange.id())) {
                wrong.add("Expected one exchange per id, but %s has two".formatted(exchange.id()));
            }
            if (exchange.answers().isEmpty()) {
                wrong.add("Expected an answer to %s, but it was lost".formatted(exchange.id()));
            } else if (new HashSet<>(exchange.answers()).size() > 1) {
                wrong.add("Expected one answer to %s, but got %s".formatted(exchange.id(), exchange.answers()));
            }
        }
    }

    private void versions() {
        for (var exchange : history) {
            for (var effect : exchange.effects()) {
                var before = effects.computeIfAbsent(effect.sku(), _ -> new TreeMap<>())
                        .putIfAbsent(effect.version(), new Told(effect, exchange.id()));
                if (before != null) {
                    wrong.add("Expected version %d of %s once, but %s and %s have it"
                            .formatted(effect.version(), effect.sku(), before.by(), exchange.id()));
                }
            }
        }
        effects.forEach((sku, versions) -> {
            var next = 1L;
            for (var version : versions.keySet()) {
                if (version != next) {
                    wrong.add("Expected version %d of %s in an answer, but the next one is %d"
                            .formatted(next, sku, version));
                }
                next = version + 1;
            }
        });
    }

    private record Heard(Claim claim, String by) {}

    private void figures() {
        var claims = new HashMap<String, List<Heard>>();
        for (var exchange : history) {
            exchange.claims()
                    .forEach(claim -> claims.computeIfAbsent(claim.sku(), _ -> new ArrayList<>())
                            .add(new Heard(claim, exchange.id())));
        }
        var skus = new HashSet<>(effects.keySet());
        skus.addAll(claims.keySet());
        for (var sku : skus) {
            var told = effects.getOrDefault(sku, new TreeMap<>());
            var units = new HashMap<Place, Units>();
            var version = 0L;
            var heard = claims.getOrDefault(sku, new ArrayList<>());
            heard.sort(Comparator.comparingLong(each -> each.claim().version()));
            for (var each : heard) {
                while (version < each.claim().version() && told.containsKey(version + 1)) {
                    version++;
                    apply(units, told.get(version));
                }
                compare(each, version, units);
            }
            while (told.containsKey(version + 1)) {
                version++;
                apply(units, told.get(version));
            }
        }
    }

    private void apply(Map<Place, Units> units, Told told) {
        var effect = told.effect();
        var place = new Place(effect.sku(), effect.location());
        var before = units.getOrDefault(place, new Units(0, 0));
        var after = before.after(effect);
        units.put(place, after);
        if (effect.judged() && effect.available() < 0 && after.available() < 0) {
            wrong.add("Expected %d available of %s at %s for %s at version %d, but there were %d"
                    .formatted(
                            -effect.available(),
                            effect.sku(),
                            effect.location(),
                            told.by(),
                            effect.version(),
                            before.available()));
        }
        if (after.held() < 0) {
            wrong.add("Expected %d held of %s at %s for %s at version %d, but there were %d"
                    .formatted(
                            -effect.held(),
                            effect.sku(),
                            effect.location(),
                            told.by(),
                            effect.version(),
                            before.held()));
        }
    }

    private void compare(Heard heard, long version, Map<Place, Units> units) {
        var claim = heard.claim();
        if (version < claim.version()) {
            wrong.add("Expected version %d of %s, of which %s heard, in an answer, but it is in none"
                    .formatted(claim.version(), claim.sku(), heard.by()));
            return;
        }
        var there = units.getOrDefault(new Place(claim.sku(), claim.location()), new Units(0, 0));
        var isRefusal = claim.asked() > 0;
        // Where facts took more than there was, a refusal may as well say that there is nothing.
        var available = isRefusal && claim.available() == 0 ? Math.max(0, there.available()) : there.available();
        if (claim.available() != available || (claim.held() >= 0 && claim.held() != there.held())) {
            wrong.add("Expected %s to hear of %s of %s at %s at version %d, but it heard of %d available, %d held"
                    .formatted(
                            heard.by(),
                            there,
                            claim.sku(),
                            claim.location(),
                            claim.version(),
                            claim.available(),
                            claim.held()));
        }
        if (isRefusal && claim.asked() <= available) {
            wrong.add("Expected %s to be granted %d of %s at %s at version %d, as there were %d, but it was refused"
                    .formatted(heard.by(), claim.asked(), claim.sku(), claim.location(), claim.version(), available));
        }
    }

    /** What was answered before another request was sent is known to it. */
    private void order() {
        var bySent = history.stream()
                .sorted(Comparator.comparingLong(Exchange::sent))
                .toList();
        var byAnswered = history.stream()
                .sorted(Comparator.comparingLong(Exchange::answered))
                .toList();
        var newest = new HashMap<String, Newest>();
        var next = 0;
        for (var exchange : bySent) {
            while (next < byAnswered.size() && byAnswered.get(next).answered() < exchange.sent()) {
                note(newest, byAnswered.get(next++));
            }
            for (var effect : exchange.effects()) {
                var before = newest.get(effect.sku());
                if (before != null && effect.version() <= before.version()) {
                    late(exchange, effect.sku(), effect.version(), before);
                }
            }
            for (var claim : exchange.claims()) {
                var before = newest.get(claim.sku());
                if (before != null && claim.version() < before.version()) {
                    late(exchange, claim.sku(), claim.version(), before);
                }
            }
        }
    }

    private record Newest(long version, String by) {}

    private static void note(Map<String, Newest> newest, Exchange answered) {
        for (var effect : answered.effects()) {
            newest.merge(effect.sku(), new Newest(effect.version(), answered.id()), HistoryCheck::newer);
        }
        for (var claim : answered.claims()) {
            newest.merge(claim.sku(), new Newest(claim.version(), answered.id()), HistoryCheck::newer);
        }
    }

    private static Newest newer(Newest one, Newest other) {
        return one.version() >= other.version() ? one : other;
    }

    private void late(Exchange exchange, String sku, long version, Newest before) {
        wrong.add("Expected %s to come after version %d of %s, which %s was told before it was sent, but it has %d"
                .formatted(exchange.id(), before.version(), sku, before.by(), version));
    }
}
