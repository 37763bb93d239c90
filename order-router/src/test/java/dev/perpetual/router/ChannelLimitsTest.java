package dev.perpetual.router;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The ledger limits what a channel may hold; it can only do so when it is told which channel an order came through. */
@QuarkusTest
class ChannelLimitsTest extends RouterTest {

    @Test
    void an_order_of_a_channel_that_holds_all_it_may_waits_and_does_not_ask_again_and_again() {
        var sku = newItem(Map.of(BERLIN, 9, LYON, 9));
        ledger().limit("busy-shop", 3);

        var id = posted(sku, 4);

        assertThat(order(id).getString("state")).isEqualTo("backordered");
        assertThat(units(order(id), 1)).isEqualTo("4=4+0+0+0+0");
        assertThat(ledger().requests(id)).extracting(ChannelLimitsTest::channel).containsExactly("busy-shop");
        assertThat(ledger().available(sku, BERLIN)).isEqualTo(9);

        assertThat(order(posted(sku, 3)).getString("state")).isEqualTo("routed");
    }

    private static String channel(JsonNode request) {
        return request.path("channel").asText();
    }

    private static String posted(String sku, long units) {
        return post(order(fresh("N"), "", line(1, sku, units)).replace("webshop", "busy-shop"))
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }
}
