package dev.perpetual.ledger.domain;

import dev.perpetual.ledger.domain.Account.Beyond;
import dev.perpetual.ledger.domain.Account.Place;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The accounts that one side of a movement kind may name. */
public record Side(Set<Bucket> buckets, Set<Outside> outside) {

    static Side of(Bucket first, Bucket... others) {
        return new Side(EnumSet.of(first, others), EnumSet.noneOf(Outside.class));
    }

    static Side of(Outside first, Outside... others) {
        return new Side(EnumSet.noneOf(Bucket.class), EnumSet.of(first, others));
    }

    /** What stands in a place and can be counted, or the outside account that explains a difference. */
    static Side any(Outside difference) {
        var counted = EnumSet.noneOf(Bucket.class);
        for (var bucket : Bucket.values()) {
            if (bucket.isOnHand() && bucket != Bucket.HELD && bucket != Bucket.PICKED) {
                counted.add(bucket);
            }
        }
        return new Side(counted, EnumSet.of(difference));
    }

    static Side all() {
        return new Side(EnumSet.allOf(Bucket.class), EnumSet.allOf(Outside.class));
    }

    Side and(Bucket bucket) {
        var more = EnumSet.of(bucket);
        more.addAll(buckets);
        return new Side(more, outside);
    }

    Side and(Outside account) {
        var more = EnumSet.of(account);
        more.addAll(outside);
        return new Side(buckets, more);
    }

    boolean contains(Account account) {
        return switch (account) {
            case Place place -> buckets.contains(place.bucket());
            case Beyond(var beyond) -> outside.contains(beyond);
        };
    }

    /** The names in messages, for a problem that says what was expected. */
    public String described() {
        List<String> names = new ArrayList<>();
        buckets.forEach(bucket -> names.add(bucket.code()));
        outside.forEach(account -> names.add(account.code()));
        return String.join(", ", names);
    }
}
