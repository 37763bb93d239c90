package dev.perpetual.supplier.feeds;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import dev.perpetual.kit.access.Caller;
import dev.perpetual.kit.database.Database;
import dev.perpetual.kit.problems.Expect;
import dev.perpetual.kit.problems.Problems;
import dev.perpetual.supplier.wire.FeedDocument;
import dev.perpetual.supplier.wire.Json;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/** Definitions of feeds over HTTP. */
@Path("/v1/suppliers/{supplier}/feeds")
@RunOnVirtualThread
public class FeedsResource {

    private final Database database;
    private final DefineFeed defineFeed;
    private final Feeds feeds;
    private final Json json;
    private final Caller caller;

    FeedsResource(Database database, DefineFeed defineFeed, Feeds feeds, Json json, Caller caller) {
        this.database = database;
        this.defineFeed = defineFeed;
        this.feeds = feeds;
        this.json = json;
        this.caller = caller;
    }

    /** @param overdue nothing was applied for longer than the schedule says */
    public record FeedView(
            String supplier,
            String id,
            long version,
            @JsonUnwrapped FeedDocument definition,
            Instant changedAt,
            @Nullable String lastRun,
            @Nullable String lastState,
            @Nullable Instant lastApplied,
            boolean overdue) {
        static FeedView of(Feeds.Defined feed) {
            return new FeedView(
                    feed.id().supplier(),
                    feed.id().feed(),
                    feed.version(),
                    feed.document(),
                    feed.changedAt(),
                    feed.lastRun(),
                    feed.lastState(),
                    feed.lastApplied(),
                    feed.overdue(Instant.now()));
        }
    }

    /** All feeds of one supplier. */
    public record FeedList(List<FeedView> items) {}

    @PUT
    @Path("{feed}")
    @RolesAllowed("feeds:write")
    @Operation(summary = "Define a feed; If-Match names the version it replaces")
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = FeedDocument.class)))
    @APIResponse(
            responseCode = "200",
            content =
                    @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = FeedView.class)))
    public Response put(
            String supplier,
            String feed,
            @HeaderParam("If-Match") @Nullable String ifMatch,
            @Schema(implementation = FeedDocument.class) JsonNode document)
            throws IOException {
        caller.mustActFor("supplier", supplier);
        var read = json.readStrictly(Expect.present("body", document), FeedDocument.class);
        var defined = defineFeed.define(
                SuppliersResource.feedId(supplier, feed),
                Expect.present("body", read),
                version(ifMatch),
                Instant.now());
        return answer(defined);
    }

    @GET
    @Path("{feed}")
    @RolesAllowed("feeds:read")
    @Operation(summary = "One feed, with what came of it last")
    @APIResponse(
            responseCode = "200",
            content =
                    @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = FeedView.class)))
    public Response get(String supplier, String feed) {
        caller.mustActFor("supplier", supplier);
        var id = SuppliersResource.feedId(supplier, feed);
        return answer(database.inTransaction(
                connection -> feeds.find(connection, id).orElseThrow(() -> Feeds.unknownFeed(id))));
    }

    @GET
    @RolesAllowed("feeds:read")
    @Operation(summary = "All feeds of one supplier")
    public FeedList list(String supplier) {
        caller.mustActFor("supplier", supplier);
        return new FeedList(database.inTransaction(connection -> feeds.of(connection, supplier)).stream()
                .map(FeedView::of)
                .toList());
    }

    private static Response answer(Feeds.Defined feed) {
        return Response.ok(FeedView.of(feed))
                .tag(new EntityTag(Long.toString(feed.version())))
                .build();
    }

    private static @Nullable Long version(@Nullable String ifMatch) {
        if (ifMatch == null || ifMatch.equals("*")) {
            return null;
        }
        try {
            return Long.valueOf(ifMatch.replace("\"", "").replace("W/", ""));
        } catch (NumberFormatException wrong) {
            throw Problems.invalid("If-Match", "Expected If-Match as the ETag of the feed, but got another text");
        }
    }
}
