package dev.perpetual.ledger.domain;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** The cases of stock below zero that a batch touches: one opens when a bucket falls below zero and closes when it is back. */
final class Cases {

    /** What a discrepancy is about. */
    private record Key(BalanceKey key, Bucket bucket) {}

    private final Instant now;
    private final Undo undo;
    private final Map<Key, Discrepancy> open = new HashMap<>();
    private final Map<String, Discrepancy> changed = new HashMap<>();

    Cases(Collection<Discrepancy> known, Instant now, Undo undo) {
        this.now = now;
        this.undo = undo;
        known.forEach(each -> open.put(new Key(each.key(), each.bucket()), each));
    }

    /** @return the id of the case that a movement opened, followed or closed */
    String follow(Posting posting, BalanceKey key, Bucket bucket, long units, long version) {
        var at = new Key(key, bucket);
        var known = open.get(at);
        if (known == null) {
            known = Discrepancy.opened(key, bucket, -units, posting.cause(), version, now);
        }
        if (units >= 0) {
            var closed = known.closed(posting.sku().code() + "/" + version, now);
            undo.put(changed, closed.id(), closed);
            undo.put(open, at, null);
            return closed.id();
        }
        var followed = known.now(-units);
        undo.put(changed, followed.id(), followed);
        undo.put(open, at, followed);
        return followed.id();
    }

    /** In their newest state. */
    Collection<Discrepancy> changed() {
        return changed.values();
    }
}
