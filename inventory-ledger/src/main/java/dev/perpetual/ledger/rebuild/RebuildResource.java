package dev.perpetual.ledger.rebuild;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.perpetual.kit.audit.Auditor;
import dev.perpetual.ledger.rebuild.Projection.Difference;
import dev.perpetual.ledger.wire.JsonLines;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.StreamingOutput;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Rebuilds the tables from the journal over HTTP, and tells every row that was not as it must be. */
@Path("/v1/rebuild")
@RunOnVirtualThread
public class RebuildResource {

    private final RebuildProjections projections;
    private final Auditor auditor;
    private final JsonLines lines;

    RebuildResource(RebuildProjections projections, Auditor auditor, JsonLines lines) {
        this.projections = projections;
        this.auditor = auditor;
        this.lines = lines;
    }

    /** One row that was changed. @param before absent when it was missing @param after absent when it had to go */
    @JsonInclude(Include.NON_NULL)
    public record Changed(
            String table,
            @JsonRawValue @Nullable String before,
            @JsonRawValue @Nullable String after) {}

    /** The last line of the report. */
    public record Summary(long changed, long skus, long holds, long millis) {}

    @POST
    @Produces("application/x-ndjson")
    @RolesAllowed("admin")
    @Operation(
            summary = "JSON lines: every row that changed, {table, before, after}; the last line is {changed, skus,"
                    + " holds, millis}. Levels that changed are published again")
    public StreamingOutput rebuild() {
        return output -> {
            var started = System.nanoTime();
            var changed = new AtomicLong();
            var counts = projections.rebuild(difference -> {
                changed.incrementAndGet();
                lines.write(output, line(difference));
            });
            if (changed.get() > 0) {
                auditor.publishAgainSoon();
            }
            var millis = (System.nanoTime() - started) / 1_000_000;
            lines.write(output, new Summary(changed.get(), counts.skus(), counts.holds(), millis));
        };
    }

    private static Changed line(Difference difference) {
        return new Changed(difference.table(), difference.before(), difference.after());
    }
}
