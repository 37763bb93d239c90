package dev.perpetual.ledger.stock;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.perpetual.kit.database.Database;
import dev.perpetual.kit.paging.Cursor;
import dev.perpetual.kit.paging.Page;
import dev.perpetual.kit.problems.Expect;
import dev.perpetual.ledger.closings.Moment;
import dev.perpetual.ledger.closings.Past;
import dev.perpetual.ledger.domain.Bucket;
import dev.perpetual.ledger.stock.Levels.Level;
import dev.perpetual.ledger.stock.Levels.Wanted;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.sql.Connection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** How much there is, where, and in what state. */
@Path("/v1/levels")
@RunOnVirtualThread
public class LevelsResource {

    private static final int PAGE = 500;

    private final Database database;
    private final ReadItems items;

    LevelsResource(Database database, ReadItems items) {
        this.database = database;
        this.items = items;
    }

    @GET
    @RolesAllowed("stock:read")
    @Operation(
            summary = "Levels, page by page; with asOf or recordedAsOf as they were",
            description = "asOf counts what occurred by then, recordedAsOf what was recorded by then: of each SKU, the"
                    + " movements before the first one that was recorded later. Pages of the past may hold fewer rows"
                    + " than others; the list ends where next is absent.")
    public Page<Level> list(
            @QueryParam("sku") @Nullable String sku,
            @QueryParam("location") @Nullable String location,
            @QueryParam("bucket") @Nullable String bucket,
            @QueryParam("asOf") @Nullable String asOf,
            @QueryParam("recordedAsOf") @Nullable String recordedAsOf,
            @QueryParam("cursor") @Nullable String cursor) {
        var moment = Moment.of(asOf, recordedAsOf);
        var after = cursor == null ? List.of("", "", "", "") : Cursor.read(cursor, 4);
        var wanted = new Wanted(
                sku, location, bucket == null ? null : Expect.oneOf("bucket", Bucket.class, bucket), after, PAGE + 1);
        if (!moment.isNow()) {
            return database.inTransaction(connection -> PastLevels.page(connection, wanted, moment));
        }
        var rows = database.inStatement(connection -> Levels.page(connection, wanted));
        if (rows.size() <= PAGE) {
            return new Page<>(rows, null);
        }
        var last = rows.get(PAGE - 1);
        return new Page<>(
                rows.subList(0, PAGE),
                Cursor.of(
                        last.sku(),
                        last.location(),
                        last.lot() == null ? "" : last.lot(),
                        last.owner() == null ? "" : last.owner()));
    }

    /** All places of one item and their sum. @param kit how many can be promised, when it is a kit */
    @JsonInclude(Include.NON_NULL)
    public record ItemLevels(
            String sku,
            long version,
            Map<String, Long> totals,
            long onHand,
            List<Level> levels,
            @Nullable KitLevels kit) {}

    @GET
    @Path("{sku}")
    @RolesAllowed("stock:read")
    @Operation(
            summary = "All levels of one item, with totals; with asOf or recordedAsOf as they were",
            description =
                    "Of a kit it says too how many can be promised now, assembled and made of parts; kits that share"
                            + " a part fall together.")
    public ItemLevels ofItem(
            String sku,
            @QueryParam("asOf") @Nullable String asOf,
            @QueryParam("recordedAsOf") @Nullable String recordedAsOf) {
        var moment = Moment.of(asOf, recordedAsOf);
        if (moment.isNow()) {
            var found = items.read(sku);
            return sum(sku, found.version(), found.levels(), found.isKit() ? kit(sku) : null);
        }
        var item = new Wanted(sku, null, null, List.of(sku, "", "", ""), ReadItems.LEVELS_MAX);
        return database.inTransaction(connection -> {
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            var version =
                    Past.versions(connection, List.of(sku), moment.known()).get(sku);
            if (version == null) {
                throw ReadItems.unknown(sku);
            }
            return sum(sku, version, PastLevels.ofItem(connection, item, version, moment), null);
        });
    }

    /** By a look of its own, which who is no kit is spared; each part says its version. */
    private @Nullable KitLevels kit(String sku) {
        return database.inTransaction(connection -> {
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            return KitLevels.of(connection, sku);
        });
    }

    private static ItemLevels sum(String sku, long version, List<Level> levels, @Nullable KitLevels kit) {
        var totals = new LinkedHashMap<String, Long>();
        for (var each : Bucket.values()) {
            totals.put(
                    each.code(),
                    levels.stream()
                            .mapToLong(level -> level.buckets().get(each.code()))
                            .sum());
        }
        return new ItemLevels(
                sku, version, totals, levels.stream().mapToLong(Level::onHand).sum(), levels, kit);
    }
}
