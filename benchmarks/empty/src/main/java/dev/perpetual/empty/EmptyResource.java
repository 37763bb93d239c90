package dev.perpetual.empty;

import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** Answers with nothing, from the event loop as the ledger's busy endpoints do. */
@Path("/empty")
@NonBlocking
public class EmptyResource {

    /** An answer of length 0. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public String empty() {
        return "";
    }
}
