package dev.perpetual.ledger.stock;

import dev.perpetual.kit.access.Caller;
import dev.perpetual.kit.database.Database;
import dev.perpetual.kit.paging.Cursor;
import dev.perpetual.kit.paging.Page;
import dev.perpetual.kit.problems.Expect;
import dev.perpetual.kit.problems.Problems;
import dev.perpetual.ledger.commit.CommitLoop;
import dev.perpetual.ledger.commit.Discrepancies;
import dev.perpetual.ledger.commit.DocumentLines;
import dev.perpetual.ledger.commit.DocumentLines.Difference;
import dev.perpetual.ledger.domain.Cause;
import dev.perpetual.ledger.domain.Command.CountBucket;
import dev.perpetual.ledger.domain.Discrepancy;
import dev.perpetual.ledger.domain.Document;
import dev.perpetual.ledger.domain.DocumentCommand.MoveDocument;
import dev.perpetual.ledger.domain.DocumentUnits;
import dev.perpetual.ledger.domain.Outcome.KeyReused;
import dev.perpetual.ledger.domain.Outcome.Rejected;
import dev.perpetual.ledger.domain.Submitted;
import dev.perpetual.ledger.wire.ContentHash;
import dev.perpetual.ledger.wire.ReadIds;
import dev.perpetual.ledger.wire.Times;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Cases of stock below zero, and of deliveries that are not as ordered or announced, over HTTP. */
@Path("/v1/discrepancies")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class DiscrepanciesResource {

    private static final int PAGE = 200;
    private static final List<String> KINDS =
            List.of(DiscrepancyBody.BELOW_ZERO, DiscrepancyBody.THREE_WAY, SerialDiscrepancies.KIND);

    private final Database database;
    private final CommitLoop loop;
    private final Caller caller;

    DiscrepanciesResource(Database database, CommitLoop loop, Caller caller) {
        this.database = database;
        this.loop = loop;
        this.caller = caller;
    }

    /** @param counted what really is there; 0 when not said */
    public record Resolution(
            @Nullable String id,
            @Nullable Long counted,
            @Nullable String note) {}

    @GET
    @RolesAllowed("stock:read")
    @Operation(summary = "Cases, oldest first; state=open or closed, kind=below-zero, three-way or serial")
    public Page<DiscrepancyBody> list(
            @QueryParam("state") @Nullable String state,
            @QueryParam("kind") @Nullable String kind,
            @QueryParam("cursor") @Nullable String cursor) {
        if (kind != null && !KINDS.contains(kind)) {
            throw Problems.invalid(
                    "kind", "Expected one of %s, but got %s".formatted(KINDS, Expect.text("kind", kind, 50)));
        }
        if (state != null && !List.of("open", "closed").contains(state)) {
            throw Problems.invalid("state", "Expected open or closed, but got " + Expect.text("state", state, 50));
        }
        var after = cursor == null ? List.of("1970-01-01T00:00:00Z", "") : Cursor.read(cursor, 2);
        var time = Times.of("cursor", after.getFirst());
        var now = Times.now();
        var rows = database.inTransaction(connection -> {
            var found = new ArrayList<DiscrepancyBody>();
            if (kind == null || kind.equals(DiscrepancyBody.BELOW_ZERO)) {
                page(connection, state, time, after.getLast())
                        .forEach(each -> found.add(DiscrepancyBody.of(each, now)));
            }
            if (kind == null || kind.equals(SerialDiscrepancies.KIND)) {
                found.addAll(SerialDiscrepancies.page(connection, state, time, after.getLast(), PAGE + 1, now));
            }
            if (kind == null || kind.equals(DiscrepancyBody.THREE_WAY)) {
                DocumentLines.differences(connection, state, time, after.getLast(), PAGE + 1)
                        .forEach(each -> found.add(DiscrepancyBody.of(each, now)));
            }
            found.sort(Comparator.comparing(DiscrepancyBody::openedAt).thenComparing(DiscrepancyBody::id));
            return found;
        });
        var more = rows.size() > PAGE;
        var page = more ? rows.subList(0, PAGE) : rows;
        return new Page<>(
                List.copyOf(page),
                more
                        ? Cursor.of(
                                page.getLast().openedAt().toString(),
                                page.getLast().id())
                        : null);
    }

    private static List<Discrepancy> page(Connection connection, @Nullable String state, Instant after, String afterId)
            throws SQLException {
        var filter =
                state == null ? "" : state.equals("open") ? " AND closed_at IS NULL" : " AND closed_at IS NOT NULL";
        try (var select = connection.prepareStatement("SELECT " + Discrepancies.COLUMNS
                + " FROM discrepancy WHERE (opened_at, id) > (?::timestamptz, ?)" + filter
                + " ORDER BY opened_at, id LIMIT ?")) {
            select.setString(1, after.toString());
            select.setString(2, afterId);
            select.setInt(3, PAGE + 1);
            var rows = select.executeQuery();
            var page = new ArrayList<Discrepancy>();
            while (rows.next()) {
                page.add(Discrepancies.read(rows));
            }
            return page;
        }
    }

    @POST
    @Path("{id}/resolve")
    @RolesAllowed("stock:write")
    @Operation(
            summary =
                    "Close a case: one below zero by a count, whose difference is recorded; one of three numbers by saying so")
    public DiscrepancyBody resolve(String id, Resolution body) {
        var resolution = Expect.present("body", body);
        var command = ReadIds.reference("id", resolution.id());
        var counted = resolution.counted() == null
                ? 0
                : Expect.between("counted", 0, ReadMovement.QUANTITY_MAX, resolution.counted());
        var note = resolution.note() == null ? null : Expect.text("note", resolution.note(), 500);
        Expect.text("discrepancy", id, 500);
        var difference = database.inTransaction(connection -> DocumentLines.difference(connection, id));
        if (difference.isPresent()) {
            caller.mustActFor("location", difference.get().location());
            return settle(difference.get(), command, resolution, note);
        }
        SerialDiscrepancies.mustBeOther(database, id);
        var known = find(id).orElseThrow(() -> unknown(id));
        caller.mustActFor("location", known.key().location().id());
        var answer = loop.submit(new Submitted(
                command,
                ContentHash.of("resolve " + id, resolution),
                caller.name(),
                new CountBucket(
                        known.key().sku(),
                        known.key().location(),
                        known.bucket(),
                        known.key().goods(),
                        counted,
                        note,
                        new Cause("discrepancy", id, null),
                        Times.now())));
        switch (answer.outcome()) {
            case Rejected rejected -> throw Answers.problem(rejected);
            case KeyReused reused -> throw Answers.problem(reused);
            default -> {
                return DiscrepancyBody.of(find(id).orElseThrow(() -> unknown(id)), Times.now());
            }
        }
    }

    private static RuntimeException unknown(String id) {
        return Problems.notFound("unknown-discrepancy", "Expected a known discrepancy, but got " + id);
    }

    private Optional<Discrepancy> find(String id) {
        return database.inTransaction(connection -> {
            try (var select =
                    connection.prepareStatement("SELECT " + Discrepancies.COLUMNS + " FROM discrepancy WHERE id = ?")) {
                select.setString(1, id);
                var rows = select.executeQuery();
                return rows.next() ? Optional.of(Discrepancies.read(rows)) : Optional.empty();
            }
        });
    }

    private DiscrepancyBody settle(Difference known, String command, Resolution resolution, @Nullable String note) {
        var id = new Document.Id(Document.Kind.PURCHASE_ORDER, known.order());
        var answer = loop.submit(new Submitted(
                command,
                ContentHash.of("settle " + id, resolution),
                caller.name(),
                new MoveDocument(
                        id,
                        MoveDocument.Step.SETTLE,
                        List.of(),
                        List.of(DocumentUnits.of(known.line().line())),
                        List.of(),
                        null,
                        note,
                        Times.now())));
        switch (answer.outcome()) {
            case Rejected rejected -> throw Answers.problem(rejected);
            case KeyReused reused -> throw Answers.problem(reused);
            default -> {
                return DiscrepancyBody.of(
                        database.inTransaction(connection -> DocumentLines.difference(
                                        connection,
                                        Objects.requireNonNull(known.line().dispute())
                                                .id()))
                                .orElseThrow(),
                        Times.now());
            }
        }
    }
}
