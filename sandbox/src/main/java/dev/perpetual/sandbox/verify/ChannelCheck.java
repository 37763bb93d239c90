package dev.perpetual.sandbox.verify;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perpetual.sandbox.client.PublisherClient;
import dev.perpetual.sandbox.client.ShopClient;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;

/** Whether every listing of every channel shows what it should: by the publisher's account and by the shop's own. */
final class ChannelCheck {
    private static final int EXAMPLES_MAX = 3;

    private ChannelCheck() {}

    static Check of(String name, PublisherClient publisher, Optional<ShopClient> shop) {
        var wrong = new ArrayList<String>();
        long[] listings = new long[1];
        publisher.channels().forEach(channel -> {
            var id = channel.path("id").asText();
            var told = shop.map(at -> at.told(id));
            publisher.quantities(id).forEach(row -> {
                listings[0]++;
                if (!isTold(row, told)) {
                    wrong.add(id + " " + row);
                }
            });
        });
        var seen = "%,d listings, %,d wrong%s"
                .formatted(
                        listings[0],
                        wrong.size(),
                        wrong.isEmpty()
                                ? ""
                                : ", such as "
                                        + wrong.stream().limit(EXAMPLES_MAX).toList());
        return new Check(name, wrong.isEmpty(), seen);
    }

    private static boolean isTold(JsonNode row, Optional<Map<String, Long>> told) {
        var wanted = row.path("wanted").path("quantity");
        if (!wanted.equals(row.path("accepted").path("quantity"))) {
            return false;
        }
        var listing = row.path("listing").asText();
        return told.isEmpty() || wanted.asLong() == told.get().getOrDefault(listing, -1L);
    }
}
