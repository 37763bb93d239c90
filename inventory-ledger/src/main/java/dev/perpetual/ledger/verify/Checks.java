package dev.perpetual.ledger.verify;

import dev.perpetual.ledger.rebuild.Projection;
import dev.perpetual.ledger.rebuild.Projections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Everything that must hold between the journal and the tables, and what no pass looks at. */
final class Checks {

    /** Tables that no pass of the journal covers, each with the reason. */
    static final Map<String, String> NOT_COVERED = Map.of(
            "item", "a source of its own; the pass on topic catalog compares it with what was told",
            "hold_limit", "a source of its own, set by people; what it counts has its pass in hold_count",
            "api_key", "a source of its own, changed by people",
            "idempotency", "first answers over HTTP; what they brought about has its rows in command",
            "inbox", "ids of messages; the effects are commands, whose ids are theirs",
            "intake_position", "places in topics of others; an effect read twice is a command repeated",
            "parked", "messages of others that wait to be mended",
            "flyway_schema_history", "kept and checked by the migrations themselves");

    static final List<Pass> ALL = Stream.of(
                    MovementChecks.ALL,
                    projections(),
                    ClosingChecks.ALL,
                    HoldChecks.ALL,
                    SerialChecks.ALL,
                    DocumentChecks.ALL,
                    CountChecks.ALL,
                    AnswerChecks.ALL,
                    PlaceChecks.ALL,
                    List.<Pass>of(new SealPass()))
            .<Pass>flatMap(List::stream)
            .toList();

    private Checks() {}

    /** The tables that some pass covers or that are named above. */
    static Set<String> known() {
        var known = new TreeSet<>(NOT_COVERED.keySet());
        ALL.forEach(pass -> known.addAll(pass.tables()));
        return known;
    }

    private static List<Check> projections() {
        return Projections.ALL.stream().map(Checks::projection).toList();
    }

    private static Check projection(Projection projection) {
        return new Check(
                projection.table() + " = fold of the journal",
                Set.of(projection.table()),
                "SELECT count(*) FROM " + projection.table(),
                "SELECT format('Expected %s, but got %s', coalesce(after, 'no row'), coalesce(before, 'no row')) FROM ("
                        + projection.differences() + ") AS difference");
    }
}
