package dev.perpetual.ledger.stock;

import dev.perpetual.kit.database.DatabaseFailed;
import dev.perpetual.kit.problems.Problems;
import dev.perpetual.ledger.commit.CommitLoop.Busy;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.Objects;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** An answer that cannot be given now is never guessed: 503, and the same command may be sent again. */
class Unavailable {

    private static final Logger LOG = Logger.getLogger(Unavailable.class);
    private static final String RETRY_SECONDS = "1";

    @ServerExceptionMapper
    Response busy(Busy busy) {
        return unavailable("busy", Objects.requireNonNull(busy.getMessage()));
    }

    @ServerExceptionMapper
    Response outage(DatabaseFailed failure) {
        LOG.warnf("Expected the database to answer, but %s", failure.getMessage());
        if (failure.isAboutTheData()) {
            return Problems.of(500, "internal-error", "Expected to store it, but could not", Map.of())
                    .toResponse();
        }
        return unavailable(
                "database-unavailable",
                "Expected the database to answer, but it did not; whether the command was recorded is found out by"
                        + " sending it again with the same id");
    }

    private static Response unavailable(String type, String detail) {
        return Response.fromResponse(Problems.of(503, type, detail, Map.of()).toResponse())
                .header(HttpHeaders.RETRY_AFTER, RETRY_SECONDS)
                .build();
    }
}
