package dev.perpetual.sandbox.demo;

import dev.perpetual.sandbox.demo.DemoPlaces.Place;
import java.net.URI;
import java.util.List;
import java.util.Map;

/** The three channels of the demo: how each is reached and what it may be told. */
final class DemoChannels {
    /** Under which name channel-publisher knows the signing secret of the pretend shop. */
    private static final String SECRET = "shop";

    private DemoChannels() {}

    /** How the channel is reached at the pretend shop. */
    static Map<String, Object> settings(String channel, URI shop) {
        return Map.of(
                "kind",
                "webhook",
                "connection",
                Map.of(
                        "url",
                        shop.resolve("/channels/" + channel + "/quantities").toString()),
                "secretRef",
                SECRET,
                "budget",
                Map.of("requestsPerSecond", 20, "burst", 20, "concurrent", 2));
    }

    /** Our own shop shows all we have; the marketplaces less, and never more than a cap. */
    static Map<String, Object> policy(String channel) {
        return switch (channel) {
            case "web" ->
                Map.of("locations", ids(DemoPlaces.ALL), "includeSuppliers", true, "buffer", Map.of("units", 1));
            case "market-a" ->
                Map.of(
                        "locations",
                        List.of("wh-hamburg", "wh-lyon", "wh-poznan", "3pl-rotterdam"),
                        "buffer",
                        Map.of("units", 2, "percent", 5),
                        "cap",
                        50);
            default ->
                Map.of("locations", List.of("wh-hamburg", "3pl-rotterdam"), "buffer", Map.of("percent", 10), "cap", 25);
        };
    }

    private static List<String> ids(List<Place> places) {
        return places.stream().map(Place::id).toList();
    }
}
