package dev.perpetual.kit.audit;

import dev.perpetual.kit.problems.Expect;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The auditor over HTTP. */
@Path("/v1/audit")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@RolesAllowed("operate")
public class AuditResource {

    private final Auditor auditor;

    AuditResource(Auditor auditor) {
        this.auditor = auditor;
    }

    /** @param clean whether every topic tells what was recorded */
    public record Audit(boolean clean, List<AuditReport> topics) {}

    @POST
    @Operation(
            summary = "Compare what was recorded with what is on the topics; optionally publish again what is missing")
    public Audit audit(@QueryParam("republish") @Schema(type = SchemaType.BOOLEAN) @Nullable String republish) {
        var reports = auditor.audit(Expect.truth("republish", republish, false));
        return new Audit(reports.stream().allMatch(AuditReport::clean), reports);
    }
}
