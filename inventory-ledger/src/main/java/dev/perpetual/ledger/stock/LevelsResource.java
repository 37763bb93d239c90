package dev.perpetual.ledger.stock;

import dev.perpetual.kit.database.Database;
import dev.perpetual.kit.paging.Cursor;
import dev.perpetual.kit.paging.Page;
import dev.perpetual.kit.problems.Expect;
import dev.perpetual.kit.problems.Problems;
import dev.perpetual.ledger.domain.Bucket;
import dev.perpetual.ledger.stock.Levels.Level;
import dev.perpetual.ledger.stock.Levels.Wanted;
import dev.perpetual.ledger.wire.Times;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
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
    private static final int LEVELS_OF_ONE_ITEM_MAX = 10_000;

    private final Database database;

    LevelsResource(Database database) {
        this.database = database;
    }

    @GET
    @RolesAllowed("stock:read")
    @Operation(summary = "Levels, page by page; with asOf or recordedAsOf those of one item as they were")
    public Page<Level> list(
            @QueryParam("sku") @Nullable String sku,
            @QueryParam("location") @Nullable String location,
            @QueryParam("bucket") @Nullable String bucket,
            @QueryParam("asOf") @Nullable String asOf,
            @QueryParam("recordedAsOf") @Nullable String recordedAsOf,
            @QueryParam("cursor") @Nullable String cursor) {
        if (asOf != null || recordedAsOf != null) {
            if (sku == null) {
                throw Problems.invalid("sku", "Expected a sku with asOf or recordedAsOf, but got none");
            }
            var happened = asOf == null ? Times.of("asOf", "9999-01-01T00:00:00Z") : Times.of("asOf", asOf);
            var known = recordedAsOf == null ? Times.now() : Times.of("recordedAsOf", recordedAsOf);
            return new Page<>(
                    database.inTransaction(connection -> Levels.asOf(connection, sku, location, happened, known)),
                    null);
        }
        var after = cursor == null ? List.of("", "", "", "") : Cursor.read(cursor, 4);
        var wanted = new Wanted(
                sku, location, bucket == null ? null : Expect.oneOf("bucket", Bucket.class, bucket), after, PAGE + 1);
        var rows = database.inTransaction(connection -> Levels.page(connection, wanted));
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

    /** All places of one item and their sum. */
    public record ItemLevels(String sku, long version, Map<String, Long> totals, long onHand, List<Level> levels) {}

    @GET
    @Path("{sku}")
    @RolesAllowed("stock:read")
    @Operation(summary = "All levels of one item, with totals")
    public ItemLevels ofItem(String sku) {
        return database.inTransaction(connection -> {
            try (var select = connection.prepareStatement(
                    "SELECT version FROM stream WHERE topic = 'stock-movements' AND id = ?")) {
                select.setString(1, sku);
                var rows = select.executeQuery();
                if (!rows.next()) {
                    throw Problems.notFound("unknown-sku", "Expected a known SKU, but got " + sku);
                }
                var version = rows.getLong(1);
                var levels = Levels.page(
                        connection, new Wanted(sku, null, null, List.of(sku, "", "", ""), LEVELS_OF_ONE_ITEM_MAX));
                var totals = new LinkedHashMap<String, Long>();
                for (var each : Bucket.values()) {
                    totals.put(
                            each.code(),
                            levels.stream()
                                    .mapToLong(level -> level.buckets().get(each.code()))
                                    .sum());
                }
                var onHand = levels.stream().mapToLong(Level::onHand).sum();
                return new ItemLevels(sku, version, totals, onHand, levels);
            }
        });
    }
}
