package dev.perpetual.supplier.runs;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perpetual.kit.access.Caller;
import dev.perpetual.kit.access.Idempotency;
import dev.perpetual.kit.problems.Expect;
import dev.perpetual.kit.problems.Problems;
import dev.perpetual.supplier.domain.AsOfRules;
import dev.perpetual.supplier.domain.FeedId;
import dev.perpetual.supplier.domain.RunState;
import dev.perpetual.supplier.domain.Text;
import dev.perpetual.supplier.feeds.SuppliersResource;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.multipart.FileUpload;
import org.jspecify.annotations.Nullable;

/** Files by HTTP, as a form or as the body itself. */
@Path("/v1/suppliers/{supplier}/feeds/{feed}/runs")
@RunOnVirtualThread
public class FeedRunsResource {

    private static final int KEY_MAX = 200;

    private final ReceiveFile receiveFile;
    private final Caller caller;

    FeedRunsResource(ReceiveFile receiveFile, Caller caller) {
        this.receiveFile = receiveFile;
        this.caller = caller;
    }

    /** What an upload says beside its content. */
    private record Request(
            FeedId feed,
            boolean dryRun,
            @Nullable Instant asOf,
            @Nullable String key) {}

    @POST
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @RolesAllowed("feeds:write")
    @Operation(summary = "Take in a file; dryRun=true only shows what it would change")
    @APIResponse(
            responseCode = "202",
            content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = Run.class)))
    public Response upload(
            String supplier,
            String feed,
            @QueryParam("dryRun") boolean dryRun,
            @QueryParam("asOf") @Nullable String asOf,
            @HeaderParam("Idempotency-Key") @Nullable String key,
            @RestForm("file") @Nullable FileUpload file)
            throws IOException {
        var request = request(supplier, feed, dryRun, asOf, key);
        var upload = Expect.present("file", file);
        return receive(request, upload.uploadedFile(), String.valueOf(upload.fileName()));
    }

    @POST
    @Consumes("text/csv")
    @RolesAllowed("feeds:write")
    @Operation(summary = "Take in a file; dryRun=true only shows what it would change")
    @APIResponse(
            responseCode = "202",
            content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = Run.class)))
    public Response post(
            String supplier,
            String feed,
            @QueryParam("dryRun") boolean dryRun,
            @QueryParam("asOf") @Nullable String asOf,
            @HeaderParam("Idempotency-Key") @Nullable String key,
            InputStream body)
            throws IOException {
        var request = request(supplier, feed, dryRun, asOf, key);
        var file = Files.createTempFile("perpetual-upload-", ".csv");
        try {
            try (var out = Files.newOutputStream(file)) {
                body.transferTo(out);
            }
            return receive(request, file, "body.csv");
        } catch (IOException cut) {
            throw Problems.badRequest("incomplete-body", "Expected the whole body, but got: " + cut.getMessage());
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private Request request(String supplier, String feed, boolean dryRun, @Nullable String asOf, @Nullable String key) {
        caller.mustActFor("supplier", supplier);
        var moment = asOf == null ? null : Expect.time("asOf", asOf).truncatedTo(ChronoUnit.MICROS);
        if (moment != null && AsOfRules.isAhead(moment, Instant.now())) {
            throw Problems.invalid("asOf", "Expected asOf not after now, but got " + moment);
        }
        return new Request(
                SuppliersResource.feedId(supplier, feed),
                dryRun,
                moment,
                key == null ? null : Expect.text("Idempotency-Key", key, KEY_MAX));
    }

    private Response receive(Request request, java.nio.file.Path content, String fileName) throws IOException {
        var now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        var arrival = new Arrival(
                runId(request.key()),
                request.feed(),
                Arrival.CameBy.UPLOAD,
                content,
                Text.shown(fileName),
                Files.size(content),
                Arrival.checksumOf(content),
                request.asOf(),
                now,
                now,
                caller.name(),
                request.dryRun());
        return answer(request, arrival, receiveFile.receive(arrival));
    }

    /** The same caller and key are the same run, for as long as runs are kept. */
    private UUID runId(@Nullable String key) {
        return key == null ? UUID.randomUUID() : UUID.nameUUIDFromBytes((caller.name() + "\n" + key).getBytes(UTF_8));
    }

    private static Response answer(Request request, Arrival arrival, Run run) {
        var previewed = run.state().equals(RunState.PREVIEWED.word());
        // Nobody could read it: a dry run of it would have ended the same way.
        var wasDry = run.problem() != null ? request.dryRun() : previewed;
        var asked = "%s %s %s".formatted(request.feed(), arrival.checksum(), request.dryRun());
        var had = "%s/%s %s %s".formatted(run.supplier(), run.feed(), run.checksum(), wasDry);
        if (request.key() != null && !had.equals(asked)) {
            throw Idempotency.reused(request.key(), Idempotency.hash(had), Idempotency.hash(asked));
        }
        var problem = run.problem();
        if (problem != null) {
            throw Problems.of(
                    422,
                    problem.type(),
                    problem.detail(),
                    Map.of("run", run.id(), "expected", problem.expected(), "got", problem.got()));
        }
        return Response.status(previewed ? 200 : 202)
                .location(URI.create("/v1/runs/" + run.id()))
                .entity(run)
                .build();
    }
}
