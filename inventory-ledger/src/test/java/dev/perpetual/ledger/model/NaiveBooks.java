package dev.perpetual.ledger.model;

import dev.perpetual.ledger.model.Told.Spot;
import dev.perpetual.ledger.model.Told.Wares;
import dev.perpetual.ledger.model.Told.Who;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** All that the naive ledger knows, in maps of words and whole numbers; what it holds is replaced, never changed. */
final class NaiveBooks {

    /** Stock of one SKU, lot and owner at one place. */
    record Pile(
            String sku,
            String place,
            Wares wares,
            Map<String, Long> units,
            long version,
            long newest,
            @Nullable Long asOf) {
        long of(String bucket) {
            return units.getOrDefault(bucket, 0L);
        }
    }

    /**
     * A recorded movement.
     *
     * @param issue the case that it opened, deepened or closed, or empty
     * @param units by their serials; none when nobody named them, null when it is not about units that have any
     */
    record Entry(
            String sku,
            long version,
            String kind,
            long quantity,
            Spot from,
            Spot to,
            Wares wares,
            String causeType,
            String causeId,
            int causeLine,
            long at,
            String issue,
            @Nullable List<String> units) {}

    /** A part of a line of a hold. */
    record Part(
            int line,
            String sku,
            String place,
            Wares wares,
            long granted,
            long open,
            long picked,
            long shipped,
            long released,
            long expired) {}

    /** A hold. */
    record Promise(
            String owner,
            Who who,
            String state,
            long version,
            @Nullable Long expiresAt,
            List<Part> parts,
            boolean isConfirmed) {
        boolean isDue(long now) {
            return state.equals("OPEN") && expiresAt != null && expiresAt <= now;
        }
    }

    /** A row of a document: so many units at each stage. Changed in place, in a copy of its sheet. */
    static final class Row {
        final int line;
        final String sku;
        final Wares wares;

        @Nullable
        Integer of;

        /** Of what is announced; the last day of its lot. */
        @Nullable
        Long expiresOn;

        long asked;
        long beyond;
        long announced;
        long counted;
        long factor = 1;
        boolean ofBlocked;
        String issue = "none";
        final TreeMap<String, Long> stages = new TreeMap<>();
        final TreeSet<String> flags = new TreeSet<>();

        Row(int line, String sku, Wares wares) {
            this.line = line;
            this.sku = sku;
            this.wares = wares;
        }

        Row copy(Wares others) {
            var row = new Row(line, sku, others);
            row.of = of;
            row.expiresOn = expiresOn;
            row.factor = factor;
            row.ofBlocked = ofBlocked;
            return row;
        }

        Row copy() {
            var row = copy(wares);
            row.asked = asked;
            row.beyond = beyond;
            row.announced = announced;
            row.counted = counted;
            row.issue = issue;
            row.stages.putAll(stages);
            row.flags.addAll(flags);
            return row;
        }

        long at(String stage) {
            return stages.getOrDefault(stage, 0L);
        }

        void add(String stage, long units) {
            stages.put(stage, Math.addExact(at(stage), units));
        }

        void ask(String stage, long units) {
            asked = Math.addExact(asked, units);
            add(stage, units);
            mustCount();
        }

        void exceed(String stage, long units) {
            beyond = Math.addExact(beyond, units);
            add(stage, units);
            mustCount();
        }

        /** All units of a row can be counted. @throws ArithmeticException beyond 2^63 */
        private void mustCount() {
            if (asked + beyond < 0) {
                throw new ArithmeticException("Expected fewer than 2^63 units, but got more");
            }
        }

        /** Units that another row keeps: first those that nobody asked for. */
        void lose(String stage, long units) {
            var unasked = Math.min(units, beyond);
            beyond -= unasked;
            asked -= units - unasked;
            add(stage, -units);
        }

        void move(String from, String to, long units) {
            add(from, -units);
            add(to, units);
        }
    }

    /** A document with its rows in the order of line, SKU, lot and owner. */
    static final class Sheet {
        final Told.Opens head;
        long version;
        final TreeMap<String, Row> rows = new TreeMap<>();

        Sheet(Told.Opens head) {
            this.head = head;
        }

        Sheet copy() {
            var sheet = new Sheet(head);
            sheet.version = version;
            for (var row : rows.entrySet()) {
                sheet.rows.put(row.getKey(), row.getValue().copy());
            }
            return sheet;
        }

        static String name(int line, String sku, Wares wares) {
            return line + "/" + sku + "/" + wares.lot() + "/" + wares.owner();
        }

        @Nullable
        Row row(int line, String sku, Wares wares) {
            return rows.get(name(line, sku, wares));
        }

        List<Row> of(int line) {
            var found = new ArrayList<Row>();
            for (var row : rows.values()) {
                if (row.line == line) {
                    found.add(row);
                }
            }
            return found;
        }

        /** A row in which nothing ever was is none. */
        void put(Row row) {
            var name = name(row.line, row.sku, row.wares);
            var isEmpty = row.asked == 0;
            for (var units : row.stages.values()) {
                isEmpty &= units == 0;
            }
            if (!isEmpty || rows.containsKey(name)) {
                rows.put(name, row);
            }
        }

