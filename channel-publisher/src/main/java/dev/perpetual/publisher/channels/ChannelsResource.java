package dev.perpetual.publisher.channels;

import dev.perpetual.kit.access.Caller;
import dev.perpetual.kit.database.Database;
import dev.perpetual.kit.paging.Cursor;
import dev.perpetual.kit.paging.Page;
import dev.perpetual.kit.problems.Expect;
import dev.perpetual.kit.problems.Problems;
import dev.perpetual.publisher.availability.Policies;
import dev.perpetual.publisher.channels.Channel.State;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Channels over HTTP: set up, paused, set to zero, resumed; and what each may be told. */
@Path("/v1/channels")
@RunOnVirtualThread
public class ChannelsResource {

    private static final long PAGE_MAX = 500;

    private final Database database;
    private final Caller caller;
    private final PutChannel putChannel;
    private final PutPolicy putPolicy;
    private final ChangeState changeState;

    ChannelsResource(
            Database database, Caller caller, PutChannel putChannel, PutPolicy putPolicy, ChangeState changeState) {
        this.database = database;
        this.caller = caller;
        this.putChannel = putChannel;
        this.putPolicy = putPolicy;
        this.changeState = changeState;
    }

    @PUT
    @Path("{id}")
    @RolesAllowed("channels:write")
    @Operation(summary = "Set a channel up or change how it is reached; the secret stays in the configuration")
    public Response put(String id, @HeaderParam("If-Match") @Nullable String ifMatch, @Nullable ChannelBody body) {
        caller.mustActFor("channel", ChannelBody.id(id));
        var channel = Expect.present("body", body);
        channel.mustBeOfAKnownKind();
        var put = putChannel.put(id, channel.url(), channel.ref(), channel.checkedBudget(), version(ifMatch));
        var view = ChannelBody.View.of(put);
        return Response.status(view.version() == 1 ? 201 : 200)
                .tag(new EntityTag(Long.toString(view.version())))
                .entity(view)
                .build();
    }

    @GET
    @Path("{id}")
    @RolesAllowed("channels:read")
    @Operation(summary = "A channel, and how pushing to it goes")
    public Response get(String id) {
        caller.mustActFor("channel", id);
        var view = ChannelBody.View.of(database.inTransaction(connection -> Channels.pushed(connection, id)));
        return Response.ok(view)
                .tag(new EntityTag(Long.toString(view.version())))
                .build();
    }

    @GET
    @RolesAllowed("channels:read")
    @Operation(summary = "All channels, in order of id")
    public Page<ChannelBody.View> list(
            @QueryParam("cursor") @Nullable String cursor, @QueryParam("limit") @DefaultValue("100") long limit) {
        caller.mustActFor("channel", "every channel");
        var size = (int) Expect.between("limit", 1, PAGE_MAX, limit);
        var after = cursor == null ? "" : Cursor.read(cursor, 1).getFirst();
        var found = database.inTransaction(connection -> Channels.page(connection, after, size + 1));
        var views = found.stream().limit(size).map(ChannelBody.View::of).toList();
        return new Page<>(views, found.size() > size ? Cursor.of(views.getLast().id()) : null);
    }

    @PUT
    @Path("{id}/policy")
    @RolesAllowed("channels:write")
    @Operation(summary = "Put a new version of the channel's policy in force")
    public PolicyBody.View policy(String id, @Nullable PolicyBody body) {
        caller.mustActFor("channel", id);
        var draft = Expect.present("body", body).checked("");
        return PolicyBody.View.of(putPolicy.put(id, draft, caller.name()));
    }

    @GET
    @Path("{id}/policy")
    @RolesAllowed("channels:read")
    @Operation(summary = "The channel's policy in force, or an earlier version of it")
    public PolicyBody.View policy(String id, @QueryParam("version") @Nullable Long version) {
        caller.mustActFor("channel", id);
        return database.inTransaction(connection -> {
            var channel = Channels.known(id, Channels.find(connection, id));
            var wanted = version == null ? channel.policyVersion() : version;
            var policy = Policies.find(connection, id, wanted);
            if (policy == null) {
                throw Problems.notFound(
                        "unknown-policy",
                        "Expected version %d of the policy of %s, but there is none".formatted(wanted, id));
            }
            return PolicyBody.View.of(policy);
        });
    }

    @POST
    @Path("{id}/pause")
    @RolesAllowed("channels:write")
    @Operation(summary = "Stop telling the channel anything; what it was told stays")
    public ChannelBody.View pause(String id) {
        return change(State.PAUSED, id);
    }

    @POST
    @Path("{id}/resume")
    @RolesAllowed("channels:write")
    @Operation(summary = "Tell the channel again what its policy makes of the stock")
    public ChannelBody.View resume(String id) {
        return change(State.ACTIVE, id);
    }

    @POST
    @Path("{id}/zero")
    @RolesAllowed("channels:write")
    @Operation(summary = "Tell the channel that there is nothing of anything, until it is resumed")
    public ChannelBody.View zero(String id) {
        return change(State.ZEROED, id);
    }

    private ChannelBody.View change(State state, String id) {
        caller.mustActFor("channel", id);
        return ChannelBody.View.of(changeState.to(state, id));
    }

    private static @Nullable Long version(@Nullable String ifMatch) {
        if (ifMatch == null || ifMatch.strip().equals("*")) {
            return null;
        }
        var digits = ifMatch.strip().replace("\"", "");
        if (!digits.matches("\\d{1,18}")) {
            throw Problems.invalid("If-Match", "Expected If-Match as an ETag that was given, but got another");
        }
        return Long.valueOf(digits);
    }
}
