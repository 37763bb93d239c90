package dev.perpetual.ledger.holds;

import dev.perpetual.kit.database.Database;
import dev.perpetual.ledger.wire.ReadIds;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** What is promised through each channel. Reads open holds that name one, not history. */
@Path("/v1/holds/by-channel")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class HeldByChannelResource {

    private final Database database;

    HeldByChannelResource(Database database) {
        this.database = database;
    }

    /**
     * What is promised through a channel to one type of owner.
     *
     * @param units open
     * @param oldest when the oldest of them was asked for
     */
    public record Held(String channel, String ownerType, long holds, long units, long picked, Instant oldest) {}

    /** All of it. */
    public record HeldByChannel(List<Held> items) {}

    @GET
    @RolesAllowed("stock:read")
    @Operation(
            summary = "Units that open holds have, per channel and type of owner, of all SKUs or of one; holds that"
                    + " name no channel are not among them")
    public HeldByChannel byChannel(@QueryParam("sku") @Nullable String sku) {
        if (sku != null) {
            ReadIds.id("sku", sku);
        }
        return database.inTransaction(connection -> new HeldByChannel(held(connection, sku)));
    }

    private static List<Held> held(Connection connection, @Nullable String sku) throws SQLException {
        try (var select = connection.prepareStatement("""
                SELECT channel, owner_type, count(DISTINCT id), sum(open), sum(picked), min(created_at)
                FROM hold JOIN hold_line ON hold_line.hold = hold.id
                WHERE state = 'OPEN' AND channel IS NOT NULL AND sku = coalesce(?, sku) AND open + picked > 0
                GROUP BY channel, owner_type ORDER BY channel, owner_type""")) {
            select.setString(1, sku);
            var rows = select.executeQuery();
            var found = new ArrayList<Held>();
            while (rows.next()) {
                found.add(new Held(
                        rows.getString(1),
                        rows.getString(2),
                        rows.getLong(3),
                        rows.getLong(4),
                        rows.getLong(5),
                        rows.getObject(6, OffsetDateTime.class).toInstant()));
            }
            return found;
        }
    }
}