        boolean isOpen() {
            for (var row : rows.values()) {
                if (row.at("OPEN") != 0 || row.at("TRANSIT") != 0 || row.at("INSPECTION") != 0) {
                    return true;
                }
            }
            return rows.isEmpty();
        }
    }

    /** What is known of a lot. @param withdrawn why, or empty */
    record Batch(@Nullable Long expiresAt, String withdrawn) {
        boolean isSold(long now) {
            return withdrawn.isEmpty() && (expiresAt == null || expiresAt > now);
        }
    }

    final Map<String, Long> versions;
    final TreeMap<String, Pile> piles;
    final Map<String, String> issues;
    final TreeMap<String, Promise> promises;
    final Map<String, Sheet> sheets;
    final Map<String, Batch> batches;
    final Map<String, String> reversed;
    final List<Told.Limits> limits;
    final NaiveUnits units;
    final List<Entry> journal;
    final int began;

    /** The command under way. */
    @Nullable
    Told told;

    NaiveBooks() {
        versions = new HashMap<>();
        piles = new TreeMap<>();
        issues = new HashMap<>();
        promises = new TreeMap<>();
        sheets = new HashMap<>();
        batches = new HashMap<>();
        reversed = new HashMap<>();
        limits = new ArrayList<>();
        units = new NaiveUnits();
        journal = new ArrayList<>();
        began = 0;
    }

    /** A copy to try something in. The journal is shared: what was tried in vain is cut off again. */
    NaiveBooks(NaiveBooks known) {
        versions = new HashMap<>(known.versions);
        piles = new TreeMap<>(known.piles);
        issues = new HashMap<>(known.issues);
        promises = new TreeMap<>(known.promises);
        sheets = new HashMap<>(known.sheets);
        batches = new HashMap<>(known.batches);
        reversed = new HashMap<>(known.reversed);
        limits = new ArrayList<>(known.limits);
        units = new NaiveUnits(known.units);
        journal = known.journal;
        began = known.journal.size();
    }

    void giveUp() {
        while (journal.size() > began) {
            journal.removeLast();
        }
    }

    static String pile(String sku, String place, Wares wares) {
        return sku + "/" + place + "/" + wares.lot() + "/" + wares.owner();
    }

    long units(String sku, String place, Wares wares, String bucket) {
        var pile = piles.get(pile(sku, place, wares));
        return pile == null ? 0 : pile.of(bucket);
    }

    long version(String sku) {
        return versions.getOrDefault(sku, 0L);
    }

    Batch batch(String sku, String lot) {
        return batches.getOrDefault(sku + "/" + lot, new Batch(null, ""));
    }

    /** Writes the next movement of its SKU and moves both sides; a bucket below zero is a case while it is so. */
    Entry write(
            String kind,
            String sku,
            long quantity,
            Spot from,
            Spot to,
            Wares wares,
            String causeType,
            String causeId,
            int causeLine,
            long at) {
        var named = NaiveNames.of(this, kind, sku, quantity, from, wares, causeType, causeId, causeLine);
        return write(kind, sku, quantity, from, to, wares, causeType, causeId, causeLine, at, named);
    }

    /** The same with the units that it is about. */
    Entry write(
            String kind,
            String sku,
            long quantity,
            Spot from,
            Spot to,
            Wares wares,
            String causeType,
            String causeId,
            int causeLine,
            long at,
            List<String> named) {
        var version = version(sku) + 1;
        versions.put(sku, version);
        var issue = change(sku, from, wares, -quantity, version, at, "");
        issue = change(sku, to, wares, quantity, version, at, issue);
        var said = NaiveNames.said(kind, sku, from, to, named);
        var hole = said == null ? "" : units.go(said, quantity, from, to, wares, version);
        var entry = new Entry(
                sku,
                version,
                kind,
                quantity,
                from,
                to,
                wares,
                causeType,
                causeId,
                causeLine,
                at,
                issue.isEmpty() ? hole : issue,
                said);
        journal.add(entry);
        return entry;
    }

    private String change(String sku, Spot spot, Wares wares, long units, long version, long at, String issue) {
        if (!spot.isInside()) {
            return issue;
        }
        var name = pile(sku, spot.place(), wares);
        var before = piles.get(name);
        var had = before == null ? 0 : before.of(spot.name());
        var has = Math.addExact(had, units);
        var all = before == null ? new HashMap<String, Long>() : new HashMap<>(before.units());
        all.put(spot.name(), has);
        piles.put(
                name,
                new Pile(
                        sku,
                        spot.place(),
                        wares,
                        all,
                        version,
                        before == null ? Math.max(Naive.EPOCH, at) : Math.max(before.newest(), at),
                        before == null ? null : before.asOf()));
        var place = name + "/" + spot.name();
        if (had >= 0 && has >= 0) {
            return issue;
        }
        var open = issues.get(place);
        if (open == null) {
            open = sku + "/" + version;
            issues.put(place, open);
        }
        if (has >= 0) {
            issues.remove(place);
        }
        return place + " since " + open;
    }
}
