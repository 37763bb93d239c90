package dev.perpetual.ledger.domain;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Units of one SKU, lot and owner in one line of a document. Every unit is at exactly one stage: asked + beyond = the sum
 * of all stages, always.
 *
 * @param of the line of the purchase order that a receipt's line is about
 * @param asked ordered, announced, counted, requested or authorised, by the kind of document
 * @param beyond came without being asked for
 * @param announced what the supplier said would come; 0 when it said nothing
 * @param counted what was counted at the dock; of a parked line: what was expected instead
 * @param factor base units of the pack that was ordered, or that a parked count seems to confuse
 * @param bucket that a transfer takes from
 * @param stages none means 0
 */
public record DocumentLine(
        int line,
        Sku sku,
        Goods goods,
        @Nullable Integer of,
        long asked,
        long beyond,
        long announced,
        long counted,
        long factor,
        @Nullable Bucket bucket,
        @Nullable Money unitCost,
        @Nullable LocalDate expiresOn,
        Map<Stage, Long> stages,
        Set<Flag> flags,
        @Nullable String note,
        @Nullable Case dispute) {

    static final Comparator<DocumentLine> ORDER = Comparator.comparingInt(DocumentLine::line)
            .thenComparing(DocumentLine::sku)
            .thenComparing(DocumentLine::goods);

    /** Where a unit of a document is. */
    public enum Stage {
        /** Awaited; of a receipt: parked. */
        OPEN,
        /** Under way: announced by the supplier, or shipped by us. Below zero when the arrival is known before. */
        TRANSIT,
        /** Came against a purchase order or announcement; the receipt says what became of it. */
        ARRIVED,
        INSPECTION,
        GOOD,
        BLOCKED,
        /** Written off. */
        LOST,
        /** Sent back to the supplier. */
        BACK,
        /** Given up: cancelled, closed short, or corrected away. */
        CLOSED;

        private final String code = name().toLowerCase(Locale.ROOT);

        /** The name in the API and of its column. */
        public String code() {
            return code;
        }
    }

    /** What people should look at. */
    public enum Flag {
        OVER,
        SHORT,
        DAMAGED,
        WRONG_ITEM,
        OTHER_LOCATION,
        UNAUTHORISED,
        /** The lot was known to expire on another day. */
        OTHER_EXPIRY,
        COMPLETE;

        private final String code = name().toLowerCase(Locale.ROOT).replace('_', '-');

        /** The name in the API. */
        public String code() {
            return code;
        }
    }

    /** A difference between ordered, announced and counted. @param owner who has to settle it */
    public record Case(
            String id,
            String owner,
            Instant openedAt,
            @Nullable Instant closedAt,
            @Nullable String closedBy) {}

    /** What tells rows of a document apart. */
    public record Key(int line, Sku sku, Goods goods) {}

    public DocumentLine {
        stages = Map.copyOf(stages);
        flags = Set.copyOf(flags);
        long sum = 0;
        for (var stage : stages.entrySet()) {
            if (stage.getValue() < 0 && stage.getKey() != Stage.TRANSIT) {
                throw new IllegalArgumentException("Expected no stage below zero, but got " + stages);
            }
            sum += stage.getValue(); // May pass 2^63 on its way and comes back, in whatever order.
        }
        if (asked < 0 || beyond < 0 || Math.addExact(asked, beyond) != sum) {
            throw new IllegalArgumentException(
                    "Expected asked + beyond = all stages, but got %d + %d and %s".formatted(asked, beyond, stages));
        }
    }

    /** Nothing yet. */
    static DocumentLine none(int line, Sku sku, Goods goods) {
        return new DocumentLine(
                line, sku, goods, null, 0, 0, 0, 0, 1, null, null, null, Map.of(), Set.of(), null, null);
    }

    Key key() {
        return new Key(line, sku, goods);
    }

    /** Units at a stage. */
    public long at(Stage stage) {
        return stages.getOrDefault(stage, 0L);
    }

    /** True while something has yet to come or to be decided. */
    boolean waits() {
        return at(Stage.OPEN) != 0 || at(Stage.TRANSIT) != 0 || at(Stage.INSPECTION) != 0;
    }

    /** Units go from one stage to another. */
    DocumentLine moved(Stage from, Stage to, long units) {
        return units == 0 ? this : with(asked, beyond, plus(plus(stages, from, -units), to, units));
    }

    /** More (or, negative, fewer) are asked for. */
    DocumentLine asking(Stage stage, long units) {
        return with(Math.addExact(asked, units), beyond, plus(stages, stage, units));
    }

    /** Units that nobody asked for. */
    DocumentLine beyond(Stage stage, long units) {
        return units == 0 ? this : with(asked, Math.addExact(beyond, units), plus(stages, stage, units));
    }

    /** Units that are kept elsewhere after all. */
    DocumentLine less(Stage stage, long units) {
        var unasked = Math.min(units, beyond);
        return with(asked - (units - unasked), beyond - unasked, plus(stages, stage, -units));
    }

    private static Map<Stage, Long> plus(Map<Stage, Long> stages, Stage stage, long units) {
        var next = new EnumMap<Stage, Long>(Stage.class);
        next.putAll(stages);
        if (next.merge(stage, units, Math::addExact) == 0) {
            next.remove(stage);
        }
        return next;
    }

    private DocumentLine with(long newAsked, long newBeyond, Map<Stage, Long> newStages) {
        return new DocumentLine(
                line, sku, goods, of, newAsked, newBeyond, announced, counted, factor, bucket, unitCost, expiresOn,
                newStages, flags, note, dispute);
    }

    /** What is told of a line beside its units. */
    DocumentLine described(
            @Nullable Integer ofLine,
            long packUnits,
            @Nullable Bucket taken,
            @Nullable Money cost,
            @Nullable LocalDate expiry) {
        return new DocumentLine(
                line, sku, goods, ofLine, asked, beyond, announced, counted, packUnits, taken, cost, expiry, stages,
                flags, note, dispute);
    }

    /** The same line of other goods, with nothing in it. */
    DocumentLine emptyOf(Goods others) {
        return none(line, sku, others).described(of, factor, bucket, unitCost, expiresOn);
    }

    DocumentLine saying(long newAnnounced, long newCounted, @Nullable Case newDispute) {
        return new DocumentLine(
                line,
                sku,
                goods,
                of,
                asked,
                beyond,
                newAnnounced,
                newCounted,
                factor,
                bucket,
                unitCost,
                expiresOn,
                stages,
                flags,
                note,
                newDispute);
    }

    /** @param says replaces an earlier note, unless null */
    DocumentLine flagged(Collection<Flag> more, @Nullable String says) {
        var all = EnumSet.noneOf(Flag.class);
        all.addAll(flags);
        all.addAll(more);
        return new DocumentLine(
                line,
                sku,
                goods,
                of,
                asked,
                beyond,
                announced,
                counted,
                factor,
                bucket,
                unitCost,
                expiresOn,
                stages,
                all,
                says == null ? note : says,
                dispute);
    }
}
