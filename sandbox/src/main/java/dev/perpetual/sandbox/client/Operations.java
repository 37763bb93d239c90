package dev.perpetual.sandbox.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What every service offers to those who run it: the audit of its topics, and what it could not read. */
public final class Operations {
    private final Api api;

    Operations(Api api) {
        this.api = api;
    }

    /** Compares what was recorded with what is on the service's topics. */
    public JsonNode audit() {
        return api.post("/v1/audit", null, null, JsonNode.class);
    }

    /** Records that could not be applied, and those of their keys behind them, oldest first. */
    public List<JsonNode> parked() {
        var parked = new ArrayList<JsonNode>();
        api.get("/v1/parked", JsonNode.class).path("items").forEach(parked::add);
        return parked;
    }

    /** Applies the parked records of one key in their order; returns how many. */
    public long replayParked(String topic, String key) {
        return decide("replay", topic, key);
    }

    /** Gives up on the parked records of one key; returns how many. */
    public long discardParked(String topic, String key) {
        return decide("discard", topic, key);
    }

    private long decide(String verb, String topic, String key) {
        return api.post("/v1/parked/" + verb, Map.of("topic", topic, "key", key), null, JsonNode.class)
                .path("records")
                .asLong();
    }
}
