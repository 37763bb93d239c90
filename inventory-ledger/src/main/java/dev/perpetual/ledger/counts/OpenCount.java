package dev.perpetual.ledger.counts;

import dev.perpetual.kit.access.Caller;
import dev.perpetual.kit.database.Database;
import dev.perpetual.kit.problems.Expect;
import dev.perpetual.kit.problems.Problems;
import dev.perpetual.ledger.commit.Discrepancies;
import dev.perpetual.ledger.counts.CountBodies.CountBody;
import dev.perpetual.ledger.domain.Discrepancy;
import dev.perpetual.ledger.wire.ReadIds;
import dev.perpetual.ledger.wire.Times;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Opens a count: freezes what stands in its places, each SKU at a version, and says who has to look where. */
@ApplicationScoped
class OpenCount {

    private static final int PLACES_MAX = 5_000;
    private static final int LINES_MAX = 100_000;

    private final Database database;
    private final CountSteps steps;
    private final Caller caller;

    OpenCount(Database database, CountSteps steps, Caller caller) {
        this.database = database;
        this.steps = steps;
        this.caller = caller;
    }

    private record Scope(
            List<String> locations,
            @Nullable List<String> skus,
            @Nullable List<String> lots,
            @Nullable String discrepancy) {}

    CountAnswer open(@Nullable CountBody body) {
        var asked = Expect.present("body", body);
        var id = ReadIds.reference("id", asked.id());
        var blank = asked.blank() == null ? "not-counted" : asked.blank();
        if (!List.of("not-counted", "zero").contains(blank)) {
            throw Problems.invalid("blank", "Expected not-counted or zero, but got " + Expect.text("blank", blank, 50));
        }
        var note = asked.note() == null ? null : Expect.text("note", asked.note(), 500);
        var scope = scope(asked);
        scope.locations().forEach(location -> caller.mustActFor("location", location));
        var by = caller.name();
        return steps.once(id, "open", asked, CountAnswer.class, connection -> {
            var now = Times.now();
            insert(connection, id, asked, blank.equals("zero"), scope, note, now, by);
            places(connection, id, scope);
            var head = Counts.lock(connection, id);
            if (CountLines.freeze(connection, head) > LINES_MAX) {
                throw tooMuch("lines", LINES_MAX);
            }
            require(connection, head);
            return Counts.answer(connection, head);
        });
    }

    /** A case says itself what is to be counted. */
    private Scope scope(CountBody asked) {
        var locations = ReadSeen.ids("locations", asked.locations());
        var skus = ReadSeen.ids("skus", asked.skus());
        var lots = ReadSeen.lots("lots", asked.lots());
        if (asked.discrepancy() == null) {
            return new Scope(Expect.present("locations", locations), skus, lots, null);
        }
        var id = Expect.text("discrepancy", asked.discrepancy(), 200);
        var known = database.inTransaction(connection -> discrepancy(connection, id))
                .orElseThrow(() -> Problems.unprocessable(
                        "unknown-discrepancy", "Expected a known discrepancy below zero, but got another id"));
        if (!known.isOpen()) {
            throw Problems.conflict("discrepancy-closed", "Expected an open discrepancy, but got a closed one");
        }
        return new Scope(
                locations == null ? List.of(known.key().location().id()) : locations,
                skus == null ? List.of(known.key().sku().code()) : skus,
                lots,
                id);
    }

    private static Optional<Discrepancy> discrepancy(Connection connection, String id) throws SQLException {
        try (var select =
                connection.prepareStatement("SELECT " + Discrepancies.COLUMNS + " FROM discrepancy WHERE id = ?")) {
            select.setString(1, id);
            var rows = select.executeQuery();
            return rows.next() ? Optional.of(Discrepancies.read(rows)) : Optional.empty();
        }
    }

    private static void insert(
            Connection connection,
            String id,
            CountBody asked,
            boolean blankIsZero,
            Scope scope,
            @Nullable String note,
            Instant now,
            String by)
            throws SQLException {
        try (var insert = connection.prepareStatement("""
                INSERT INTO stock_count (id, state, blind, blank_is_zero, skus, lots, note, discrepancy, created_at,
                  created_by)
                VALUES (?, 'OPEN', ?, ?, ?, ?, ?, ?, ?::timestamptz, ?) ON CONFLICT DO NOTHING""")) {
            insert.setString(1, id);
            insert.setBoolean(2, Boolean.TRUE.equals(asked.blind()));
            insert.setBoolean(3, blankIsZero);
            insert.setArray(4, scope.skus() == null ? null : Counts.text(connection, scope.skus()));
            insert.setArray(5, scope.lots() == null ? null : Counts.text(connection, scope.lots()));
            insert.setString(6, note);
            insert.setString(7, scope.discrepancy());
            insert.setString(8, now.toString());
            insert.setString(9, by);
            if (insert.executeUpdate() == 0) {
                throw Problems.conflict("count-exists", "Expected an id that no count has, but got " + id);
            }
        }
    }

    /** The named places and all below them. */
    private static void places(Connection connection, String id, Scope scope) throws SQLException {
        try (var insert = connection.prepareStatement("""
                WITH RECURSIVE below AS (
                  SELECT id FROM location WHERE id = ANY(?)
                  UNION SELECT location.id FROM location JOIN below ON location.body->>'parent' = below.id
                )
                INSERT INTO stock_count_place (count, location, named, required)
                SELECT ?, id, id = ANY(?), false FROM below""")) {
            var named = Counts.text(connection, scope.locations());
            insert.setArray(1, named);
            insert.setString(2, id);
            insert.setArray(3, named);
            if (insert.executeUpdate() > PLACES_MAX) {
                throw tooMuch("places", PLACES_MAX);
            }
        }
        var known = Counts.places(connection, id, scope.locations());
        for (var location : scope.locations()) {
            if (!known.contains(location)) {
                throw Problems.unprocessable("unknown-location", "Expected a known location, but got " + location);
            }
        }
        var skus = scope.skus() == null ? List.<String>of() : scope.skus();
        var versions = CountFacts.versions(connection, skus);
        for (var sku : skus) {
            if (!versions.containsKey(sku)) {
                throw Problems.unprocessable("unknown-sku", "Expected a known SKU, but got " + sku);
            }
        }
    }

    /**
     * Somebody has to look wherever stock should stand, and, unless only some SKUs or lots are counted, wherever stock
     * can stand: at every place without others below it. A place named for itself is always looked at.
     */
    private static void require(Connection connection, Counts.Head head) throws SQLException {
        try (var update = connection.prepareStatement("""
                UPDATE stock_count_place AS place SET required = true WHERE count = ? AND (
                  EXISTS (SELECT FROM stock_count_line AS line WHERE line.count = place.count
                    AND line.location = place.location)
                  OR ((named OR ?) AND NOT EXISTS (SELECT FROM stock_count_place AS below
                    JOIN location ON location.id = below.location
                    WHERE below.count = place.count AND location.body->>'parent' = place.location)))""")) {
            update.setString(1, head.id());
            update.setBoolean(2, head.skus() == null && head.lots() == null);
            update.executeUpdate();
        }
    }

    private static RuntimeException tooMuch(String what, int most) {
        return Problems.unprocessable(
                "count-too-large", "Expected at most %d %s in one count, but got more".formatted(most, what));
    }
}
