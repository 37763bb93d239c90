package dev.perpetual.ledger.badinput;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The good requests for counts and opening balances. */
final class GoodCounts {

    private final Known known;
    private final Function<String, String> fresh;

    /**
     * What there is to count.
     *
     * @param place where {@code sku} stands, and nobody else's stock
     * @param bare below it, where nothing stands
     * @param counts one at each stage by the step that it is ready for, as {@code approve}
     * @param foundLine of the count {@code settle}
     * @param opening an import that was done
     */
    record Known(String sku, String place, String bare, Map<String, String> counts, String foundLine, String opening) {}

    GoodCounts(Known known, Function<String, String> fresh) {
        this.known = known;
        this.fresh = fresh;
    }

    List<GoodRequest> all() {
        var open = known.counts().get("enter");
        return List.of(
                GoodRequest.of("GET /v1/counts"),
                GoodRequest.of("POST /v1/counts")
                        .saying("""
                {"id":"%s","locations":["%s"],"skus":["%s"],"lots":["L-1"],"blind":true,"blank":"not-counted","note":"spring"}""".formatted(id(), known.place(), known.sku()), "/id", "/locations"),
                GoodRequest.of("GET /v1/counts/{count}", open),
                GoodRequest.of("GET /v1/counts/{count}/coverage", open),
                GoodRequest.of("GET /v1/counts/{count}/lines", open),
                GoodRequest.of("POST /v1/counts/{count}/lines", open)
                        .saying(
                                """
                {"id":"%s","mode":"replace","emptyLocations":["%s"],
                 "lines":[{"sku":"%s","location":"%s","lot":"L-1","owner":"MILL","quantity":4,"countedAt":"%s",
                 "unitCost":{"amount":"1.50","currency":"EUR"}}]}""".formatted(id(), known.bare(), known.sku(), known.place(), Instant.now()),
                                "/id",
                                "/lines/0/sku",
                                "/lines/0/location",
                                "/lines/0/owner or empty",
                                "/lines/0/unitCost/amount",
                                "/lines/0/unitCost/currency"),
                GoodRequest.of(
                                "POST /v1/counts/{count}/lines:import",
                                known.counts().get("import"))
                        .under(id())
                        .rows(
                                """
                {"sku":"%s","location":"%s","lot":"L-1","owner":"MILL","quantity":4,"countedAt":"%s"}""".formatted(known.sku(), known.place(), Instant.now()),
                                "/sku",
                                "/location",
                                "/owner or empty"),
                step("complete"),
                step("approve"),
                step("apply"),
                step("cancel"),
                GoodRequest.of(
                                "POST /v1/counts/{count}/lines/{line}/settle",
                                known.counts().get("settle"),
                                known.foundLine())
                        .saying(
                                "{\"id\":\"%s\",\"owner\":\"MILL\",\"bucket\":\"blocked\",\"reason\":\"theirs\"}"
                                        .formatted(id()),
                                "/id",
                                "/owner or empty"),
                GoodRequest.of("POST /v1/openings:import")
                        .under(id())
                        .rows(
                                """
                {"sku":"%s","location":"%s","quantity":4,"bucket":"available","lot":"L-9","owner":"MILL",
                 "occurredAt":"2026-03-02T08:00:00Z"}""".formatted(known.sku(), known.place()).replace("\n", ""),
                                "/sku",
                                "/location",
                                "/quantity"),
                GoodRequest.of("GET /v1/openings/{opening}/equality", known.opening()));
    }

    private GoodRequest step(String step) {
        return GoodRequest.of("POST /v1/counts/{count}/" + step, known.counts().get(step))
                .saying("{\"id\":\"%s\",\"note\":\"seen\"}".formatted(id()), "/id");
    }

    private String id() {
        return fresh.apply("good");
    }
}
