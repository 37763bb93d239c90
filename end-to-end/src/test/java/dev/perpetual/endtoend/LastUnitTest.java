package dev.perpetual.endtoend;

import static dev.perpetual.endtoend.House.HAMBURG;
import static dev.perpetual.endtoend.House.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perpetual.sandbox.client.Order;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Many want what only few can have. */
@ExtendWith(House.Given.class)
class LastUnitTest {
    private static final int CLIENTS = 32;
    private static final int HOT_ORDERS = 1_000;
    private static final int HOT_STOCK = 400;

    @Test
    void scenario_13_of_32_clients_that_want_the_last_unit_exactly_one_gets_it(House house) throws Exception {
        var sku = house.newItem("LAST");
        house.receive(sku, HAMBURG, 1);
        house.awaitHeard(sku, HAMBURG, 1);

        var orders = atOnce(CLIENTS, number -> house.order("last-unit", sku + "-" + number, sku, 1));

        assertThat(orders).filteredOn(order -> order.state().equals("routed")).hasSize(1);
        assertThat(orders)
                .filteredOn(order -> order.state().equals("backordered"))
                .hasSize(CLIENTS - 1);
        var level = house.level(sku, HAMBURG);
        assertThat(level.in("held")).isEqualTo(1);
        assertThat(level.in("available")).isZero();
    }

    @Test
    void a_thousand_orders_of_one_hot_sku_never_hold_more_than_there_was(House house) throws Exception {
        var sku = house.newItem("HOT");
        house.receive(sku, HAMBURG, HOT_STOCK);

        var orders = atOnce(HOT_ORDERS, number -> house.order("hot", sku + "-" + number, sku, 1));

        eventually(() -> house.level(sku, HAMBURG).in("held") == HOT_STOCK, () -> "" + house.level(sku, HAMBURG));
        eventually(() -> heldByOrders(house, orders) == HOT_STOCK, () -> heldByOrders(house, orders) + " held");
        assertThat(lowestAvailable(house, sku)).isZero();
    }

    private static long heldByOrders(House house, List<Order> orders) {
        return orders.stream()
                .map(order -> house.perpetual().router().order(order.id()))
                .flatMap(order -> order.lines().stream())
                .mapToLong(Order.Line::held)
                .sum();
    }

    /** The running figure of what was available, over the whole history of the SKU. */
    private static long lowestAvailable(House house, String sku) {
        long available = 0;
        long lowest = Long.MAX_VALUE;
        var movements = house.perpetual()
                .ledger()
                .movementsOf(sku)
                .sorted(java.util.Comparator.comparingLong(movement -> movement.version()))
                .toList();
        for (var index = 0; index < movements.size(); index++) {
            var movement = movements.get(index);
            assertThat(movement.version()).as("versions are dense").isEqualTo(index + 1L);
            available += isAvailable(movement.to()) ? movement.quantity() : 0;
            available -= isAvailable(movement.from()) ? movement.quantity() : 0;
            lowest = Math.min(lowest, available);
        }
        return lowest;
    }

    private static boolean isAvailable(java.util.Map<String, String> account) {
        return "available".equals(account.get("bucket"));
    }

    /** All start at the same moment, as many as there are. */
    private static List<Order> atOnce(int count, java.util.function.IntFunction<Order> client) throws Exception {
        var start = new CountDownLatch(1);
        var answers = new ArrayList<Future<Order>>();
        try (var threads = Executors.newFixedThreadPool(Math.min(count, CLIENTS))) {
            IntStream.range(0, count)
                    .forEach(number -> answers.add(threads.submit(() -> {
                        start.await();
                        return client.apply(number);
                    })));
            start.countDown();
        }
        var orders = new ArrayList<Order>();
        for (var answer : answers) {
            orders.add(answer.get());
        }
        return orders;
    }
}
