package dev.perpetual.ledger.documents;

import dev.perpetual.kit.access.Caller;
import dev.perpetual.kit.database.Database;
import dev.perpetual.kit.paging.Page;
import dev.perpetual.kit.problems.Expect;
import dev.perpetual.kit.problems.Problems;
import dev.perpetual.ledger.commit.Documents;
import dev.perpetual.ledger.documents.DocumentBodies.ReceiptBody;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Goods at the dock over HTTP. They are here, so they are recorded; a count that looks wrong is parked. */
@Path("/v1/receipts")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class ReceiptsResource {

    private final ChangeDocument change;
    private final DocumentList documents;
    private final Database database;
    private final Caller caller;

    ReceiptsResource(ChangeDocument change, DocumentList documents, Database database, Caller caller) {
        this.change = change;
        this.documents = documents;
        this.database = database;
        this.caller = caller;
    }

    @POST
    @RolesAllowed("stock:write")
    @Operation(summary = "Goods came, against a purchase order or blind; in parts, good, damaged or to be inspected")
    public Response receive(ReceiptBody body) {
        var asked = Expect.present("body", body);
        var id = ReadIds.reference("id", asked.id());
        var order = asked.purchaseOrder() == null
                ? null
                : known("purchaseOrder", Kind.PURCHASE_ORDER, asked.purchaseOrder());
        var follows = new ArrayList<Document.Id>();
        if (order != null) {
            follows.add(order.id());
        }
        if (asked.announcement() != null) {
            follows.add(announcement(asked.announcement(), order));
        } else if (order != null) {
            follows.addAll(change.announced(order.id()));
        }
        if (order != null && asked.supplier() != null && !asked.supplier().equals(order.partner())) {
            throw Problems.invalid(
                    "supplier", "Expected the supplier of the order, %s, but got another".formatted(order.partner()));
        }
        var to = asked.location() == null && order != null
                ? order.to()
                : ReadLines.location("location", asked.location());
        caller.mustActFor("location", to.id());
        var now = Times.now();
        var head = new Document(
                new Document.Id(Kind.RECEIPT, id),
                State.OPEN,
                0,
                supplier(asked, order),
                null,
                null,
                to,
                order == null
                        ? null
                        : new Cause(Kind.PURCHASE_ORDER.code(), order.id().id(), null),
                0,
                null,
                now,
                caller.name(),
                List.of());
        var occurredAt = ReadLines.occurredAt(asked.occurredAt(), now);
        var lines = new ReadLines(database, true, Set.of(Part.GOOD, Part.DAMAGED, Part.INSPECT), occurredAt)
                .ofUnitsInHand()
                .read(asked.lines());
        var command = new OpenDocument(head, lines, follows, false, Boolean.TRUE.equals(asked.complete()), occurredAt);
        return change.open(command, body);
    }

    private static @Nullable String supplier(ReceiptBody asked, @Nullable Document order) {
        if (order != null) {
            return order.partner();
        }
        return asked.supplier() == null ? null : ReadIds.reference("supplier", asked.supplier());
    }

    private Document.Id announcement(String id, @Nullable Document order) {
        var found = known("announcement", Kind.ANNOUNCEMENT, id);
        var about = found.about();
        if (order == null || about == null || !about.id().equals(order.id().id())) {
            throw Problems.invalid("announcement", "Expected an announcement of the purchase order, but got another");
        }
        return found.id();
    }

    private Document known(String field, Kind kind, String id) {
        var wanted = new Document.Id(kind, ReadIds.reference(field, id));
        var found = database.inTransaction(connection -> Documents.load(connection, List.of(wanted)))
                .get(wanted);
        if (found == null) {
            throw Problems.unprocessable(
                    "unknown-document", "Expected a known %s, but got %s".formatted(kind.code(), wanted.id()));
        }
        return found;
    }

    @POST
    @Path("{receipt: .+}/confirm")
    @RolesAllowed("stock:write")
    @Operation(summary = "A parked count was looked at again: these are the units, as counted or corrected")
    public DocumentAnswer confirm(String receipt, StepBody body) {
        var known = mine(receipt);
        return change.move(known, Step.CONFIRM, body, true, List.of(), null, Part.GOOD, Part.DAMAGED, Part.INSPECT);
    }

    @POST
    @Path("{receipt: .+}/inspect")
    @RolesAllowed("stock:write")
    @Operation(summary = "Units in inspection pass or fail; the rest stays")
    public DocumentAnswer inspect(String receipt, StepBody body) {
        return change.move(mine(receipt), Step.DISPOSE, body, true, List.of(), null, Part.PASS, Part.FAIL);
    }

    @POST
    @Path("{receipt: .+}/dispose")
    @RolesAllowed("stock:write")
    @Operation(summary = "What is inspected or blocked goes on sale, back to the supplier, or is written off")
    public DocumentAnswer dispose(String receipt, StepBody body) {
        return change.move(
                mine(receipt),
                Step.DISPOSE,
                body,
                true,
                List.of(),
                null,
                Part.RESTOCK,
                Part.REFURBISH,
                Part.BLOCK,
                Part.WRITE_OFF,
                Part.SUPPLIER);
    }

    private Document mine(String receipt) {
        var known = change.find(Kind.RECEIPT, receipt);
        caller.mustActFor("location", known.to().id());
        return known;
    }

    @GET
    @Path("{receipt: .+}")
    @RolesAllowed("stock:read")
    @Operation(summary = "One receipt")
    public DocumentAnswer get(String receipt) {
        return change.get(Kind.RECEIPT, receipt);
    }

    @GET
    @RolesAllowed("stock:read")
    @Operation(summary = "Receipts, oldest first; open are those with parked counts or units to inspect")
    public Page<DocumentAnswer> list(@BeanParam Wanted wanted) {
        return documents.page(Kind.RECEIPT, wanted);
    }
}
