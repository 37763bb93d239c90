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
