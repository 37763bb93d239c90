package dev.perpetual.sandbox.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The inventory-ledger: items, locations, movements, holds, levels. */
public final class LedgerClient {
    /** The most movements that one call takes. */
    public static final int MOVEMENTS_MAX = 1_000;

    private final Api api;

    LedgerClient(Api api) {
        this.api = api;
    }

    /** The ledger alone, where nothing else runs. */
    public static LedgerClient at(URI base, String key, Patience patience) {
        return new LedgerClient(new Api(Api.newHttpClient(), base, key, patience));
    }

    /** The same service with other patience. */
    public LedgerClient with(Patience patience) {
        return new LedgerClient(api.with(patience));
    }

    public void putItem(Item item) {
        api.put("/v1/items/" + Api.escaped(item.sku()), without(item, "sku"), JsonNode.class);
    }

    public void putLocation(Location location) {
        api.put("/v1/locations/" + Api.escaped(location.id()), without(location, "id"), JsonNode.class);
    }

    /** Records all, in calls of at most {@value #MOVEMENTS_MAX}; each is judged on its own. */
    public List<MovementResult> record(List<Movement> movements) {
        var results = new ArrayList<MovementResult>();
        for (var from = 0; from < movements.size(); from += MOVEMENTS_MAX) {
            var part = movements.subList(from, Math.min(from + MOVEMENTS_MAX, movements.size()));
            results.addAll(api.post("/v1/movements", Map.of("movements", part), null, Results.class)
                    .results());
        }
        return results;
    }

    /** Promises stock; an {@link ApiProblem} of type {@code insufficient-stock} when it is not there. */
    public JsonNode placeHold(HoldRequest hold) {
        return api.post("/v1/holds", hold, hold.id(), JsonNode.class);
    }

    /** A channel may hold so many units at once, over all of its orders. */
    public void limitChannel(String channel, long unitsMax) {
        api.put("/v1/hold-limits/channel:" + Api.escaped(channel), Map.of("unitsMax", unitsMax), JsonNode.class);
    }

    /** Gives back all that is open of a hold. */
    public void releaseHold(String hold, String commandId) {
        api.post("/v1/holds/" + Api.escaped(hold) + "/release", Map.of("id", commandId), commandId, JsonNode.class);
    }

    /** All levels, of all SKUs. */
    public Stream<Level> levels() {
        return Pages.of(api, "/v1/levels", Level.class);
    }

    /** All levels at one location. */
    public Stream<Level> levelsAt(String location) {
        return Pages.of(api, "/v1/levels?location=" + Api.escaped(location), Level.class);
    }

    /** One SKU with its totals. */
    public JsonNode itemLevels(String sku) {
        return api.get("/v1/levels/" + Api.escaped(sku), JsonNode.class);
    }

    /** The levels of one SKU at all locations. */
    public Stream<Level> levelsOf(String sku) {
        return Pages.of(api, "/v1/levels?sku=" + Api.escaped(sku), Level.class);
    }

    /** All movements of one SKU. */
    public Stream<RecordedMovement> movementsOf(String sku) {
        return Pages.of(api, "/v1/movements?sku=" + Api.escaped(sku), RecordedMovement.class);
    }

    /** Cases of stock below zero of one SKU, open and closed. */
    public Stream<JsonNode> discrepanciesOf(String sku) {
        return Pages.of(api, "/v1/discrepancies", JsonNode.class)
                .filter(one -> one.path("sku").asText().equals(sku));
    }

    /** Folds the whole journal again and compares it with the tables and the topics. */
    public VerifyReport verify() {
        return verify("/v1/verify");
    }

    /** The same without the topics. */
    public VerifyReport verifyTables() {
        return verify("/v1/verify?topics=false");
    }

    private VerifyReport verify(String path) {
        var report = api.post(path, null, null, String.class).strip();
        var last = report.substring(report.lastIndexOf('\n') + 1);
        return new VerifyReport(last.contains("\"clean\":true"), last);
    }

    /** What those who run it need. */
    public Operations operations() {
        return new Operations(api);
    }

    private static ObjectNode without(Object body, String pathField) {
        ObjectNode node = Api.JSON.valueToTree(body);
        node.remove(pathField);
        return node;
    }

    private record Results(List<MovementResult> results) {}
}
