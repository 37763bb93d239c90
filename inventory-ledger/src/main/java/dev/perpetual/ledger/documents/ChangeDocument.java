package dev.perpetual.ledger.documents;

import dev.perpetual.kit.access.Caller;
import dev.perpetual.kit.database.Database;
import dev.perpetual.kit.problems.Expect;
import dev.perpetual.kit.problems.Problems;
import dev.perpetual.ledger.commit.CommitLoop;
import dev.perpetual.ledger.commit.Documents;
import dev.perpetual.ledger.documents.DocumentBodies.StepBody;
import dev.perpetual.ledger.domain.Command;
import dev.perpetual.ledger.domain.Document;
import dev.perpetual.ledger.domain.Document.Kind;
import dev.perpetual.ledger.domain.DocumentCommand.MoveDocument;
import dev.perpetual.ledger.domain.DocumentCommand.MoveDocument.Step;
import dev.perpetual.ledger.domain.DocumentCommand.OpenDocument;
import dev.perpetual.ledger.domain.DocumentUnits;
import dev.perpetual.ledger.domain.DocumentUnits.Part;
import dev.perpetual.ledger.domain.HoldId;
import dev.perpetual.ledger.domain.Ids;
import dev.perpetual.ledger.domain.Outcome;
import dev.perpetual.ledger.domain.Outcome.DocumentChanged;
import dev.perpetual.ledger.domain.Outcome.KeyReused;
import dev.perpetual.ledger.domain.Outcome.Refused;
import dev.perpetual.ledger.domain.Outcome.Rejected;
import dev.perpetual.ledger.domain.Submitted;
import dev.perpetual.ledger.stock.Answers;
import dev.perpetual.ledger.wire.ContentHash;
import dev.perpetual.ledger.wire.ReadIds;
import dev.perpetual.ledger.wire.Times;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Hands commands about documents to the commit loop and tells what became of them. */
@ApplicationScoped
class ChangeDocument {

    private static final int ANNOUNCEMENTS_MAX = 100;

    private final CommitLoop loop;
    private final Database database;
    private final Caller caller;

    ChangeDocument(CommitLoop loop, Database database, Caller caller) {
        this.loop = loop;
        this.database = database;
        this.caller = caller;
    }

    Response open(OpenDocument command, Object body) {
        var id = command.head().id();
        return Response.status(201)
                .entity(answer(id.id(), id.kind().code(), body, command))
                .build();
    }

    /** What is read before a step: who may take it, and what it follows, depends on the document. */
    Document find(Kind kind, String id) {
        var found = Ids.isReference(id)
                ? database.inTransaction(connection -> Documents.load(connection, List.of(new Document.Id(kind, id))))
                        .get(new Document.Id(kind, id))
                : null;
        if (found == null) {
            throw Problems.notFound(
                    "unknown-document", "Expected a known %s, but got another id".formatted(kind.code()));
        }
        return found;
    }

    DocumentAnswer get(Kind kind, String id) {
        return DocumentAnswer.of(find(kind, id), Times.now());
    }

    /** @param skuNeeded a line names its own SKU @param linesNeeded false: no lines mean all that can */
    DocumentAnswer move(
            Document document,
            Step step,
            @Nullable StepBody body,
            boolean linesNeeded,
            List<HoldId> holds,
            @Nullable Instant expectedAt,
            Part... parts) {
        var asked = Expect.present("body", body);
        var occurredAt = ReadLines.occurredAt(asked.occurredAt(), Times.now());
        var lines = asked.lines() == null && !linesNeeded
                ? List.<DocumentUnits>of()
                : lines(step, Set.of(parts), occurredAt).read(asked.lines());
        return move(document, step, asked, lines, holds, expectedAt, occurredAt);
    }

    /** @param known adds to the lines what the caller need not say */
    DocumentAnswer move(
            Document document,
            Step step,
            @Nullable StepBody body,
            UnaryOperator<List<DocumentUnits>> known,
            Part... parts) {
        var asked = Expect.present("body", body);
        var occurredAt = ReadLines.occurredAt(asked.occurredAt(), Times.now());
        var lines = lines(step, Set.of(parts), occurredAt).read(asked.lines());
        return move(document, step, asked, known.apply(lines), List.of(), null, occurredAt);
    }

    private DocumentAnswer move(
            Document document,
            Step step,
            StepBody asked,
            List<DocumentUnits> lines,
            List<HoldId> holds,
            @Nullable Instant expectedAt,
            Instant occurredAt) {
        for (var line : lines) {
            if (line.location() != null) {
                caller.mustActFor("location", line.location().id());
            }
        }
        var reason = asked.reason() == null ? null : Expect.text("reason", asked.reason(), 500);
        if (step == Step.WRITE_OFF) {
            Expect.present("reason", reason);
        }
        var command = new MoveDocument(
                document.id(), step, follows(document, step), lines, holds, expectedAt, reason, occurredAt);
        return answer(ReadIds.reference("id", asked.id()), step + " " + document.id(), asked, command);
    }

    private ReadLines lines(Step step, Set<Part> parts, Instant occurredAt) {
        var lines = new ReadLines(database, false, parts, occurredAt);
        return step == Step.CLOSE ? lines : lines.ofUnitsInHand();
    }

    /** A receipt and an announcement go on with their order, an order that is closed with its announcements. */
    private List<Document.Id> follows(Document document, Step step) {
        var about = document.about();
        return switch (document.id().kind()) {
            case RECEIPT, ANNOUNCEMENT -> about == null ? List.of() : follows(step, about.id());
            case PURCHASE_ORDER -> step == Step.CLOSE ? announced(document.id()) : List.of();
            case TRANSFER, RETURN -> List.of();
        };
    }

    /** What was parked and is confirmed now fulfils what is announced, as it would have done at once. */
    private List<Document.Id> follows(Step step, String about) {
        var order = new Document.Id(Kind.PURCHASE_ORDER, about);
        var ids = new ArrayList<>(List.of(order));
        if (step == Step.CONFIRM) {
            ids.addAll(announced(order));
        }
        return ids;
    }

    /** The announcements of an order that are open, the oldest first. */
    List<Document.Id> announced(Document.Id order) {
        return database.inTransaction(connection -> Documents.announced(connection, order, ANNOUNCEMENTS_MAX));
    }

    private DocumentAnswer answer(String id, String kind, Object body, Command command) {
        var answer = loop.submit(new Submitted(id, ContentHash.of(kind, body), caller.name(), command));
        return switch (answer.outcome()) {
            case DocumentChanged changed -> DocumentAnswer.of(changed.document(), changed.recordedAt());
            case Refused refused -> throw Answers.problem(refused);
            case Rejected rejected -> throw Answers.problem(rejected);
            case KeyReused reused -> throw Answers.problem(reused);
            case Outcome other ->
                throw new IllegalStateException("Expected the outcome of a document, but got " + other);
        };
    }
}
