package dev.perpetual.ledger.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Many at once on one document. */
@QuarkusTest
class DocumentRacesTest extends DocumentsTest {

    private static List<Integer> together(List<Callable<Integer>> calls) throws InterruptedException {
        try (var threads = Executors.newFixedThreadPool(16)) {
            return threads.invokeAll(calls).stream()
                    .map(future -> future.resultNow())
                    .toList();
        }
    }

    private static List<Integer> times(int times, Callable<Integer> call) throws InterruptedException {
        return together(IntStream.range(0, times).mapToObj(_ -> call).toList());
    }

    @Test
    void receipts_of_one_line_at_once_are_all_recorded_and_bounded_by_the_tolerance() throws Exception {
        var sku = newItem();
        var order = order(sku, 100);

        var statuses = times(24, () -> receive(order, sku, "\"good\":5").statusCode());

        assertThat(statuses).allMatch(status -> status == 201);
        assertThat(units(sku, "available")).isEqualTo(105);
        assertThat(units(sku, "blocked")).isEqualTo(15); // The supplier's.
        assertThat(units(sku, "expected")).isZero();
        asAdmin()
                .get("/v1/purchase-orders/" + order)
                .then()
                .body("lines[0].arrived", equalTo(105))
                .body("lines[0].difference.counted", equalTo(120));
    }

    @Test
    void scenario_54_returns_of_one_order_at_once_restock_no_more_than_was_shipped() throws Exception {
        var sku = newItemWith(10, BERLIN);
        var order = ReturnsTest.sold(sku, 10);
        var calls = new ArrayList<Callable<Integer>>();
        for (var i = 0; i < 4; i++) {
            var id = ReturnsTest.authorised(order, sku, 10);
            line("returns/" + id + "/receive", "\"quantity\":10").then().statusCode(200);
            for (var j = 0; j < 10; j++) {
                calls.add(() ->
                        line("returns/" + id + "/dispose", "\"restock\":1").statusCode());
            }
        }

        var statuses = together(calls);

        assertThat(statuses.stream().filter(status -> status == 200)).hasSize(10);
        assertThat(statuses.stream().filter(status -> status == 409)).hasSize(30);
        assertThat(units(sku, "available")).isEqualTo(10);
    }

    @Test
    void the_same_receipt_many_times_at_once_counts_once() throws Exception {
        var sku = newItem();
        var order = order(sku, 100);
        var receipt = fresh("R");
        assertThat(times(16, () -> receive(receipt, order, sku, "\"good\":5").statusCode()))
                .allMatch(status -> status == 201);
        assertThat(units(sku, "available")).isEqualTo(5);
    }

    @Test
    void a_transfer_ships_no_more_than_it_asked_for_however_many_ask() throws Exception {
        var sku = newItemWith(100, BERLIN);
        var transfer = transfer(sku, 10, true);
        var statuses = times(
                30,
                () -> line("transfers/" + transfer + "/ship", "\"quantity\":1").statusCode());
        assertThat(statuses.stream().filter(status -> status == 200)).hasSize(10);
        assertThat(statuses.stream().filter(status -> status == 409)).hasSize(20);
        assertThat(at(sku, ROAD, "outbound")).isEqualTo(10);
        assertThat(at(sku, BERLIN, "held")).isZero();
    }
}
