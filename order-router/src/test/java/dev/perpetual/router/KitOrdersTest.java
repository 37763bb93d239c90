package dev.perpetual.router;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perpetual.kit.testing.Eventually;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Orders of kits that nobody assembled: they ship from where their parts are. */
@QuarkusTest
class KitOrdersTest extends RouterTest {

    @Test
    void a_kit_is_planned_from_the_node_whose_parts_make_it() {
        var mug = newItem(Map.of(BERLIN, 1, LYON, 6));
        var tea = newItem(Map.of(BERLIN, 9, LYON, 5));
        var set = newKit(Map.of(mug, 2, tea, 1), 3);

        var order = order(posted("", line(1, set, 3)));
        assertThat(units(order, 1)).isEqualTo("3=0+3+0+0+0");
        assertThat(order.getString("fulfilments[0].location")).isEqualTo(LYON);

        var more = order(posted("\"split\":\"allow\",", line(1, set, 1)));
        assertThat(units(more, 1)).isEqualTo("1=1+0+0+0+0");
    }

    @Test
    void what_one_kit_took_of_a_shared_part_no_other_kit_is_planned_with() {
        var mug = newItem(Map.of(BERLIN, 1));
        var tea = newItem(Map.of(BERLIN, 9));
        var jam = newItem(Map.of(BERLIN, 9));
        var breakfast = newKit(Map.of(mug, 1, tea, 1), 1);
        var brunch = newKit(Map.of(mug, 1, jam, 1), 1);

        assertThat(units(order(posted("", line(1, breakfast, 1))), 1)).isEqualTo("1=0+1+0+0+0");
        var second = posted("", line(1, brunch, 1));
        assertThat(units(order(second), 1)).isEqualTo("1=1+0+0+0+0");
        assertThat(ledger().requests(second)).isEmpty();
    }

    @Test
    void a_kit_and_its_part_on_one_order_are_not_planned_with_the_same_unit() {
        var mug = newItem(Map.of(BERLIN, 2));
        var set = newKit(Map.of(mug, 1), 2);

        var id = posted("", line(1, set, 1), line(2, mug, 2));
        var order = order(id);
        assertThat(units(order, 1)).isEqualTo("1=0+1+0+0+0");
        assertThat(units(order, 2)).isEqualTo("2=1+1+0+0+0");
        assertThat(ledger().requests(id)).hasSize(1);
    }

    @Test
    void a_kit_waits_for_its_parts_and_is_held_when_they_come() {
        var mug = newItem(Map.of(BERLIN, 4));
        var tea = newItem(Map.of());
        var set = newKit(Map.of(mug, 2, tea, 1), 0);

        var id = posted("", line(1, set, 2));
        assertThat(units(order(id), 1)).isEqualTo("2=2+0+0+0+0");
        ledger().receive(tea, BERLIN, 5);
        awaitOrder(id, order -> units(order, 1).equals("2=0+2+0+0+0"));
    }

    @Test
    void a_kit_that_the_ledger_refuses_is_planned_again_and_ships_when_parts_are_back() {
        var mug = newItem(Map.of(BERLIN, 2));
        var set = newKit(Map.of(mug, 1), 2);
        ledger().loseQuietly(mug, BERLIN, 2);

        var id = posted("", line(1, set, 2));
        assertThat(units(order(id), 1)).isEqualTo("2=2+0+0+0+0");
        assertThat(ledger().requests(id)).hasSize(1);
        ledger().receive(mug, BERLIN, 3);
        awaitOrder(id, order -> units(order, 1).equals("2=0+2+0+0+0"));
    }

    @Test
    void assembled_kits_go_first_and_parts_make_the_rest() {
        var mug = newItem(Map.of(BERLIN, 2));
        var set = newKit(Map.of(mug, 1), 2);
        ledger().receive(set, BERLIN, 1);
        awaitPromisable(set, 3);

        assertThat(units(order(posted("", line(1, set, 2))), 1)).isEqualTo("2=0+2+0+0+0");
        awaitPromisable(set, 1);
        awaitPromisable(mug, 1);
    }

    /** A kit that the router knows, with the kits that it can promise. */
    private static String newKit(Map<String, Integer> parts, long promisable) {
        var sku = fresh("KIT");
        ledger().item(sku, parts);
        Eventually.holds(() -> preview(sku));
        awaitPromisable(sku, promisable);
        return sku;
    }

    private static void awaitPromisable(String sku, long units) {
        Eventually.value(
                () -> preview(sku).getList("input.levels.available", Long.class).stream()
                        .mapToLong(Long::longValue)
                        .sum(),
                sum -> sum == units);
    }

    private static JsonPath preview(String sku) {
        return asAdmin()
                .body(order(fresh("preview"), "", line(1, sku, 1)))
                .post("/v1/decisions/preview")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }
}
