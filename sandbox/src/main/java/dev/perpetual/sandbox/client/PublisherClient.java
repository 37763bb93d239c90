package dev.perpetual.sandbox.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.stream.Stream;

/** The channel-publisher: channels, listings, policies, quantities. */
public final class PublisherClient {
    private final Api api;

    PublisherClient(Api api) {
        this.api = api;
    }

    public void putChannel(String id, Object channel) {
        api.put("/v1/channels/" + Api.escaped(id), channel, JsonNode.class);
    }

    /** Lists one unit of an item under a name of the channel's own. */
    public void putListing(String channel, String listing, String sku) {
        var path = "/v1/channels/" + Api.escaped(channel) + "/listings/" + Api.escaped(listing);
        api.put(path, Map.of("sku", sku), JsonNode.class);
    }

    public void putPolicy(String channel, Object policy) {
        api.put("/v1/channels/" + Api.escaped(channel) + "/policy", policy, JsonNode.class);
    }

    /** All channels. */
    public Stream<JsonNode> channels() {
        return Pages.of(api, "/v1/channels", JsonNode.class);
    }

    /** What each listing of the channel should show, was sent, and was accepted. */
    public Stream<JsonNode> quantities(String channel) {
        return Pages.of(api, "/v1/channels/" + Api.escaped(channel) + "/quantities", JsonNode.class);
    }

    /** What those who run it need. */
    public Operations operations() {
        return new Operations(api);
    }
}
