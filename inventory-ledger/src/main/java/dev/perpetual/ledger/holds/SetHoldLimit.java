package dev.perpetual.ledger.holds;

import dev.perpetual.kit.database.Database;
import dev.perpetual.ledger.commit.HoldCounts;
import dev.perpetual.ledger.domain.HoldLimit;
import dev.perpetual.ledger.domain.HoldLimit.Scope;
import dev.perpetual.ledger.rebuild.RebuildProjections;
import dev.perpetual.ledger.wire.Times;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Objects;

/**
 * Sets a limit of holds, or lifts it, and counts what is open under it. No batch of any instance is decided meanwhile, so
 * each is judged with the limit and counted, or was there before. The time that takes grows with the open holds that name a
 * channel or client, not with history.
 */
@ApplicationScoped
public class SetHoldLimit {

    private final Database database;

    SetHoldLimit(Database database) {
        this.database = database;
    }

    /** The limit holds from now on. One that is lowered takes no promise back. */
    void set(HoldLimit limit) {
        change(connection -> {
            try (var upsert = connection.prepareStatement("""
                    INSERT INTO hold_limit (counted_by, name, owner_type, sku, units_max, holds_max, minutes_max, recorded_at)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?::timestamptz)
                    ON CONFLICT (counted_by, name, owner_type, sku) DO UPDATE SET units_max = excluded.units_max,
                      holds_max = excluded.holds_max, minutes_max = excluded.minutes_max,
                      recorded_at = excluded.recorded_at""")) {
                key(upsert, limit.scope());
                upsert.setObject(5, limit.unitsMax());
                upsert.setObject(6, limit.holdsMax());
                upsert.setObject(7, limit.minutesMax());
                upsert.setString(8, Times.now().toString());
                return upsert.executeUpdate();
            }
        });
    }

    /** Returns false when there was none. */
    boolean lift(Scope scope) {
        return change(connection -> {
                    try (var delete = connection.prepareStatement(
                            "DELETE FROM hold_limit WHERE (counted_by, name, owner_type, sku) = (?, ?, ?, ?)")) {
                        key(delete, scope);
                        return delete.executeUpdate();
                    }
                })
                > 0;
    }

    private int change(Database.Work<Integer> work) {
        return Objects.requireNonNull(database.inTransaction((Connection connection) -> {
            HoldCounts.stopWriters(connection);
            var rows = work.on(connection);
            RebuildProjections.countHolds(connection);
            return rows;
        }));
    }

    private static void key(PreparedStatement statement, Scope scope) throws SQLException {
        statement.setString(1, scope.by().name());
        statement.setString(2, scope.name());
        statement.setString(3, scope.ownerType());
        statement.setString(4, scope.sku());
    }
}
