package dev.perpetual.kit.sample;

import dev.perpetual.kit.access.Caller;
import dev.perpetual.kit.access.Idempotent;
import dev.perpetual.kit.problems.Expect;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A write and a read, as any service has them. */
@Path("/v1/numbers")
@RunOnVirtualThread
public class NumbersResource {

    private final Caller caller;
    private final AtomicInteger writes = new AtomicInteger();

    NumbersResource(Caller caller) {
        this.caller = caller;
    }

    public record Written(int writes, String by, long first) {}

    public record Body(@Nullable List<Line> lines) {}

    public record Line(@Nullable Long quantity) {}

    @PUT
    @Path("{channel}")
    @Idempotent
    @RolesAllowed("orders:write")
    public Written write(String channel, Body body) {
        caller.mustActFor("channel", channel);
        var lines = Expect.present("lines", body.lines());
        var first = Expect.positive("lines[0].quantity", lines.getFirst().quantity());
        return new Written(writes.incrementAndGet(), caller.name(), first);
    }

    /** Forgot to say who may. */
    @GET
    @Path("forgotten")
    public String forgotten() {
        return "secret";
    }
}
