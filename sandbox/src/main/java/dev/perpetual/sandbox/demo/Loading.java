package dev.perpetual.sandbox.demo;

import dev.perpetual.sandbox.Target;
import dev.perpetual.sandbox.client.ApiProblem;
import dev.perpetual.sandbox.client.Movement;
import dev.perpetual.sandbox.client.Perpetual;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Sets the shop up: places, items, stock, suppliers' feeds, channels. What is there already stays as it is. */
final class Loading {
    private static final int AT_ONCE = 8;
    static final int FRAUD_SCORE_MIN = 90;
    private static final Duration CATALOG_MAX = Duration.ofSeconds(30);

    /** A listing is named after its channel and SKU. */
    static String listing(String channel, String sku) {
        return channel + "-" + sku;
    }

    private final Target target;
    private final Perpetual perpetual;
    private final DemoData data;

    Loading(Target target, DemoData data) {
        this.target = target;
        this.perpetual = target.perpetual();
        this.data = data;
    }

    void places() {
        DemoPlaces.ALL.forEach(place -> perpetual.ledger().putLocation(place.location()));
    }

    void items() {
        SideBySide.map(data.items(), AT_ONCE, item -> {
            perpetual.ledger().putItem(item.item());
            return item;
        });
    }

    /** Records what came in; returns how many units. */
    long receive(List<Movement> movements) {
        for (var result : perpetual.ledger().record(movements)) {
            if (!result.isRecorded()) {
                throw new IllegalStateException(
                        "Expected %s to be recorded, but got %s".formatted(result.id(), result.problem()));
            }
        }
        return movements.stream().mapToLong(Movement::quantity).sum();
    }

    /** The opening stock of this run. */
    List<Movement> opening(long seed, String run) {
        return data.opening(seed, run, Instant.now());
    }

    /** Orders that look like fraud wait for a person. */
    void routing() {
        // A channel follows the policy of its own name.
        DemoOrders.CHANNELS.forEach(channel -> perpetual
                .router()
                .activatePolicy(channel, Map.of("exceptions", Map.of("fraudScore", FRAUD_SCORE_MIN))));
    }

    void suppliers() {
        var transport = target.dropFolder().isPresent() ? "folder" : "upload";
        for (var supplier : DemoSupply.SUPPLIERS) {
            perpetual.supplier().putSupplier(supplier, Map.of("name", "Supplier " + supplier));
            perpetual.supplier().putFeed(supplier, DemoSupply.FEED, DemoSupply.feed(supplier, transport));
        }
    }

    /** Needs the pretend shop; returns the number of listings. */
    long channels() {
        var shop = target.shopInside().orElseThrow();
        var publisher = perpetual.publisher();
        long listings = 0;
        for (var channel : DemoOrders.CHANNELS) {
            publisher.putChannel(channel, DemoChannels.settings(channel, shop));
            publisher.putPolicy(channel, DemoChannels.policy(channel));
            SideBySide.map(data.items(), AT_ONCE, item -> {
                list(channel, item.sku());
                return item;
            });
            listings += data.items().size();
        }
        return listings;
    }

    /** The publisher learns of an item by a message, which may still be on its way. */
    private void list(String channel, String sku) {
        var known = Until.holds(CATALOG_MAX, () -> {
            try {
                perpetual.publisher().putListing(channel, listing(channel, sku), sku);
                return true;
            } catch (ApiProblem problem) {
                if (problem.status() == 422) {
                    return false;
                }
                throw problem;
            }
        });
        if (!known) {
            throw new IllegalStateException(
                    "Expected channel-publisher to know item %s, but it does not".formatted(sku));
        }
    }
}
