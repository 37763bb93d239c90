package dev.perpetual.ledger.catalog;

import dev.perpetual.kit.database.Database;
import dev.perpetual.kit.journal.Outbox;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Makes or changes a location; one that is as it was stays as it is, version included. */
@ApplicationScoped
public class PutLocation {

    private final Database database;
    private final Clock clock = Clock.systemUTC();

    PutLocation(Database database) {
        this.database = database;
    }

    /** Returns the location as it now is. */
    public LocationBody put(String id, LocationBody checked) {
        while (true) {
            try {
                return once(id, checked);
            } catch (Catalog.Overtaken overtaken) {
                // The next look sees what the other one made.
            }
        }
    }

    private LocationBody once(String id, LocationBody checked) {
        return database.inTransaction(connection -> {
            var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
            var before = Catalog.lockLocation(connection, id);
            if (before != null && before.content().equals(checked)) {
                return before;
            }
            var version = before == null || before.version() == null ? 1 : before.version() + 1;
            var next = checked.at(version, now);
            Catalog.storeLocation(connection, next, version, now);
            Outbox.emitState(connection, List.of(Catalog.locationChanged(id, version, Catalog.write(next), now)));
            return next;
        });
    }
}
