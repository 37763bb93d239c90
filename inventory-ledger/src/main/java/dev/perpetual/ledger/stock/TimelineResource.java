package dev.perpetual.ledger.stock;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.perpetual.kit.database.Database;
import dev.perpetual.kit.paging.Cursor;
import dev.perpetual.kit.paging.Page;
import dev.perpetual.kit.problems.Expect;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Why a figure is what it is: the movements of an item with the running sums; the last sums are the level. */
@Path("/v1/items/{sku}/timeline")
@RunOnVirtualThread
public class TimelineResource {

    private static final int PAGE = 200;

    private final Database database;

    TimelineResource(Database database) {
        this.database = database;
    }

    /** @param change units that came to (or left) what stands there @param onHand and available: the running figures */
    @JsonInclude(Include.NON_NULL)
    public record Row(
            long version,
            String kind,
            long quantity,
            Map<String, String> from,
            Map<String, String> to,
            long change,
            long onHand,
            long available,
            Map<String, String> cause,
            String command,
            Instant occurredAt,
            Instant recordedAt) {}

    @GET
    @RolesAllowed("stock:read")
    @Operation(summary = "Movements of an item, oldest first, each with the figure it led to and its cause")
    public Page<Row> timeline(
            String sku,
            @QueryParam("location") @Nullable String location,
            @QueryParam("cursor") @Nullable String cursor) {
        var after = cursor == null ? 0 : History.position(cursor);
        if (location != null) {
            Expect.text("location", location, 200);
        }
        return database.inTransaction(connection -> page(connection, sku, location, after));
    }

    private static Page<Row> page(Connection connection, String sku, @Nullable String location, long after)
            throws SQLException {
        try (var select = connection.prepareStatement("""
                WITH moved AS (
                  SELECT version, kind, quantity, from_location, from_account, to_location, to_account,
                    cause_type, cause_id, command, occurred_at, recorded_at,
                    CASE WHEN to_location = coalesce(?, to_location) THEN quantity ELSE 0 END AS came,
                    CASE WHEN from_location = coalesce(?, from_location) THEN quantity ELSE 0 END AS went
                  FROM journal WHERE topic = 'stock-movements' AND stream = ?
                ), summed AS (
                  SELECT *,
                    (CASE WHEN to_account IN ('expected', 'outbound') THEN 0 ELSE came END
                      - CASE WHEN from_account IN ('expected', 'outbound') THEN 0 ELSE went END) AS change,
                    (CASE WHEN to_account = 'available' THEN came ELSE 0 END
                      - CASE WHEN from_account = 'available' THEN went ELSE 0 END) AS available_change
                  FROM moved WHERE came > 0 OR went > 0
                ), running AS (
                  SELECT *, sum(change) OVER (ORDER BY version) AS on_hand,
                    sum(available_change) OVER (ORDER BY version) AS available
                  FROM summed
                )
                SELECT version, kind, quantity, from_location, from_account, to_location, to_account, change, on_hand,
                  available, cause_type, cause_id, command, occurred_at, recorded_at
                FROM running WHERE version > ? ORDER BY version LIMIT ?""")) {
            select.setString(1, location);
            select.setString(2, location);
            select.setString(3, sku);
            select.setLong(4, after);
            select.setInt(5, PAGE + 1);
            var rows = select.executeQuery();
            var page = new ArrayList<Row>();
            while (rows.next()) {
                page.add(new Row(
                        rows.getLong(1),
                        rows.getString(2),
                        rows.getLong(3),
                        account(rows.getString(4), rows.getString(5)),
                        account(rows.getString(6), rows.getString(7)),
                        rows.getLong(8),
                        rows.getLong(9),
                        rows.getLong(10),
                        new TreeMap<>(Map.of("type", rows.getString(11), "id", rows.getString(12))),
                        rows.getString(13),
                        rows.getObject(14, OffsetDateTime.class).toInstant(),
                        rows.getObject(15, OffsetDateTime.class).toInstant()));
            }
            if (page.size() <= PAGE) {
                return new Page<>(page, null);
            }
            var rest = page.subList(0, PAGE);
            return new Page<>(rest, Cursor.of(Long.toString(rest.getLast().version())));
        }
    }

    private static Map<String, String> account(@Nullable String location, String account) {
        return location == null
                ? Map.of("outside", account)
                : new TreeMap<>(Map.of("location", location, "bucket", account));
    }
}
