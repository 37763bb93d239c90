package dev.perpetual.sandbox.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.Map;
import java.util.TreeMap;

/** The pretend shop of the sandbox: what each channel was told. */
public final class ShopClient {
    private final Api api;

    public ShopClient(URI shop) {
        this.api = new Api(Api.newHttpClient(), shop, "none", Patience.none());
    }

    /** The newest quantity of each listing that the shop has accepted for this channel. */
    public Map<String, Long> told(String channel) {
        var told = new TreeMap<String, Long>();
        api.get("/told?channel=" + Api.escaped(channel), JsonNode.class)
                .path("quantities")
                .forEach(row -> told.put(
                        row.path("listing").asText(), row.path("quantity").asLong()));
        return told;
    }

    /** How the channel's caller behaved: requests by status, those inside a Retry-After, overlapping ones. */
    public JsonNode manners(String channel) {
        return api.get("/told?channel=" + Api.escaped(channel), JsonNode.class).path("manners");
    }
}
