package dev.perpetual.publisher.domain;

import dev.perpetual.publisher.domain.Kit.PartLevel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a wanted quantity came about, so that anybody can add it up again.
 *
 * @param policyVersion the policy that was applied; 0 when none was needed
 * @param skuVersion the newest version of the SKU among the parts; 0 without parts
 * @param parts every known location, counted or not
 * @param total base units of the counted parts; never below zero
 * @param buffer base units kept back
 * @param packUnits base units in one of what the listing sells
 * @param packs what the rest makes, rounded down
 * @param cap the policy's cap, when it has one
 * @param quantity what the channel is to be told, in what the listing sells
 * @param decidedBy what had the last word
 */
public record Sum(
        long policyVersion,
        long skuVersion,
        List<Part> parts,
        long total,
        long buffer,
        long packUnits,
        long packs,
        @Nullable Long cap,
        long quantity,
        DecidedBy decidedBy) {

    public Sum {
        parts = List.copyOf(parts);
    }

    /** One location's share, and whether it counted. @param made of what, when it is a virtual kit */
    public record Part(String location, long available, long version, Counted counted, List<PartLevel> made) {}

    /** Whether a location's stock went into the total, or why it did not. */
    public enum Counted {
        YES,
        NOT_IN_POLICY,
        SUPPLIER_LEFT_OUT,
        MARKETPLACE_NOT_NAMED,
        NOT_SELLABLE,
        UNKNOWN_LOCATION
    }

    /** What had the last word on a quantity. */
    public enum DecidedBy {
        STOCK,
        CAP,
        FLOOR_TO_ZERO,
        CHANNEL_ZEROED,
        ITEM_RETIRED,
        PACK_UNKNOWN
    }
}
