package dev.perpetual.ledger.catalog;

import dev.perpetual.kit.database.Database;
import dev.perpetual.kit.journal.Outbox;
import dev.perpetual.kit.problems.Problems;
import dev.perpetual.ledger.domain.Location.Kind;
import dev.perpetual.ledger.domain.PlaceRules;
import dev.perpetual.ledger.domain.PlaceRules.Spot;
import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes or changes a location, or takes it with all that is inside it to another parent; one that is as it was stays as
 * it is, version included.
 */
@ApplicationScoped
public class PutLocation {

    private final Database database;
    private final Clock clock = Clock.systemUTC();

    PutLocation(Database database) {
        this.database = database;
    }

    /**
     * Returns the location as it now is.
     *
     * @throws HttpProblem 422 unknown-location, location-cycle, location-kind or location-depth when it cannot be inside
     *     its parent
     */
    public LocationBody put(String id, LocationBody checked) {
        return database.inTransaction(connection -> {
            LocationTree.lock(connection);
            var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
            var before = Catalog.lockLocation(connection, id);
            if (before != null && before.content().equals(checked)) {
                return before;
            }
            var path = path(connection, id, checked);
            var version = before == null || before.version() == null ? 1 : before.version() + 1;
            var next = checked.at(version, now);
            Catalog.storeLocation(connection, next, path, version, now);
            if (before != null) {
                LocationTree.move(connection, id, path);
            }
            Outbox.emitState(connection, List.of(Catalog.locationChanged(id, version, Catalog.write(next), now)));
            return next;
        });
    }

    private static List<String> path(Connection connection, String id, LocationBody location) throws SQLException {
        var parent = location.parent() == null ? null : parent(connection, location.parent());
        var inside = LocationTree.inside(connection, id);
        var kind = Kind.valueOf(String.valueOf(location.kind()));
        var misplaced = PlaceRules.place(id, kind, parent, inside.kinds(), inside.levels());
        if (misplaced.isPresent()) {
            throw problem(misplaced.get());
        }
        var path = new ArrayList<>(parent == null ? List.<String>of() : parent.path());
        path.add(id);
        return path;
    }

    private static @Nullable Spot parent(Connection connection, String id) throws SQLException {
        return LocationTree.spot(connection, id)
                .orElseThrow(
                        () -> Problems.unprocessable("unknown-location", "Expected a known parent, but got " + id));
    }

    private static HttpProblem problem(PlaceRules.Misplaced misplaced) {
        var type = switch (misplaced.why()) {
            case CYCLE -> "location-cycle";
            case KIND -> "location-kind";
            case DEPTH -> "location-depth";
        };
        return Problems.unprocessable(type, misplaced.detail());
    }
}
