package dev.perpetual.endtoend;

import static dev.perpetual.endtoend.House.HAMBURG;
import static dev.perpetual.endtoend.House.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perpetual.sandbox.client.CancelRequest;
import dev.perpetual.sandbox.client.Location;
import dev.perpetual.sandbox.client.Location.Address;
import dev.perpetual.sandbox.verify.Check;
import dev.perpetual.sandbox.verify.Checks;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Stock comes in, an order is routed, a channel is told. */
@ExtendWith(House.Given.class)
class MainFlowTest {
    @Test
    void stock_that_arrives_is_told_to_the_channel(House house) {
        var sku = house.newItem("ARRIVES");
        house.listed("flow-in", sku);

        house.receive(sku, HAMBURG, 12);

        assertThat(house.level(sku, HAMBURG).in("available")).isEqualTo(12);
        house.awaitTold("flow-in", sku, 12);
    }

    @Test
    void an_order_is_held_picked_and_shipped_and_the_channel_follows(House house) {
        var sku = house.newItem("SHIPS");
        house.listed("flow-out", sku);
        house.receive(sku, HAMBURG, 10);
        house.awaitTold("flow-out", sku, 10);
        house.awaitHeard(sku, HAMBURG, 10);

        var order = house.order("flow-out", sku, 3);

        assertThat(order.state()).isEqualTo("routed");
        assertThat(order.parts())
                .hasSize(1)
                .allSatisfy(part -> assertThat(part.location()).isEqualTo(HAMBURG));
        assertThat(house.level(sku, HAMBURG).in("held")).isEqualTo(3);
        house.awaitTold("flow-out", sku, 7);

        var router = house.perpetual().router();
        var fulfilment = order.parts().getFirst().id();
        router.pick(fulfilment, "pick-" + fulfilment);
        router.ship(fulfilment, "ship-" + fulfilment);

        var shipped = house.awaitState(order.id(), "shipped");
        assertThat(shipped.lines().getFirst().shipped()).isEqualTo(3);
        assertThat(shipped.isAccounted()).isTrue();
        assertThat(house.level(sku, HAMBURG).onHand()).isEqualTo(7);
    }

    @Test
    void scenario_45_two_kits_share_a_part_and_both_are_sold_out_when_one_takes_the_last(House house) {
        var mug = house.newItem("MUG");
        var tea = house.newItem("TEA");
        var jam = house.newItem("JAM");
        var breakfast = house.newKit("BREAKFAST", mug, tea);
        var brunch = house.newKit("BRUNCH", mug, jam);
        house.listed("flow-kits", breakfast);
        house.listed("flow-kits", brunch);
        house.receive(tea, HAMBURG, 5);
        house.receive(jam, HAMBURG, 5);
        house.receive(mug, HAMBURG, 1);
        house.awaitTold("flow-kits", breakfast, 1);
        house.awaitTold("flow-kits", brunch, 1);
        house.awaitHeard(breakfast, HAMBURG, 1);

        var order = house.order("flow-kits", breakfast, 1);

        assertThat(order.state()).isEqualTo("routed");
        assertThat(order.parts())
                .hasSize(1)
                .allSatisfy(part -> assertThat(part.location()).isEqualTo(HAMBURG));
        assertThat(house.level(mug, HAMBURG).in("held")).isEqualTo(1);
        assertThat(house.level(tea, HAMBURG).in("held")).isEqualTo(1);
        house.awaitTold("flow-kits", breakfast, 0);
        house.awaitTold("flow-kits", brunch, 0);
        assertThat(house.order("flow-kits", brunch, 1).state()).isEqualTo("backordered");

        var router = house.perpetual().router();
        var fulfilment = order.parts().getFirst().id();
        router.pick(fulfilment, "pick-" + fulfilment);
        router.ship(fulfilment, "ship-" + fulfilment);
        assertThat(house.awaitState(order.id(), "shipped").isAccounted()).isTrue();
        assertThat(house.level(mug, HAMBURG).onHand()).isZero();
    }

    @Test
    void a_cancelled_order_gives_its_units_back(House house) {
        var sku = house.newItem("CANCELS");
        house.listed("flow-back", sku);
        house.receive(sku, HAMBURG, 5);
        house.awaitTold("flow-back", sku, 5);
        house.awaitHeard(sku, HAMBURG, 5);
        var order = house.order("flow-back", sku, 4);
        house.awaitTold("flow-back", sku, 1);

        house.perpetual().router().cancel(order.id(), new CancelRequest("cancel-" + order.id(), null));

        house.awaitState(order.id(), "cancelled");
        eventually(() -> house.level(sku, HAMBURG).in("available") == 5);
        house.awaitTold("flow-back", sku, 5);
    }

    @Test
    void an_order_waits_for_stock_and_is_routed_when_it_arrives(House house) {
        var sku = house.newItem("WAITS");

        var order = house.order("flow-wait", sku, 2);
        assertThat(order.state()).isEqualTo("backordered");

        house.receive(sku, HAMBURG, 2);
        var routed = house.awaitState(order.id(), "routed");
        assertThat(routed.lines().getFirst().held()).isEqualTo(2);
    }

    @Test
    void the_same_order_again_is_the_same_order(House house) {
        var sku = house.newItem("TWICE");
        house.receive(sku, HAMBURG, 10);
        var id = UUID.randomUUID().toString();

        var first = house.order("flow-twice", id, sku, 3);
        var second = house.order("flow-twice", id, sku, 3);

        assertThat(second.id()).isEqualTo(first.id());
        eventually(() -> house.level(sku, HAMBURG).in("held") == 3);
    }

    @Test
    void a_suppliers_file_becomes_a_level_and_reaches_the_channel(House house) throws IOException {
        var supplier = "e2e-supplier";
        var address = new Address("DK", null, null, 55.7, 12.57);
        house.perpetual()
                .ledger()
                .putLocation(new Location(supplier, supplier, "SUPPLIER", address, "UTC", "flag", true));
        var sku = house.newItem("SUPPLIED");
        house.listed("flow-supplier", sku);
        house.perpetual().supplier().putSupplier(supplier, Map.of("name", supplier));
        house.perpetual()
                .supplier()
                .putFeed(
                        supplier,
                        "stock",
                        Map.of(
                                "transport", Map.of("type", "folder"),
                                "format", Map.of("type", "csv"),
                                "mapping",
                                        Map.of("sku", "sku", "quantity", "qty", "location", supplier, "asOf", "at")));

        var csv = "sku,qty,at\n%s,40,%s\n".formatted(sku, Instant.now());
        house.awaitKnown(supplier, "stock", csv);
        var folder = Files.createDirectories(
                house.running().data().dropFolder().resolve(supplier).resolve("stock"));
        var part = Files.writeString(folder.resolve("stock.csv.part"), csv);
        Files.move(part, folder.resolve("stock.csv"));

        eventually(() -> house.level(sku, supplier).in("available") == 40);
        house.awaitTold("flow-supplier", sku, 40);
    }

    @Test
    void every_check_of_verify_holds(House house) {
        assertThat(Checks.of(house.target()).all())
                .allSatisfy(check -> assertThat(check).returns(true, Check::ok));
    }
}
