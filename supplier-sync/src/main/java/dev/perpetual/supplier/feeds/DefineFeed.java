package dev.perpetual.supplier.feeds;

import dev.perpetual.kit.database.Database;
import dev.perpetual.kit.problems.Problems;
import dev.perpetual.supplier.catalog.KnownCatalog;
import dev.perpetual.supplier.domain.FeedId;
import dev.perpetual.supplier.wire.FeedDocument;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Defines a feed or changes its definition, from the next run on. */
@ApplicationScoped
public class DefineFeed {

    /** The kind of locations that a supplier's figures are about. */
    public static final String SUPPLIER_LOCATION = "SUPPLIER";

    private final Database database;
    private final Feeds feeds;
    private final Suppliers suppliers;
    private final KnownCatalog catalog;

    DefineFeed(Database database, Feeds feeds, Suppliers suppliers, KnownCatalog catalog) {
        this.database = database;
        this.feeds = feeds;
        this.suppliers = suppliers;
        this.catalog = catalog;
    }

    /**
     * Stores the definition.
     *
     * @param ifMatch the version it replaces; null when any will do
     * @throws io.quarkiverse.resteasy.problem.HttpProblem 400 naming the member at fault, 404 unknown-supplier,
     *     412 version-changed, 422 wrong-location when the location is known to be no supplier's
     */
    Feeds.Defined define(FeedId id, FeedDocument document, @Nullable Long ifMatch, Instant now) {
        var location = document.toFeed(id, 1).mapping().location(); // Checks the rest of it, too.
        return database.inTransaction(connection -> {
            if (suppliers.find(connection, id.supplier()).isEmpty()) {
                throw Feeds.unknownSupplier(id.supplier());
            }
            // A location that is not known yet may be on its way; a run will tell.
            var kind = catalog.locationKind(connection, location).orElse(SUPPLIER_LOCATION);
            if (!kind.equals(SUPPLIER_LOCATION)) {
                throw Problems.unprocessable(
                        "wrong-location",
                        "Expected mapping.location to be of kind SUPPLIER, but %s is of kind %s"
                                .formatted(location, kind));
            }
            var version = feeds.find(connection, id).map(Feeds.Defined::version).orElse(0L);
            if (ifMatch != null && !ifMatch.equals(version)) {
                throw Problems.of(
                        412,
                        "version-changed",
                        "Expected version %d of feed %s, but it has version %d".formatted(ifMatch, id, version),
                        Map.of("version", version));
            }
            feeds.put(connection, id, document, now);
            return feeds.find(connection, id).orElseThrow();
        });
    }
}
