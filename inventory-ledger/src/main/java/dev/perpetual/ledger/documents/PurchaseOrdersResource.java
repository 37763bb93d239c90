package dev.perpetual.ledger.documents;

import dev.perpetual.kit.access.Caller;
import dev.perpetual.kit.database.Database;
import dev.perpetual.kit.paging.Page;
import dev.perpetual.kit.problems.Expect;
import dev.perpetual.kit.problems.Problems;
import dev.perpetual.ledger.documents.DocumentBodies.AnnouncementBody;
import dev.perpetual.ledger.documents.DocumentBodies.PurchaseOrderBody;
import dev.perpetual.ledger.documents.DocumentBodies.StepBody;
import dev.perpetual.ledger.documents.DocumentList.Wanted;
import dev.perpetual.ledger.domain.Cause;
import dev.perpetual.ledger.domain.Document;
import dev.perpetual.ledger.domain.Document.Kind;
import dev.perpetual.ledger.domain.Document.State;
import dev.perpetual.ledger.domain.DocumentCommand.MoveDocument.Step;
import dev.perpetual.ledger.domain.DocumentCommand.OpenDocument;
import dev.perpetual.ledger.domain.DocumentUnits.Part;
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
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** What is on order over HTTP: placed, announced, closed. */
@Path("/v1/purchase-orders")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class PurchaseOrdersResource {

    private static final int PERCENT_MAX = 100;

    private final ChangeDocument change;
    private final DocumentList documents;
    private final Database database;
    private final Caller caller;
    private final int tolerancePercent;

    PurchaseOrdersResource(
            ChangeDocument change,
            DocumentList documents,
            Database database,
            Caller caller,
            @ConfigProperty(name = "perpetual.receiving.tolerance-percent", defaultValue = "5") int tolerancePercent) {
        this.change = change;
        this.documents = documents;
        this.database = database;
        this.caller = caller;
        this.tolerancePercent = tolerancePercent;
    }

    @POST
    @RolesAllowed("stock:write")
    @Operation(summary = "Order from a supplier: the units are expected at once, and never sellable")
    public Response place(PurchaseOrderBody body) {
        var asked = Expect.present("body", body);
        var to = ReadLines.location("to", asked.to());
        caller.mustActFor("location", to.id());
        var now = Times.now();
        var head = new Document(
                new Document.Id(Kind.PURCHASE_ORDER, ReadIds.reference("id", asked.id())),
                State.OPEN,
                0,
                ReadIds.reference("supplier", asked.supplier()),
                null,
                null,
                to,
                null,
                asked.tolerancePercent() == null
                        ? tolerancePercent
                        : (int) Expect.between("tolerancePercent", 0, PERCENT_MAX, asked.tolerancePercent()),
                ReadLines.time("expectedAt", asked.expectedAt()),
                now,
                caller.name(),
                List.of());
        var lines = new ReadLines(database, true, Set.of(Part.QUANTITY)).read(asked.lines());
        return change.open(new OpenDocument(head, lines, List.of(), false, false, now), body);
    }

    @POST
    @Path("{order: .+}/announce")
    @RolesAllowed("stock:write")
    @Operation(summary = "The supplier says what is on its way: quantities, lots, expiry, arrival")
    public Response announce(String order, AnnouncementBody body) {
        var asked = Expect.present("body", body);
        var known = change.find(Kind.PURCHASE_ORDER, order);
        caller.mustActFor("supplier", String.valueOf(known.partner()));
        var now = Times.now();
        var head = new Document(
                new Document.Id(Kind.ANNOUNCEMENT, ReadIds.reference("id", asked.id())),
                State.OPEN,
                0,
                known.partner(),
                null,
                null,
                known.to(),
                new Cause(Kind.PURCHASE_ORDER.code(), order, null),
                0,
                asked.arrivesAt() == null ? known.expectedAt() : ReadLines.time("arrivesAt", asked.arrivesAt()),
                now,
                caller.name(),
                List.of());
        var lines = new ReadLines(database, false, Set.of(Part.QUANTITY)).read(asked.lines());
        return change.open(new OpenDocument(head, lines, List.of(known.id()), false, false, now), body);
    }

    @POST
    @Path("{order: .+}/close")
    @RolesAllowed("stock:write")
    @Operation(summary = "Cancel or close short: what has not come is expected no more; without lines all of it")
    public DocumentAnswer close(String order, StepBody body) {
        var known = change.find(Kind.PURCHASE_ORDER, order);
        caller.mustActFor("location", known.to().id());
        return change.move(known, Step.CLOSE, body, false, List.of(), null, Part.QUANTITY);
    }

    @POST
    @Path("{order: .+}/announcements/{announcement: .+}/close")
    @RolesAllowed("stock:write")
    @Operation(summary = "What was announced will not come so: the order awaits it again; without lines all of it")
    public DocumentAnswer closeAnnouncement(String order, String announcement, StepBody body) {
        var known = change.find(Kind.ANNOUNCEMENT, announcement);
        var about = known.about();
        if (about == null || !about.id().equals(order)) {
            throw Problems.notFound(
                    "unknown-document", "Expected an announcement of the purchase order, but got one of another");
        }
        caller.mustActFor("location", known.to().id());
        return change.move(known, Step.CLOSE, body, false, List.of(), null, Part.QUANTITY);
    }

    @GET
    @Path("{order: .+}/announcements")
    @RolesAllowed("stock:read")
    @Operation(summary = "What the supplier announced for an order")
    public Page<DocumentAnswer> announcements(String order, @BeanParam Wanted wanted) {
        if (wanted.about != null && !wanted.about.equals(order)) {
            throw Problems.invalid("about", "Expected no other order than that of the path, but got one");
        }
        wanted.about = change.find(Kind.PURCHASE_ORDER, order).id().id();
        return documents.page(Kind.ANNOUNCEMENT, wanted);
    }

    @GET
    @Path("{order: .+}")
    @RolesAllowed("stock:read")
    @Operation(summary = "One purchase order")
    public DocumentAnswer get(String order) {
        return change.get(Kind.PURCHASE_ORDER, order);
    }

    @GET
    @RolesAllowed("stock:read")
    @Operation(summary = "Purchase orders, oldest first; late is past the expected date")
    public Page<DocumentAnswer> list(@BeanParam Wanted wanted) {
        return documents.page(Kind.PURCHASE_ORDER, wanted);
    }
}
