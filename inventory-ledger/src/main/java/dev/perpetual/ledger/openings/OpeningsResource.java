package dev.perpetual.ledger.openings;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.perpetual.kit.database.Database;
import dev.perpetual.kit.problems.Expect;
import dev.perpetual.kit.problems.Problems;
import dev.perpetual.ledger.domain.Ids;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Opening balances over HTTP: imported, and compared with their source. */
@Path("/v1")
@RunOnVirtualThread
public class OpeningsResource {

    private static final int ID_LENGTH_MAX = 100;

    private final Database database;
    private final ImportOpenings imports;
    private final CompareOpenings compare;
    private final ObjectMapper json;

    OpeningsResource(Database database, ImportOpenings imports, CompareOpenings compare, ObjectMapper json) {
        this.database = database;
        this.imports = imports;
        this.compare = compare;
        this.json = json;
    }

    @POST
    @Path("openings:import")
    @Consumes({"text/csv", "application/x-ndjson", "application/jsonl"})
    @Produces(MediaType.APPLICATION_JSON)
    @RolesAllowed("stock:write")
    @Operation(
            summary = "Record opening balances from CSV or JSON lines; every row is reported. The Idempotency-Key names"
                    + " the import: what it brought already is not recorded again")
    public ImportOpenings.OpeningReport importAll(
            @HeaderParam(HttpHeaders.CONTENT_TYPE) @Nullable String type,
            @HeaderParam("Idempotency-Key") @Nullable String key,
            InputStream body) {
        if (key == null) {
            throw Problems.badRequest(
                    "idempotency-key-missing", "Expected header Idempotency-Key on every write, but got none");
        }
        var id = Expect.text("Idempotency-Key", key, ID_LENGTH_MAX);
        if (!Ids.isReference(id)) {
            throw Problems.invalid(
                    "Idempotency-Key",
                    "Expected letters, digits, inner spaces and . _ : @ / + # - only, but got " + id);
        }
        return imports.read(id, type, body);
    }

    @GET
    @Path("openings/{opening: .+}/equality")
    @Produces("application/x-ndjson")
    @RolesAllowed("stock:read")
    @Operation(
            summary =
                    "JSON lines: every figure of the source beside the ledger's when the import was done (only=differences:"
                            + " those that are not equal); the last line is {clean, rows, equal, …}")
    public StreamingOutput equality(String opening, @QueryParam("only") @Nullable String only) {
        if (only != null && !only.equals("differences")) {
            throw Problems.invalid("only", "Expected differences, but got " + Expect.text("only", only, 50));
        }
        var found = Ids.isReference(opening)
                ? database.inTransaction(connection -> Openings.find(connection, opening))
                : Optional.<Openings.Head>empty();
        var head = found.orElseThrow(() -> Problems.notFound(
                "unknown-opening", "Expected a known import of opening balances, but got another id"));
        return output -> {
            var lines = new BufferedOutputStream(output);
            var equality = compare.compare(head, each -> {
                if (only == null || each.difference() != 0) {
                    write(lines, each);
                }
            });
            write(lines, equality);
            lines.flush();
        };
    }

    private void write(OutputStream output, Object line) {
        try {
            output.write(json.writeValueAsBytes(line));
            output.write('\n');
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }
}
