package dev.perpetual.kit.intake;

import dev.perpetual.kit.database.Database;
import dev.perpetual.kit.problems.Expect;
import dev.perpetual.kit.problems.Problems;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Parked records over HTTP: to see, to replay once the cause is mended, or to give up. */
@Path("/v1/parked")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@RolesAllowed("operate")
public class ParkedResource {

    private static final int LIMIT_MAX = 1_000;

    private final Database database;
    private final ParkedMessages parked;
    private final ReplayParked replay;

    ParkedResource(Database database, ParkedMessages parked, ReplayParked replay) {
        this.database = database;
        this.parked = parked;
        this.replay = replay;
    }

    /** @param items oldest first */
    public record Parked(List<ParkedMessage> items) {}

    public record Key(@Nullable String topic, @Nullable String key) {}

    public record Done(int records) {}

    @GET
    @Operation(summary = "The parked records, oldest first")
    public Parked list(@QueryParam("limit") @DefaultValue("100") int limit) {
        return new Parked(
                database.inTransaction(connection -> parked.list(connection, Math.clamp(limit, 1, LIMIT_MAX))));
    }

    @POST
    @Path("replay")
    @Operation(summary = "Apply the parked records of one key in their order")
    public Done replay(@Nullable Key which) {
        return new Done(replay.replay(topic(which), key(which)));
    }

    @POST
    @Path("discard")
    @Operation(summary = "Give up on the parked records of one key")
    public Done discard(@Nullable Key which) {
        return new Done(replay.discard(topic(which), key(which)));
    }

    private static String topic(@Nullable Key which) {
        return Expect.text("topic", Expect.present("body", which).topic(), 200);
    }

    /** Whatever a sender thought of, but for what the database cannot hold, which therefore was never parked. */
    private static String key(@Nullable Key which) {
        var key = Expect.present("key", Expect.present("body", which).key());
        if (key.indexOf('\0') >= 0) {
            throw Problems.invalid("key", "Expected a key without zero bytes, but got one with some");
        }
        return key;
    }
}
