package dev.perpetual.sandbox.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/** The supplier-sync: suppliers, feeds, runs. */
public final class SupplierClient {
    private final Api api;

    SupplierClient(Api api) {
        this.api = api;
    }

    public void putSupplier(String id, Object supplier) {
        api.put("/v1/suppliers/" + Api.escaped(id), supplier, JsonNode.class);
    }

    public void putFeed(String supplier, String feed, Object settings) {
        api.put(feedPath(supplier, feed), settings, JsonNode.class);
    }

    /** Uploads a file's content as one run of the feed. */
    public JsonNode run(String supplier, String feed, byte[] csv, String idempotencyKey) {
        return api.write(
                        "POST",
                        feedPath(supplier, feed) + "/runs",
                        csv,
                        idempotencyKey,
                        Map.of("Content-Type", "text/csv"))
                .as(JsonNode.class);
    }

    /**
     * Whether supplier-sync has heard of the feed's location and of every item in the file, by a dry run, which changes
     * nothing: both come by messages, and a run before them would be rejected.
     */
    public boolean knowsAllOf(String supplier, String feed, byte[] csv) {
        try {
            return api.write(
                                    "POST",
                                    feedPath(supplier, feed) + "/runs?dryRun=true",
                                    csv,
                                    null,
                                    Map.of("Content-Type", "text/csv"))
                            .as(JsonNode.class)
                            .at("/counts/rejected")
                            .asLong()
                    == 0;
        } catch (ApiProblem problem) {
            if (problem.type().equals("unknown-location")) {
                return false;
            }
            throw problem;
        }
    }

    public JsonNode run(String id) {
        return api.get("/v1/runs/" + Api.escaped(id), JsonNode.class);
    }

    /** What the supplier said of one SKU. */
    public JsonNode stock(String supplier, String sku) {
        return api.get("/v1/suppliers/" + Api.escaped(supplier) + "/stock?sku=" + Api.escaped(sku), JsonNode.class);
    }

    /** What those who run it need. */
    public Operations operations() {
        return new Operations(api);
    }

    private static String feedPath(String supplier, String feed) {
        return "/v1/suppliers/" + Api.escaped(supplier) + "/feeds/" + Api.escaped(feed);
    }
}
