package dev.perpetual.ledger.stock;

import dev.perpetual.kit.database.Database;
import dev.perpetual.kit.paging.Cursor;
import dev.perpetual.kit.paging.Page;
import dev.perpetual.kit.problems.Expect;
import dev.perpetual.kit.problems.Problems;
import dev.perpetual.ledger.closings.Moment;
import dev.perpetual.ledger.closings.Past;
import dev.perpetual.ledger.domain.Bucket;
import dev.perpetual.ledger.domain.Ids;
import dev.perpetual.ledger.stock.Levels.Level;
import dev.perpetual.ledger.stock.Levels.Wanted;
import dev.perpetual.ledger.stock.SubtreeLevels.Grain;
import dev.perpetual.ledger.wire.ReadIds;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.context.ManagedExecutor;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** How much there is, where, and in what state. */
@Path("/v1/levels")
@Produces(MediaType.APPLICATION_JSON)
public class LevelsResource {

    private static final int PAGE = 500;
    private static final Set<String> GRAINS = Set.of("lot", "owner");

    private final Database database;
    private final ReadItems items;
    private final ManagedExecutor blocking;

    LevelsResource(Database database, ReadItems items, ManagedExecutor blocking) {
        this.database = database;
        this.items = items;
        this.blocking = blocking;
    }

    @GET
    @RunOnVirtualThread
    @RolesAllowed("stock:read")
    @Operation(
            summary = "Levels, page by page; with asOf or recordedAsOf as they were",
            description =
                    "location: its own rows. within: one row per SKU for a location with all that is inside it, as"
                            + " the tree is today; by=lot, by=owner or by=lot,owner keeps these apart. owner: own, consigned or"
                            + " an owner's id. asOf counts what occurred by then, recordedAsOf what was recorded by then: of each"
                            + " SKU, the movements before the first one that was recorded later. Pages of the past may hold fewer"
                            + " rows than others; the list ends where next is absent.")
    public Page<Level> list(
            @QueryParam("sku") @Nullable String sku,
            @QueryParam("location") @Nullable String location,
            @QueryParam("within") @Nullable String within,
            @QueryParam("by") @Nullable String by,
            @QueryParam("owner") @Nullable String owner,
            @QueryParam("bucket") @Nullable String bucketText,
            @QueryParam("asOf") @Nullable String asOf,
            @QueryParam("recordedAsOf") @Nullable String recordedAsOf,
            @QueryParam("cursor") @Nullable String cursor) {
        var moment = Moment.of(asOf, recordedAsOf);
        Filters.mustBeId("sku", sku);
        Filters.mustBeId("location", location);
        var bucket = bucketText == null ? null : Expect.oneOf("bucket", Bucket.class, bucketText);
        var whose = Whose.of(owner);
        if (within != null) {
            if (location != null) {
                throw Problems.invalid("within", "Expected location or within, but got both");
            }
            var after = cursor == null ? "" : Cursor.read(cursor, 1).getFirst();
            var wanted = new SubtreeLevels.Wanted(ReadIds.id("within", within), sku, bucket, whose, grain(by), after);
            return database.inTransaction(connection -> SubtreeLevels.page(connection, wanted, moment));
        }
        if (by != null) {
            throw Problems.invalid("by", "Expected by together with within, but got by alone");
        }
        var after = cursor == null ? List.of("", "", "", "") : Cursor.read(cursor, Levels.CURSOR_PARTS);
        var wanted = new Wanted(sku, location, bucket, whose, after, PAGE + 1);
        if (!moment.isNow()) {
            return database.inTransaction(connection -> PastLevels.page(connection, wanted, moment));
        }
        var rows = database.inStatement(connection -> Levels.page(connection, wanted));
        if (rows.size() <= PAGE) {
            return new Page<>(rows, null);
        }
        return new Page<>(rows.subList(0, PAGE), Levels.after(rows.get(PAGE - 1)));
    }

    private static Grain grain(@Nullable String by) {
        var parts = by == null ? List.<String>of() : List.of(by.split(",", -1));
        for (var part : parts) {
            if (!GRAINS.contains(part)) {
                throw Problems.invalid(
                        "by", "Expected by to be lot, owner or lot,owner, but got " + Expect.text("by", by, 50));
            }
        }
        return new Grain(parts.contains("lot"), parts.contains("owner"));
    }

    @GET
    @NonBlocking
    @Path("{sku}")
    @RolesAllowed("stock:read")
    @Operation(
            summary = "All levels of one item, with totals and totals per site; with asOf or recordedAsOf as they were",
            description =
                    "A site counts with all that is inside it, as the tree is today. Of a kit it says too how many"
                            + " can be promised, or could, assembled and made of the parts of then; kits that share a"
                            + " part fall together. Of more than 10,000 levels the first are told and all are counted: next is"
                            + " the cursor of the others in the list of levels of this SKU.")
    public CompletionStage<ItemLevels> ofItem(
            String sku,
            @QueryParam("asOf") @Nullable String asOf,
            @QueryParam("recordedAsOf") @Nullable String recordedAsOf) {
        var moment = Moment.of(asOf, recordedAsOf);
        if (!Ids.isId(sku)) {
            throw Problems.notFound("unknown-sku", "Expected a known SKU, but got another text");
        }
        if (!moment.isNow()) {
            return blocking.supplyAsync(() -> past(sku, moment));
        }
        return items.read(sku).thenCompose(found -> {
            if (found.isCut()) {
                return blocking.supplyAsync(() -> present(sku));
            }
            return found.isKit()
                    ? blocking.supplyAsync(() -> sum(sku, found, kit(sku)))
                    : CompletableFuture.completedFuture(sum(sku, found, null));
        });
    }

    private static ItemLevels sum(String sku, ReadItems.Found found, @Nullable KitLevels kit) {
        var sum = new ItemLevels.Sum();
        sum.add(found.located(), null);
        return sum.of(sku, found.version(), kit);
    }

    private ItemLevels past(String sku, Moment moment) {
        return database.inTransaction(connection -> {
            Database.seesOneMoment(connection);
            var version =
                    Past.versions(connection, List.of(sku), moment.known()).get(sku);
            if (version == null) {
                throw ReadItems.unknown(sku);
            }
            var sum = new ItemLevels.Sum();
            PastLevels.ofItem(
                    connection,
                    sku,
                    version,
                    moment,
                    (levels, next) -> sum.add(ItemLevels.at(connection, levels), next));
            return sum.of(sku, version, KitLevels.of(connection, sku, moment, PastStock.when(moment)));
        });
    }

    /** As it stands, of an item with so many levels that several looks are needed. */
    private ItemLevels present(String sku) {
        return database.inTransaction(connection -> {
            Database.seesOneMoment(connection);
            var version = Past.versions(connection, List.of(sku), null).get(sku);
            var sum = new ItemLevels.Sum();
            Levels.ofItem(connection, sku, (levels, next) -> sum.add(ItemLevels.at(connection, levels), next));
            return sum.of(sku, Objects.requireNonNull(version), KitLevels.of(connection, sku));
        });
    }

    /** By a look of its own, which who is no kit is spared; each part says its version. */
    private @Nullable KitLevels kit(String sku) {
        return database.inTransaction(connection -> {
            Database.seesOneMoment(connection);
            return KitLevels.of(connection, sku);
        });
    }
}
