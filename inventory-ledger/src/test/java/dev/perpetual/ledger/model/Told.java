package dev.perpetual.ledger.model;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What somebody tells the ledger, in words and whole numbers: the language in which both the rules and the naive ledger
 * are spoken to. Times are seconds since the start of the history; an empty lot or owner means none.
 */
sealed interface Told {

    /** One side of a movement. @param place empty for an account outside our locations */
    record Spot(String place, String name) {
        boolean isInside() {
            return !place.isEmpty();
        }

        @Override
        public String toString() {
            return place.isEmpty() ? name : name + "@" + place;
        }
    }

    /** Which units. */
    record Wares(String lot, String owner) {
        static final Wares PLAIN = new Wares("", "");

        @Override
        public String toString() {
            return "'" + lot + "/" + owner + "'";
        }
    }

    /** A plain movement. */
    record Moves(
            String kind,
            String sku,
            long quantity,
            Spot from,
            Spot to,
            Wares wares,
            String causeType,
            String causeId,
            long at,
            List<String> serials)
            implements Told {
        /** One that names no units. */
        Moves(
                String kind,
                String sku,
                long quantity,
                Spot from,
                Spot to,
                Wares wares,
                String causeType,
                String causeId,
                long at) {
            this(kind, sku, quantity, from, to, wares, causeType, causeId, at, List.of());
        }
    }

    /** A transfer in one step. */
    record Transfers(
            String sku,
            long quantity,
            String from,
            String fromBucket,
            String to,
            String toBucket,
            Wares wares,
            long at,
            List<String> serials)
            implements Told {}

    /** A movement taken back. */
    record Reverses(String sku, long version, String place, long at) implements Told {}

    /** A lot described. */
    record Describes(String sku, String lot, @Nullable Long expiresAt) implements Told {}

    /** A lot out of sale. */
    record Withdraws(String sku, String lot, boolean recalled, long at) implements Told {}

    /** A bucket counted. */
    record Counts(String sku, String place, String bucket, Wares wares, long counted, long at) implements Told {}

    /** A supplier's figure. */
    record Reports(String sku, String place, long reported, long asOf) implements Told {}

    /** All or none. */
    record Together(List<Sent> parts) implements Told {}

    /** A line of a hold that is asked for. */
    record Want(int line, String sku, String place, Wares wares, long quantity) {}

    /** Through which channel and on whose behalf a hold is asked for; empty when nobody says. */
    record Who(String channel, String client) {
        static final Who NOBODY = new Who("", "");
    }

    /** A hold asked for. */
    record Holds(
            String id,
            String owner,
            Who who,
            boolean all,
            @Nullable Long expiresAt,
            List<Want> lines,
            long at) implements Told {
        Holds(String id, String owner, boolean all, @Nullable Long expiresAt, List<Want> lines, long at) {
            this(id, owner, Who.NOBODY, all, expiresAt, lines, at);
        }
    }

    /** How much may be promised at once. @param by channel or client @param most of each; a limit without any is lifted */
    record Limits(String by, String name, String ownerType, String sku, Most most) implements Told {}

    /** Open units, holds with some, and minutes to a deadline; null for as many as you like. */
    record Most(
            @Nullable Long units,
            @Nullable Long holds,
            @Nullable Long minutes) {
        boolean isNone() {
            return units == null && holds == null && minutes == null;
        }
    }

    /** Where the units of a step are, when its sender says so. */
    record Where(String sku, String place, Wares wares) {}

    /** Units of a line of a hold. */
    record Units(int line, long quantity, @Nullable Where where, List<String> serials) {
        /** Whichever they are. */
        Units(int line, long quantity, @Nullable Where where) {
            this(line, quantity, where, List.of());
        }
    }

    /** A step of a hold: release, pick, unpick, ship or deliver. */
    record Steps(String hold, String step, List<Units> lines, long at) implements Told {}

    /** Other quantities of lines, in all. */
    record Amends(String hold, boolean all, List<Amended> lines, long at) implements Told {}

    /** So many of a line, and of which goods if more. */
    record Amended(int line, long quantity, Wares wares) {}

    /** A promise for good. @param owner cause type and id with a slash between, or empty for as it is */
    record Confirms(String hold, String owner, long at) implements Told {}

    /** What a count found above or below what stood there. @param found a lot that nobody knew */
    record Adjusts(String sku, String place, Wares wares, long difference, boolean found, long at) implements Told {}

    /** Where found stock belongs. */
    record Settles(String sku, String place, String lot, long quantity, String owner, String bucket, long at)
            implements Told {}

    /** Another deadline. */
    record Extends(String hold, long expiresAt) implements Told {}

    /** A deadline that seems to have come. */
    record Expires(String hold) implements Told {}

    /** Names a document. */
    record Paper(String kind, String id) {
        @Override
        public String toString() {
            return kind + "/" + id;
        }
    }

    /** What is said of a line of a document; what is null is as in the document. @param expiresOn days since the first */
    record Line(
            int line,
            @Nullable Integer of,
            @Nullable String sku,
            @Nullable Wares wares,
            @Nullable String place,
            Map<String, Long> parts,
            long factor,
            boolean ofBlocked,
            @Nullable Long expiresOn,
            List<String> serials) {
        Line(
                int line,
                @Nullable Integer of,
                @Nullable String sku,
                @Nullable Wares wares,
                @Nullable String place,
                Map<String, Long> parts,
                long factor,
                boolean ofBlocked) {
            this(line, of, sku, wares, place, parts, factor, ofBlocked, null, List.of());
        }
    }

    /** A document that comes to be. @param about cause type and id with a slash between, or empty */
    record Opens(
            Paper paper,
            String from,
            String via,
            String to,
            String partner,
            String about,
            int tolerance,
            List<Paper> follows,
            List<Line> lines,
            boolean holding,
            boolean complete,
            long at)
            implements Told {}

    /** A step of a document. */
    record Goes(Paper paper, String step, List<Paper> follows, List<Line> lines, long at) implements Told {}

    /** Something told under an id of the caller. */
    record Sent(String id, Told told) {
        /** Who sends it waits for no answer, and so a refusal is announced. */
        boolean isMessage() {
            return id.startsWith("m");
        }
    }
}
