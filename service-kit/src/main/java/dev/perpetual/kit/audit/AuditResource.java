package dev.perpetual.kit.audit;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The auditor over HTTP. */
@Path("/v1/audit")
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
    public Audit audit(@QueryParam("republish") boolean republish) {
        var reports = auditor.audit(republish);
        return new Audit(reports.stream().allMatch(AuditReport::clean), reports);
    }
}
