package dev.perpetual.ledger.documents;

import dev.perpetual.kit.access.Caller;
import dev.perpetual.kit.database.Database;
import dev.perpetual.kit.paging.Page;
import dev.perpetual.kit.problems.Expect;
import dev.perpetual.kit.problems.Problems;
import dev.perpetual.ledger.documents.DocumentBodies.StepBody;
import dev.perpetual.ledger.documents.DocumentBodies.TransferBody;
import dev.perpetual.ledger.documents.DocumentList.Wanted;
import dev.perpetual.ledger.domain.Document;
import dev.perpetual.ledger.domain.Document.Kind;
import dev.perpetual.ledger.domain.Document.State;
import dev.perpetual.ledger.domain.DocumentCommand.MoveDocument.Step;
import dev.perpetual.ledger.domain.DocumentCommand.OpenDocument;
import dev.perpetual.ledger.domain.DocumentUnits.Part;
import dev.perpetual.ledger.domain.LocationId;
import dev.perpetual.ledger.wire.ReadIds;
import dev.perpetual.ledger.wire.Times;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Stock on its way between our locations over HTTP. */
@Path("/v1/transfers")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class TransfersResource {

    private final ChangeDocument change;
    private final DocumentList documents;
    private final Database database;
    private final Caller caller;
    private final Duration transitMax;

    TransfersResource(
            ChangeDocument change,
            DocumentList documents,
            Database database,
            Caller caller,
            @ConfigProperty(name = "perpetual.transfers.transit-max", defaultValue = "7d") Duration transitMax) {
        this.change = change;
        this.documents = documents;
        this.database = database;
        this.caller = caller;
        this.transitMax = transitMax;
    }

    @POST
    @RolesAllowed("stock:write")
    @Operation(
            summary = "Ask for a transfer; with hold, its stock is promised to it at once or the transfer is refused")
    public Response request(TransferBody body) {
        var asked = Expect.present("body", body);
        var id = ReadIds.reference("id", asked.id());
        var from = ReadLines.location("from", asked.from());
        var to = ReadLines.location("to", asked.to());
        var hold = Boolean.TRUE.equals(asked.hold());
        caller.mustActFor("location", hold ? from.id() : to.id());
        var via = asked.via() == null
                ? database.inTransaction(TransfersResource::firstTransit)
                : ReadLines.location("via", asked.via());
        var now = Times.now();
        var head = new Document(
                new Document.Id(Kind.TRANSFER, id),
                State.OPEN,
                0,
                null,
                from,
                via,
                to,
                null,
                0,
                ReadLines.time("expectedAt", asked.expectedAt()),
                now,
                caller.name(),
                List.of());
        var lines = new ReadLines(database, true, Set.of(Part.QUANTITY)).read(asked.lines());
        return change.open(new OpenDocument(head, lines, List.of(), hold, false, now), body);
    }

    private static LocationId firstTransit(Connection connection) throws SQLException {
        try (var select =
                connection.prepareStatement("SELECT id FROM location WHERE kind = 'TRANSIT' ORDER BY id LIMIT 1")) {
            var rows = select.executeQuery();
            if (rows.next()) {
                return new LocationId(rows.getString(1));
            }
        }
        throw Problems.unprocessable("not-a-transit", "Expected a location of kind TRANSIT, but there is none");
    }

    @POST
    @Path("{transfer: .+}/ship")
    @RolesAllowed("stock:write")
    @Operation(summary = "Units leave; without lines all that is open. Refused where they are not there")
    public DocumentAnswer ship(String transfer, StepBody body) {
        var known = change.find(Kind.TRANSFER, transfer);
        caller.mustActFor("location", String.valueOf(known.from()));
        var asked = Expect.present("body", body);
        var arrival = ReadLines.time("expectedAt", asked.expectedAt());
        if (arrival == null && known.expectedAt() == null) {
            arrival = ReadLines.occurredAt(asked.occurredAt(), Times.now()).plus(transitMax);
        }
        return change.move(known, Step.SHIP, body, false, List.of(Document.holdOf(known.id())), arrival, Part.QUANTITY);
    }

    @POST
    @Path("{transfer: .+}/receive")
    @RolesAllowed("stock:write")
    @Operation(summary = "Units came, good or damaged, here or at another location; what is missing stays in transit")
    public DocumentAnswer receive(String transfer, StepBody body) {
        var known = change.find(Kind.TRANSFER, transfer);
        var asked = Expect.present("body", body);
        var lines = Expect.present("lines", asked.lines());
        if (lines.stream().anyMatch(line -> line == null || line.location() == null)) {
            caller.mustActFor("location", known.to().id());
        }
        return change.move(known, Step.RECEIVE, body, true, List.of(), null, Part.GOOD, Part.DAMAGED, Part.MISSING);
    }

    @POST
    @Path("{transfer: .+}/write-off")
    @RolesAllowed("stock:write")
    @Operation(summary = "Decide that units in transit are lost, and why")
    public DocumentAnswer writeOff(String transfer, StepBody body) {
        var known = change.find(Kind.TRANSFER, transfer);
        caller.mustActFor("location", String.valueOf(known.from()));
        return change.move(known, Step.WRITE_OFF, body, true, List.of(), null, Part.QUANTITY);
    }

    @POST
    @Path("{transfer: .+}/close")
    @RolesAllowed("stock:write")
    @Operation(summary = "Cancel what has not left, and give up its hold; without lines all of it")
    public DocumentAnswer close(String transfer, StepBody body) {
        var known = change.find(Kind.TRANSFER, transfer);
        caller.mustActFor("location", String.valueOf(known.from()));
        return change.move(known, Step.CLOSE, body, false, List.of(Document.holdOf(known.id())), null, Part.QUANTITY);
    }

    @GET
    @Path("{transfer: .+}")
    @RolesAllowed("stock:read")
    @Operation(summary = "One transfer")
    public DocumentAnswer get(String transfer) {
        return change.get(Kind.TRANSFER, transfer);
    }

    @GET
    @RolesAllowed("stock:read")
    @Operation(summary = "Transfers, oldest first; late are those that should have arrived")
    public Page<DocumentAnswer> list(@BeanParam Wanted wanted) {
        return documents.page(Kind.TRANSFER, wanted);
    }
}
