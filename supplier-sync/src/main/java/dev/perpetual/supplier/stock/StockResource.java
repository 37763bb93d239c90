package dev.perpetual.supplier.stock;

import dev.perpetual.kit.access.Caller;
import dev.perpetual.kit.database.Database;
import dev.perpetual.kit.paging.Cursor;
import dev.perpetual.kit.paging.Page;
import dev.perpetual.supplier.domain.Freshness;
import dev.perpetual.supplier.feeds.Feeds;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** What a supplier says it has, over HTTP. */
@Path("/v1/suppliers/{supplier}/stock")
@RunOnVirtualThread
public class StockResource {

    private static final int PAGE_MAX = 1_000;

    private final Database database;
    private final Feeds feeds;
    private final SupplierStock stock;
    private final Caller caller;

    StockResource(Database database, Feeds feeds, SupplierStock stock, Caller caller) {
        this.database = database;
        this.feeds = feeds;
        this.stock = stock;
        this.caller = caller;
    }

    /**
     * One figure and how far it is relied on.
     *
     * @param said base units, as the supplier said
     * @param trusted base units relied on now; absent when nothing is known any more, which is not zero
     * @param freshness full, haircut, unknown or withdrawn
     * @param why in words
     */
    public record StockView(
            String sku,
            String location,
            long said,
            Instant asOf,
            @Nullable Long trusted,
            String freshness,
            String why,
            String feed,
            String run,
            long version,
            Instant recordedAt) {
        private static StockView of(SupplierStock.Figure figure, Freshness freshness, Instant now) {
            var trust = freshness.trust(figure.quantity(), figure.asOf(), now);
            return new StockView(
                    figure.sku(),
                    figure.location(),
                    figure.quantity(),
                    figure.asOf(),
                    trust.units().isPresent() ? trust.units().getAsLong() : null,
                    trust.level().name().toLowerCase(Locale.ROOT),
                    trust.why(),
                    figure.feed(),
                    figure.run(),
                    figure.version(),
                    figure.recordedAt());
        }
    }

    @GET
    @RolesAllowed("feeds:read")
    @Operation(summary = "What a supplier said, as of when, and how far it is relied on")
    public Page<StockView> list(
            String supplier,
            @QueryParam("sku") @Nullable String sku,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @DefaultValue("100") int limit) {
        caller.mustActFor("supplier", supplier);
        var behind = cursor == null ? List.of("", "") : Cursor.read(cursor, 2);
        var size = Math.clamp(limit, 1, PAGE_MAX);
        var now = Instant.now();
        return database.inTransaction(connection -> {
            if (!feeds.hasSupplier(connection, supplier)) {
                throw Feeds.unknownSupplier(supplier);
            }
            var freshness = new HashMap<String, Freshness>();
            feeds.of(connection, supplier)
                    .forEach(feed -> freshness.put(feed.id().feed(), feed.feed().freshness()));
            var found = stock.list(connection, supplier, sku, behind.getFirst(), behind.getLast(), size);
            return new Page<>(
                    found.stream()
                            .map(figure -> StockView.of(figure, ofFeed(freshness, figure.feed()), now))
                            .toList(),
                    found.size() < size
                            ? null
                            : Cursor.of(found.getLast().sku(), found.getLast().location()));
        });
    }

    private static Freshness ofFeed(Map<String, Freshness> freshness, String feed) {
        return freshness.getOrDefault(feed, Freshness.DEFAULT);
    }
}
