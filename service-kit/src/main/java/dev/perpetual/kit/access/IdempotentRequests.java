package dev.perpetual.kit.access;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.perpetual.kit.database.Database;
import dev.perpetual.kit.problems.Expect;
import dev.perpetual.kit.problems.Problems;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** Does what {@link Idempotent} says. */
@Idempotent
@Provider
public class IdempotentRequests implements ContainerRequestFilter, ContainerResponseFilter {

    private static final String HEADER = "Idempotency-Key";
    private static final String PENDING = IdempotentRequests.class.getName();

    private final Database database;
    private final Caller caller;
    private final ObjectMapper json;

    IdempotentRequests(Database database, Caller caller, ObjectMapper json) {
        this.database = database;
        this.caller = caller;
        this.json = json;
    }

    private record Pending(String caller, String key, String hash) {}

    @Override
    public void filter(ContainerRequestContext request) throws IOException {
        var key = request.getHeaderString(HEADER);
        if (key == null) {
            throw Problems.badRequest(
                    "idempotency-key-missing", "Expected header Idempotency-Key on every write, but got none");
        }
        Expect.text(HEADER, key, 200);
        var content = new ByteArrayOutputStream();
        content.write((request.getMethod() + " "
                        + request.getUriInfo().getRequestUri().getRawPath() + "\n")
                .getBytes(java.nio.charset.StandardCharsets.UTF_8));
        var body = request.getEntityStream().readAllBytes();
        content.write(body);
        request.setEntityStream(new ByteArrayInputStream(body));
        var pending = new Pending(caller.name(), key, Idempotency.hash(content.toByteArray()));
        var first = database.inTransaction(
                connection -> Idempotency.find(connection, pending.caller(), key, pending.hash()));
        if (first.isPresent()) {
            request.abortWith(Response.status(first.get().status())
                    .type(MediaType.APPLICATION_JSON)
                    .header("Idempotent-Replayed", "true")
                    .entity(first.get().body())
                    .build());
            return;
        }
        request.setProperty(PENDING, pending);
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response)
            throws JsonProcessingException {
        if (!(request.getProperty(PENDING) instanceof Pending pending) || response.getStatus() >= 400) {
            return; // Nothing was applied: the same key may try again.
        }
        var body = response.hasEntity() ? json.writeValueAsString(response.getEntity()) : "";
        database.inTransaction(connection -> {
            Idempotency.store(connection, pending.caller(), pending.key(), pending.hash(), response.getStatus(), body);
            return null;
        });
    }
}
