package dev.perpetual.ledger.seal;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.perpetual.kit.database.Database;
import dev.perpetual.kit.paging.Cursor;
import dev.perpetual.kit.problems.Problems;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** The seals over HTTP: keep the head somewhere else, and compare it later. */
@Path("/v1/seals")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class SealsResource {

    private static final int SEALS_PER_PAGE = 200;

    private final Database database;

    SealsResource(Database database) {
        this.database = database;
    }

    /**
     * @param head the newest seal; none before anything is sealed
     * @param next the cursor of the page behind this one; none on the last
     */
    @JsonInclude(Include.NON_NULL)
    public record Chain(
            @Nullable Seal head, List<Seal> items, @Nullable String next) {}

    @GET
    @RolesAllowed({"operate", "stock:read"})
    @Operation(summary = "The newest seal of the journal, and all ranges, newest first")
    public Chain seals(@QueryParam("cursor") @Nullable String cursor) {
        var below = cursor == null ? Long.MAX_VALUE : number(cursor);
        return database.inTransaction(connection -> {
            var items = Seals.page(connection, below, SEALS_PER_PAGE);
            return new Chain(
                    Seals.head(connection).orElse(null),
                    items,
                    items.size() < SEALS_PER_PAGE
                            ? null
                            : Cursor.of(Long.toString(items.getLast().number())));
        });
    }

    private static long number(String cursor) {
        try {
            return Long.parseLong(Cursor.read(cursor, 1).getFirst());
        } catch (NumberFormatException wrong) {
            throw Problems.invalid("cursor", "Expected a cursor that an earlier page gave, but got another text");
        }
    }
}
