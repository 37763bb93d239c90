package dev.perpetual.ledger.domain;

import dev.perpetual.ledger.domain.Account.Beyond;
import dev.perpetual.ledger.domain.Account.Place;
import java.util.Comparator;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A unit that has a number of its own. */
public final class Serial {

    /** How long a serial may be. */
    public static final int LENGTH_MAX = 100;

    private Serial() {}

    /** The same, when a unit can be called so. */
    public static String checked(String code) {
        if (code.isBlank()
                || !code.equals(code.strip())
                || code.length() > LENGTH_MAX
                || code.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "Expected a serial of 1 to %d characters without space around it, but got '%s'"
                            .formatted(LENGTH_MAX, code));
        }
        return code;
    }

    /** A serial belongs to one SKU. @param code empty for all of the SKU's named units together */
    public record Id(Sku sku, String code) implements Comparable<Id> {
        private static final Comparator<Id> ORDER =
                Comparator.comparing(Id::sku).thenComparing(Id::code);

        /** All named units of a SKU. */
        public static Id all(Sku sku) {
            return new Id(sku, "");
        }

        @Override
        public int compareTo(Id other) {
            return ORDER.compare(this, other);
        }
    }

    /** Where units can stand. What is available, held and picked stands on one shelf: a hold promises a number of units. */
    public enum Kind {
        SHELF,
        INSPECTION,
        BLOCKED,
        OUTBOUND,
        CUSTOMER,
        /** All our places together; only cases are about it. */
        EVERYWHERE;

        private final String code = name().toLowerCase(Locale.ROOT);

        /** The name in messages and tables. */
        public String code() {
            return code;
        }
    }

    /** A spot of one of our locations, or beyond them. @param location empty beyond our locations */
    public record Spot(String location, Kind kind) {

        static final Spot EVERYWHERE = new Spot("", Kind.EVERYWHERE);

        /** None for where units come from, and for what is only on order: no unit is known there. */
        static @Nullable Spot of(Account account) {
            return switch (account) {
                case Place(var location, var bucket) ->
                    switch (bucket) {
                        case EXPECTED -> null;
                        case AVAILABLE, HELD, PICKED -> new Spot(location.id(), Kind.SHELF);
                        case INSPECTION -> new Spot(location.id(), Kind.INSPECTION);
                        case BLOCKED -> new Spot(location.id(), Kind.BLOCKED);
                        case OUTBOUND -> new Spot(location.id(), Kind.OUTBOUND);
                    };
                case Beyond(var outside) -> outside == Outside.CUSTOMER ? new Spot("", Kind.CUSTOMER) : null;
            };
        }

        /** True for a place of ours. */
        public boolean isInside() {
            return !location.isEmpty();
        }
    }

    /** What a position is of. */
    public record Key(Id id, Spot spot) {}

    /**
     * How often a unit is at a spot: once, or, below zero, taken from there although nobody had put it there.
     *
     * @param account as the last movement said
     * @param version of that movement
     * @param goods of that movement
     */
    public record Position(long units, Account account, long version, Goods goods) {}
}
