package dev.perpetual.publisher.listings;

import dev.perpetual.kit.access.Caller;
import dev.perpetual.kit.database.Database;
import dev.perpetual.kit.paging.Cursor;
import dev.perpetual.kit.paging.Page;
import dev.perpetual.kit.problems.Expect;
import dev.perpetual.publisher.channels.Channels;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** What a channel should show, was sent, accepted and shows, and why. */
@Path("/v1/channels/{channel}/quantities")
@RunOnVirtualThread
public class QuantitiesResource {

    private static final long PAGE_MAX = 500;

    private final Database database;
    private final Caller caller;

    QuantitiesResource(Database database, Caller caller) {
        this.database = database;
        this.caller = caller;
    }

    @GET
    @RolesAllowed("channels:read")
    @Operation(summary = "Wanted, sent, accepted and seen, each with the sum that made it; in order of listing")
    public Page<ReadQuantities.Row> list(
            String channel,
            @QueryParam("sku") @Nullable String sku,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @DefaultValue("100") long limit) {
        caller.mustActFor("channel", channel);
        var size = (int) Expect.between("limit", 1, PAGE_MAX, limit);
        var after = cursor == null ? "" : Cursor.read(cursor, 1).getFirst();
        var found = database.inTransaction(connection -> {
            Channels.known(channel, Channels.find(connection, channel));
            return ReadQuantities.page(connection, channel, sku, after, size + 1);
        });
        var items = found.stream().limit(size).toList();
        return new Page<>(items, found.size() > size ? Cursor.of(items.getLast().listing()) : null);
    }
}
