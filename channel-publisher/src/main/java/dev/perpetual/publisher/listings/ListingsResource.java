package dev.perpetual.publisher.listings;

import dev.perpetual.kit.access.Caller;
import dev.perpetual.kit.database.Database;
import dev.perpetual.kit.paging.Cursor;
import dev.perpetual.kit.paging.Page;
import dev.perpetual.kit.problems.Expect;
import dev.perpetual.kit.problems.Problems;
import dev.perpetual.publisher.channels.Channels;
import dev.perpetual.publisher.listings.PutListings.Outcome;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Listings over HTTP. */
@Path("/v1/channels/{channel}")
@RunOnVirtualThread
public class ListingsResource {

    private static final long PAGE_MAX = 1_000;

    private final Database database;
    private final Caller caller;
    private final PutListings putListings;
    private final ImportListings importListings;

    ListingsResource(Database database, Caller caller, PutListings putListings, ImportListings importListings) {
        this.database = database;
        this.caller = caller;
        this.putListings = putListings;
        this.importListings = importListings;
    }

    /** What a listing sells. */
    public record ListingBody(
            @Nullable String sku, @Nullable String pack) {}

    @PUT
    @Path("listings/{listing}")
    @RolesAllowed("channels:write")
    @Operation(summary = "List an item, or a pack of it, on a channel")
    public Response put(String channel, String listing, @Nullable ListingBody body) {
        caller.mustActFor("channel", channel);
        var asked = Expect.present("body", body);
        var draft = new ListingDraft(
                Expect.id("listing", listing),
                Expect.id("sku", asked.sku()),
                asked.pack() == null ? null : Expect.id("pack", asked.pack()));
        return switch (putListings.put(channel, List.of(draft)).getFirst()) {
            case Outcome.Refused refused ->
                throw Problems.of(422, refused.type(), refused.detail(), Map.of("field", refused.field()));
            case Outcome.Listed(var listed, var isNew) ->
                Response.status(isNew ? 201 : 200)
                        .entity(new ListingView(channel, listed.listing(), listed.sku(), listed.pack()))
                        .build();
        };
    }

    @POST
    @Path("listings:import")
    @Consumes({"application/x-ndjson", "application/jsonl"})
    @RolesAllowed("channels:write")
    @Operation(summary = "List many items; a line each of {listing, sku, pack?}")
    public ImportListings.Report importLines(String channel, InputStream body) throws IOException {
        caller.mustActFor("channel", channel);
        database.inTransaction(connection -> Channels.known(channel, Channels.find(connection, channel)));
        return importListings.run(channel, new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8)));
    }

    @GET
    @Path("listings")
    @RolesAllowed("channels:read")
    @Operation(summary = "What a channel sells, in order of listing")
    public Page<ListingView> list(
            String channel,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @DefaultValue("100") long limit) {
        caller.mustActFor("channel", channel);
        var size = (int) Expect.between("limit", 1, PAGE_MAX, limit);
        var after = cursor == null ? "" : Cursor.read(cursor, 1).getFirst();
        var found = database.inTransaction(connection -> {
            Channels.known(channel, Channels.find(connection, channel));
            return Listings.page(connection, channel, after, size + 1);
        });
        var items = found.stream().limit(size).toList();
        return new Page<>(items, found.size() > size ? Cursor.of(items.getLast().listing()) : null);
    }
}
