package dev.perpetual.ledger.domain;

import dev.perpetual.ledger.domain.Hold.Owner;
import java.util.Comparator;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How much may be promised at once to a client or through a channel.
 *
 * @param unitsMax open units
 * @param holdsMax holds with open units
 * @param minutesMax from when it is asked for to its deadline, of a hold whose owner is a cart
 */
public record HoldLimit(
        Scope scope,
        @Nullable Long unitsMax,
        @Nullable Long holdsMax,
        @Nullable Long minutesMax) {

    /** The name that stands for each client or channel by itself. */
    public static final String EACH = "*";

    /** What the holds have in common that are counted together. */
    public enum By {
        CHANNEL,
        CLIENT;

        @Nullable
        String name(Owner owner) {
            return this == CHANNEL ? owner.channel() : owner.client();
        }

        /** The word in the API. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Which holds are counted together.
     *
     * @param name of the channel or client
     * @param ownerType empty for any
     * @param sku empty for all together
     */
    public record Scope(By by, String name, String ownerType, String sku) implements Comparable<Scope> {

        private static final Comparator<Scope> ORDER = Comparator.comparing(Scope::by)
                .thenComparing(Scope::name)
                .thenComparing(Scope::ownerType)
                .thenComparing(Scope::sku);

        @Override
        public int compareTo(Scope other) {
            return ORDER.compare(this, other);
        }

        Scope named(String other) {
            return new Scope(by, other, ownerType, sku);
        }

        /** As in messages to people. */
        public String described() {
            return by.code() + " " + name + (ownerType.isEmpty() ? "" : " by " + ownerType)
                    + (sku.isEmpty() ? "" : " of " + sku);
        }
    }
}
