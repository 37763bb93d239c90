package dev.perpetual.router;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perpetual.kit.testing.Eventually;
import dev.perpetual.router.backorders.ReleaseBackorders;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The ledger limits what a channel may hold; it can only do so when it is told which channel an order came through. */
@QuarkusTest
class ChannelLimitsTest extends RouterTest {
    @Inject
    ReleaseBackorders releaseBackorders;

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

    @Test
    void one_refused_for_a_limit_lets_the_queue_pass_and_asks_once_more_with_the_next_sweep() {
        var sku = newItem(Map.of(BERLIN, 5));
        ledger().limit("busy-shop", 3);
        var limited = posted(sku, 4);
        var behind = RouterTest.posted("\"split\":\"never\",", line(1, sku, 6));
        assertThat(order(behind).getString("state")).isEqualTo("backordered");

        // The rise serves whoever waits for the SKU in their order, so the first would have asked before the second.
        ledger().receive(sku, BERLIN, 1);
        awaitOrder(behind, order -> order.getString("state").equals("routed"));
        assertThat(ledger().requests(limited)).hasSize(1);

        ledger().receive(sku, BERLIN, 4);
        ledger().limit("busy-shop", 4);
        Eventually.holds(() -> {
            releaseBackorders.sweep();
            assertThat(order(limited).getString("state")).isEqualTo("routed");
        });
        assertThat(ledger().requests(limited)).hasSize(2);
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
