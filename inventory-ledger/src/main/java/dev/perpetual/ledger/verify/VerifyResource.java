package dev.perpetual.ledger.verify;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.perpetual.kit.audit.AuditReport;
import dev.perpetual.kit.audit.Auditor;
import dev.perpetual.kit.database.Database;
import dev.perpetual.kit.problems.Expect;
import dev.perpetual.ledger.wire.JsonLines;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The ledger proves itself, while traffic runs: each pass looks at a snapshot of its own. */
@Path("/v1/verify")
@RunOnVirtualThread
public class VerifyResource {

    private static final Duration PROGRESS_EVERY = Duration.ofSeconds(10);

    private final Database database;
    private final Auditor auditor;
    private final JsonLines lines;

    VerifyResource(Database database, Auditor auditor, JsonLines lines) {
        this.database = database;
        this.auditor = auditor;
        this.lines = lines;
    }

    /** One line of the report. @param wrong how many rows break it */
    @JsonInclude(Include.NON_NULL)
    public record Line(
            String check,
            boolean ok,
            long rows,
            long wrong,
            @Nullable String firstWrong,
            long millis) {}

    /** A line while a pass takes long. @param millis for how long it has been running */
    public record Progress(String running, long millis) {}

    /** The last line of the report. */
    public record Verdict(boolean clean, int checks) {}

    @POST
    @Produces("application/x-ndjson")
    @RolesAllowed({"operate", "stock:read"})
    @Operation(
            summary =
                    "JSON lines: one per check, naming the first wrong row, and at least every ten seconds {running, millis};"
                            + " the last line is {clean, checks}")
    public StreamingOutput verify(
            @QueryParam("topics") @Schema(type = SchemaType.BOOLEAN, defaultValue = "true") @Nullable String asked) {
        var topics = Expect.truth("topics", asked, true);
        return output -> {
            var clean = tables(output);
            var checks = Checks.ALL.size();
            if (topics) {
                for (var report : told(output, "topics", () -> auditor.audit(false))) {
                    clean &= report.clean();
                    checks++;
                    lines.write(output, line(report));
                }
            }
            lines.write(output, new Verdict(clean, checks));
        };
    }

    private boolean tables(OutputStream output) {
        var clean = true;
        for (var pass : Checks.ALL) {
            var started = System.nanoTime();
            var found = told(output, pass.name(), () -> pass.run(database));
            var millis = (System.nanoTime() - started) / 1_000_000;
            clean &= found.wrong() == 0;
            lines.write(
                    output,
                    new Line(pass.name(), found.wrong() == 0, found.rows(), found.wrong(), found.firstWrong(), millis));
        }
        return clean;
    }

    private <T> T told(OutputStream output, String running, Callable<T> work) {
        var started = System.nanoTime();
        return Heartbeat.during(
                work,
                PROGRESS_EVERY,
                () -> lines.write(output, new Progress(running, (System.nanoTime() - started) / 1_000_000)));
    }

    private static Line line(AuditReport report) {
        return new Line(
                "topic " + report.topic() + " = what was recorded",
                report.clean(),
                report.recorded(),
                report.missing() + report.foreign() + report.different() + report.disordered(),
                report.examples().isEmpty() ? null : report.examples().getFirst(),
                0);
    }
}
