package dev.perpetual.ledger.documents;

import dev.perpetual.kit.access.Caller;
import dev.perpetual.kit.database.Database;
import dev.perpetual.kit.paging.Page;
import dev.perpetual.kit.problems.Expect;
import dev.perpetual.kit.problems.Problems;
import dev.perpetual.ledger.commit.Holds;
import dev.perpetual.ledger.documents.DocumentBodies.ReturnBody;
import dev.perpetual.ledger.documents.DocumentBodies.StepBody;
import dev.perpetual.ledger.documents.DocumentList.Wanted;
import dev.perpetual.ledger.domain.Cause;
import dev.perpetual.ledger.domain.Document;
import dev.perpetual.ledger.domain.Document.Kind;
import dev.perpetual.ledger.domain.Document.State;
import dev.perpetual.ledger.domain.DocumentCommand.MoveDocument.Step;
import dev.perpetual.ledger.domain.DocumentCommand.OpenDocument;
import dev.perpetual.ledger.domain.DocumentUnits;
import dev.perpetual.ledger.domain.DocumentUnits.Part;
import dev.perpetual.ledger.domain.HoldId;
import dev.perpetual.ledger.wire.ReadIds;
import dev.perpetual.ledger.wire.Times;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Goods that come back over HTTP: custody and disposition. Money is somebody else's. */
@Path("/v1/returns")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class ReturnsResource {

    private final ChangeDocument change;
    private final DocumentList documents;
    private final Database database;
    private final Caller caller;

    ReturnsResource(ChangeDocument change, DocumentList documents, Database database, Caller caller) {
        this.change = change;
        this.documents = documents;
        this.database = database;
        this.caller = caller;
    }

    @POST
    @RolesAllowed("stock:write")
    @Operation(summary = "A return of an order's or a hold's goods; without lines nothing was authorised")
    public Response authorise(ReturnBody body) {
        var asked = Expect.present("body", body);
        var id = ReadIds.reference("id", asked.id());
        var to = ReadLines.location("location", asked.location());
        caller.mustActFor("location", to.id());
        var now = Times.now();
        var head = new Document(
                new Document.Id(Kind.RETURN, id),
                State.OPEN,
                0,
                null,
                null,
                null,
                to,
                about(asked),
                0,
                ReadLines.time("expectedAt", asked.expectedAt()),
                now,
                caller.name(),
                List.of());
        var lines = asked.lines() == null
                ? List.<DocumentUnits>of()
                : new ReadLines(database, true, Set.of(Part.QUANTITY)).read(asked.lines());
        return change.open(new OpenDocument(head, lines, List.of(), false, false, now), body);
    }

    /** A hold of an order stands for its order, so that both names of one sale have one bound. */
    private @Nullable Cause about(ReturnBody asked) {
        if (asked.order() != null) {
            return new Cause("order", ReadIds.reference("order", asked.order()), null);
        }
        if (asked.hold() == null) {
            return null;
        }
        var id = new HoldId(ReadIds.reference("hold", asked.hold()));
        var hold = database.inTransaction(connection -> Holds.load(connection, List.of(id)))
                .get(id);
        if (hold == null) {
            throw Problems.unprocessable("unknown-hold", "Expected a known hold, but got " + id);
        }
        return hold.owner().type().equals("order")
                ? new Cause("order", hold.owner().id(), null)
                : new Cause("hold", id.id(), null);
    }

    @POST
    @Path("{return: .+}/receive")
    @RolesAllowed("stock:write")
    @Operation(summary = "Goods came back: into inspection, or into quarantine when they are another item than sold")
    public DocumentAnswer receive(@PathParam("return") String returned, StepBody body) {
        var known = mine(returned);
        var about = known.about();
        return change.move(
                known,
                Step.RECEIVE,
                body,
                lines -> about == null
                        ? lines
                        : database.inTransaction(
                                connection -> SoldAt.costed(connection, known, about, holds(known), lines)),
                Part.QUANTITY);
    }

    @POST
    @Path("{return: .+}/dispose")
    @RolesAllowed("stock:write")
    @Operation(summary = "Restock (no more than was shipped), refurbish, block, write off, or send to the supplier")
    public DocumentAnswer dispose(@PathParam("return") String returned, StepBody body) {
        var known = mine(returned);
        return change.move(
                known,
                Step.DISPOSE,
                body,
                true,
                holds(known),
                null,
                Part.RESTOCK,
                Part.REFURBISH,
                Part.BLOCK,
                Part.WRITE_OFF,
                Part.SUPPLIER);
    }

    private List<HoldId> holds(Document known) {
        var about = known.about();
        if (about == null) {
            return List.of();
        }
        if (about.type().equals("hold")) {
            return List.of(new HoldId(about.id()));
        }
        return database.inTransaction(connection -> holdsOf(connection, about));
    }

    private static List<HoldId> holdsOf(Connection connection, Cause order) throws SQLException {
        try (var select =
                connection.prepareStatement("SELECT id FROM hold WHERE owner_id = ? AND owner_type = ? ORDER BY id")) {
            select.setString(1, order.id());
            select.setString(2, order.type());
            var rows = select.executeQuery();
            var ids = new ArrayList<HoldId>();
            while (rows.next()) {
                ids.add(new HoldId(rows.getString(1)));
            }
            return ids;
        }
    }

    @POST
    @Path("{return: .+}/close")
    @RolesAllowed("stock:write")
    @Operation(summary = "What was authorised and has not come is awaited no more; without lines all of it")
    public DocumentAnswer close(@PathParam("return") String returned, StepBody body) {
        return change.move(mine(returned), Step.CLOSE, body, false, List.of(), null, Part.QUANTITY);
    }

    private Document mine(String returned) {
        var known = change.find(Kind.RETURN, returned);
        caller.mustActFor("location", known.to().id());
        return known;
    }

    @GET
    @Path("{return: .+}")
    @RolesAllowed("stock:read")
    @Operation(summary = "One return")
    public DocumentAnswer get(@PathParam("return") String returned) {
        return change.get(Kind.RETURN, returned);
    }

    @GET
    @RolesAllowed("stock:read")
    @Operation(summary = "Returns, oldest first; flag=wrong-item is what somebody has to look at")
    public Page<DocumentAnswer> list(@BeanParam Wanted wanted) {
        return documents.page(Kind.RETURN, wanted);
    }
}
