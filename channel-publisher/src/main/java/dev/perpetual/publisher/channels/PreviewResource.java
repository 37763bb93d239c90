package dev.perpetual.publisher.channels;

import dev.perpetual.kit.access.Caller;
import dev.perpetual.kit.database.Database;
import dev.perpetual.kit.paging.Cursor;
import dev.perpetual.kit.paging.Page;
import dev.perpetual.kit.problems.Expect;
import dev.perpetual.publisher.availability.PreviewPolicy;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Tries a policy out on a channel's listings; nothing is written and nobody is told. */
@Path("/v1/policies/preview")
@RunOnVirtualThread
public class PreviewResource {

    private static final long PAGE_MAX = 500;
    private static final long PAGE_IF_NONE = 100;

    private final Database database;
    private final Caller caller;

    PreviewResource(Database database, Caller caller) {
        this.database = database;
        this.caller = caller;
    }

    /** The draft, the channel to try it on, and which of its listings to show. */
    public record Preview(
            @Nullable String channel,
            @Nullable PolicyBody policy,
            @Nullable String sku,
            @Nullable String cursor,
            @Nullable Long limit) {}

    @POST
    @RolesAllowed("channels:read")
    @Operation(summary = "What a channel's listings would show under this policy, beside what they show now")
    public Page<PreviewPolicy.Row> preview(@Nullable Preview body) {
        var asked = Expect.present("body", body);
        var id = Expect.id("channel", asked.channel());
        caller.mustActFor("channel", id);
        var draft = Expect.present("policy", asked.policy()).checked("policy.");
        var size = (int) Expect.between("limit", 1, PAGE_MAX, asked.limit() == null ? PAGE_IF_NONE : asked.limit());
        var after = asked.cursor() == null ? "" : Cursor.read(asked.cursor(), 1).getFirst();
        var found = database.inTransaction(connection -> {
            Channels.known(id, Channels.find(connection, id));
            PutPolicy.mustKnowLocations(connection, draft);
            return PreviewPolicy.page(connection, id, asked.sku(), draft, after, size + 1);
        });
        var items = found.stream().limit(size).toList();
        return new Page<>(items, found.size() > size ? Cursor.of(items.getLast().listing()) : null);
    }
}
