package dev.perpetual.ledger.stock;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.perpetual.kit.access.Caller;
import dev.perpetual.kit.database.Database;
import dev.perpetual.kit.paging.Cursor;
import dev.perpetual.kit.paging.Page;
import dev.perpetual.kit.problems.Expect;
import dev.perpetual.kit.problems.Problems;
import dev.perpetual.ledger.commit.CommitLoop;
import dev.perpetual.ledger.commit.Lots;
import dev.perpetual.ledger.domain.Command;
import dev.perpetual.ledger.domain.Command.DescribeLot;
import dev.perpetual.ledger.domain.Command.WithdrawLot;
import dev.perpetual.ledger.domain.HoldId;
import dev.perpetual.ledger.domain.Lot;
import dev.perpetual.ledger.domain.Lot.Withdrawal;
import dev.perpetual.ledger.domain.Outcome;
import dev.perpetual.ledger.domain.Outcome.KeyReused;
import dev.perpetual.ledger.domain.Outcome.LotWithdrawn;
import dev.perpetual.ledger.domain.Outcome.Rejected;
import dev.perpetual.ledger.domain.Outcome.Unchanged;
import dev.perpetual.ledger.domain.Sku;
import dev.perpetual.ledger.domain.Submitted;
import dev.perpetual.ledger.wire.ContentHash;
import dev.perpetual.ledger.wire.ReadIds;
import dev.perpetual.ledger.wire.Times;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Lots over HTTP: when they expire, their recall, and who got units of them. */
@Path("/v1/items/{sku}/lots/{lot}")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class LotsResource {

    private static final int PAGE = 200;

    private final CommitLoop loop;
    private final Database database;
    private final Caller caller;

    LotsResource(CommitLoop loop, Database database, Caller caller) {
        this.loop = loop;
        this.database = database;
        this.caller = caller;
    }

    /** @param expiresAt from when its units must not be sold; none when they keep */
    public record LotBody(@Nullable String expiresAt) {}

    /** A lot as in the API. @param state active, expired or recalled */
    @JsonInclude(Include.NON_NULL)
    public record LotAnswer(
            String sku,
            String lot,
            String state,
            @Nullable Instant expiresAt,
            @Nullable String reason,
            @Nullable Instant withdrawnAt) {}

    /** Why a lot is called back. */
    public record RecallBody(@Nullable String id, @Nullable String reason) {}

    /** What a recall did. @param blocked units that stand in our places @param reopened holds that lost units of it */
    public record Recalled(LotAnswer lot, long blocked, List<String> reopened) {}

    /** Units that left. @param cause the order where one is known, else what the movement names */
    public record Recipient(CauseAnswer cause, String kind, String location, long quantity, Instant occurredAt) {}

    /** For what units left. */
    public record CauseAnswer(String type, String id) {}

    @PUT
    @RolesAllowed("catalog:write")
    @Operation(summary = "Say when a lot expires")
    public LotAnswer put(String sku, String lot, LotBody body) {
        var expiresAt = Expect.present("body", body).expiresAt();
        var id = id(sku, lot);
        submit("", new DescribeLot(id, expiresAt == null ? null : Times.of("expiresAt", expiresAt)), body);
        return answer(id);
    }

    @GET
    @RolesAllowed({"stock:read", "catalog:read"})
    @Operation(summary = "One lot")
    public LotAnswer get(String sku, String lot) {
        return answer(id(sku, lot));
    }

    @POST
    @Path("recall")
    @RolesAllowed("stock:write")
    @Operation(summary = "Take a lot out of sale everywhere at once")
    public Recalled recall(String sku, String lot, RecallBody body) {
        caller.mustActFor("every", "location");
        var id = id(sku, lot);
        var command = ReadIds.reference("id", Expect.present("body", body).id());
        var reason = Expect.text("reason", body.reason(), 500);
        var outcome = submit(command, new WithdrawLot(id, Withdrawal.Cause.RECALLED, reason, Times.now()), body);
        if (outcome instanceof LotWithdrawn done) {
            return new Recalled(
                    answer(id),
                    done.blocked(),
                    done.reopened().stream().map(HoldId::id).toList());
        }
        throw new IllegalStateException("Expected a lot to be withdrawn, but got " + outcome);
    }

    @GET
    @Path("recipients")
    @RolesAllowed("stock:read")
    @Operation(summary = "Who got units of a lot, first those who got them first")
    public Page<Recipient> recipients(String sku, String lot, @QueryParam("cursor") @Nullable String cursor) {
        var id = id(sku, lot);
        var after = cursor == null ? 0 : History.number(cursor, Timeline.CURSOR);
        return database.inTransaction(connection -> recipients(connection, id, after));
    }

    private static Page<Recipient> recipients(Connection connection, Lot.Id id, long after) throws SQLException {
        try (var select = connection.prepareStatement("""
                SELECT journal.version, coalesce(hold.owner_type, cause_type), coalesce(hold.owner_id, cause_id), kind,
                  from_location, quantity, occurred_at
                FROM journal LEFT JOIN hold ON cause_type = 'hold' AND hold.id = cause_id
                WHERE topic = 'stock-movements' AND stream = ? AND lot = ? AND lot <> '' AND journal.version > ?
                  AND from_location IS NOT NULL
                  AND (to_account = 'customer' AND kind <> 'deliver' OR kind = 'ship' AND to_account = 'outbound')
                ORDER BY journal.version LIMIT ?""")) {
            select.setString(1, id.sku().code());
            select.setString(2, id.code());
            select.setLong(3, after);
            select.setInt(4, PAGE + 1);
            var rows = select.executeQuery();
            var page = new ArrayList<Recipient>();
            var last = after;
            while (rows.next()) {
                if (page.size() == PAGE) {
                    return new Page<>(page, Cursor.of(Timeline.CURSOR, Long.toString(last)));
                }
                last = rows.getLong(1);
                page.add(new Recipient(
                        new CauseAnswer(rows.getString(2), rows.getString(3)),
                        rows.getString(4),
                        rows.getString(5),
                        rows.getLong(6),
                        rows.getObject(7, OffsetDateTime.class).toInstant()));
            }
            return new Page<>(page, null);
        }
    }

    private static Lot.Id id(String sku, String lot) {
        return new Lot.Id(new Sku(ReadIds.id("sku", sku)), Expect.text("lot", lot, 100));
    }

    private Outcome submit(String id, Command command, Object body) {
        var answer = loop.submit(new Submitted(id, ContentHash.of("lot", body), caller.name(), command));
        return switch (answer.outcome()) {
            case Rejected rejected -> throw Answers.problem(rejected);
            case KeyReused reused -> throw Answers.problem(reused);
            case Unchanged unchanged -> throw Problems.conflict("lot-withdrawn", unchanged.why());
            case Outcome other -> other;
        };
    }

    private LotAnswer answer(Lot.Id id) {
        var lot = database.inTransaction(connection -> Lots.load(connection, List.of(id)))
                .get(id);
        if (lot == null) {
            throw Problems.notFound(
                    "unknown-lot",
                    "Expected a lot of %s that was described, but got %s".formatted(id.sku(), id.code()));
        }
        var withdrawn = lot.withdrawn();
        return new LotAnswer(
                id.sku().code(),
                id.code(),
                withdrawn == null ? "active" : withdrawn.cause().name().toLowerCase(Locale.ROOT),
                lot.expiresAt(),
                withdrawn == null ? null : withdrawn.reason(),
                withdrawn == null ? null : withdrawn.at());
    }
}
