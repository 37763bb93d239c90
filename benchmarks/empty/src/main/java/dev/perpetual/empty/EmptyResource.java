package dev.perpetual.empty;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** Answers with nothing, on a virtual thread as the services' endpoints do. */
@Path("/empty")
@RunOnVirtualThread
public class EmptyResource {

    /** An answer of length 0. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public String empty() {
        return "";
    }
}
