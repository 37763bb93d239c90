package dev.perpetual.ledger.verify;

import java.util.List;
import java.util.Set;

/** What must hold of the tree of locations. */
final class PlaceChecks {

    /** Paths that are each their parent's and the location itself cannot go in a circle. */
    private static final Check PATHS =
            new Check("every location is inside its parent", Set.of("location"), "SELECT count(*) FROM location", """
            SELECT format('%s: Expected path %s, but got %s', location.id, parent.path || location.id, location.path)
            FROM location LEFT JOIN location AS parent ON parent.id = location.body->>'parent'
            WHERE location.path IS DISTINCT FROM coalesce(parent.path, '{}') || location.id
              OR (parent.id IS NULL) <> (location.body->>'parent' IS NULL) OR parent.kind <> location.kind""");

    static final List<Pass> ALL = List.of(PATHS);

    private PlaceChecks() {}
}
