package dev.perpetual.sandbox.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perpetual.sandbox.client.Movement;
import dev.perpetual.sandbox.demo.DemoItem.Kind;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class DemoDataTest {
    private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");

    private final DemoData data = DemoData.of(1);

    @Test
    void the_same_seed_makes_the_same_shop_and_another_seed_another_one() {
        assertThat(DemoData.of(1).items()).isEqualTo(data.items());
        assertThat(DemoData.of(2).items()).isNotEqualTo(data.items());
        assertThat(new DemoOrders(DemoData.of(1), 1).make(50, "r", NOON))
                .isEqualTo(new DemoOrders(data, 1).make(50, "r", NOON));
    }

    @Test
    void there_are_300_items_of_every_kind_with_names_of_their_own_sku() {
        assertThat(data.items())
                .hasSize(DemoData.ITEMS)
                .extracting(DemoItem::sku)
                .doesNotHaveDuplicates();
        for (var kind : Kind.values()) {
            assertThat(data.items(kind)).as("%s", kind).isNotEmpty();
        }
        assertThat(data.items())
                .allSatisfy(item -> assertThat(item.item().weightGrams()).isPositive());
    }

    @Test
    void demand_is_skewed_few_items_make_most_of_it() {
        var demands =
                data.items().stream().map(DemoItem::demand).sorted().toList().reversed();
        var all = demands.stream().mapToDouble(Double::doubleValue).sum();
        var best = demands.stream()
                .limit(DemoData.ITEMS / 5)
                .mapToDouble(Double::doubleValue)
                .sum();

        assertThat(best / all).isBetween(0.5, 0.95);
    }

    @Test
    void a_gtin_has_a_right_check_digit() {
        assertThat(data.items())
                .allSatisfy(item -> assertThat(item.item().packs())
                        .allSatisfy(pack -> assertThat(isValid(String.valueOf(pack.gtin())))
                                .as(pack.gtin())
                                .isTrue()));
    }

    @Test
    void what_only_a_supplier_has_is_not_on_our_shelves_and_is_in_a_suppliers_file() {
        var opening = data.opening(1, "r", NOON);
        var file = new DemoSupply(data, 1).file(DemoPlaces.SUPPLIER_NORTH, NOON);

        assertThat(data.items(Kind.DROP_SHIPPED)).allSatisfy(item -> {
            assertThat(opening).extracting(Movement::sku).doesNotContain(item.sku());
            assertThat(file).contains(item.sku() + ";");
        });
        assertThat(opening).extracting(Movement::id).doesNotHaveDuplicates();
    }

    @Test
    void ids_of_two_runs_differ_so_that_kept_data_takes_another_day() {
        var first = data.opening(1, "a", NOON).stream().map(Movement::id).toList();

        assertThat(data.opening(1, "b", NOON)).extracting(Movement::id).doesNotContainAnyElementsOf(first);
    }

    /** The weighted sum of all thirteen digits is a multiple of ten. */
    private static boolean isValid(String gtin) {
        var sum = 0;
        for (var index = 0; index < gtin.length(); index++) {
            sum += (gtin.charAt(index) - '0') * (index % 2 == 0 ? 1 : 3);
        }
        return gtin.length() == 13 && sum % 10 == 0;
    }
}
