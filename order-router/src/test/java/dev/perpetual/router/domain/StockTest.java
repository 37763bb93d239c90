package dev.perpetual.router.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perpetual.router.domain.sourcing.Demand;
import dev.perpetual.router.domain.sourcing.Kit;
import dev.perpetual.router.domain.sourcing.Level;
import dev.perpetual.router.domain.sourcing.Stock;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What our copy says of kits: assembled ones and what the parts at the same place make. */
class StockTest {
    private static final Kit SET = new Kit("SET", List.of(new Kit.Part("MUG", 2), new Kit.Part("TEA", 1)));
    private static final Kit CUP = new Kit("CUP", List.of(new Kit.Part("MUG", 1)));

    @Test
    void the_scarcest_part_decides_and_assembled_kits_are_added() {
        var stock = new Stock(List.of(level("SET", 1), level("MUG", 9), level("TEA", 3)), List.of(SET));
        assertThat(stock.at("SET", "A").available()).isEqualTo(4);
        assertThat(stock.at("SET", "B").available()).isZero();
    }

    @Test
    void what_is_asked_of_a_kit_is_asked_of_its_parts_and_of_the_kits_that_share_them() {
        var stock = new Stock(List.of(level("MUG", 5), level("TEA", 9)), List.of(SET, CUP));
        stock.asked("SET", "A", 2, false);
        assertThat(stock.at("MUG", "A").asked()).isEqualTo(4);
        assertThat(unasked(stock, "CUP")).isEqualTo(1);
        assertThat(unasked(stock, "SET")).isZero();
        stock.answered("SET", "A", 2, false);
        assertThat(unasked(stock, "CUP")).isEqualTo(5);
    }

    @Test
    void assembled_kits_that_are_asked_for_leave_the_parts_alone() {
        var stock = new Stock(List.of(level("SET", 2), level("MUG", 5), level("TEA", 9)), List.of(SET));
        stock.asked("SET", "A", 3, false);
        assertThat(stock.at("MUG", "A").asked()).isEqualTo(2);
        assertThat(unasked(stock, "SET")).isEqualTo(1);
    }

    @Test
    void demands_that_draw_on_the_same_units_share_them_in_their_order() {
        var stock = new Stock(List.of(level("MUG", 5), level("TEA", 9)), List.of(SET, CUP));
        var levels = stock.levels(List.of(new Demand(1, "SET", 1), new Demand(2, "MUG", 2), new Demand(3, "CUP", 9)));
        assertThat(levels).extracting(Level::sku).containsExactly("CUP", "MUG", "SET");
        assertThat(levels).extracting(Level::available).containsExactly(1L, 3L, 2L);
    }

    @Test
    void a_refused_kit_is_taken_for_what_the_ledger_said_until_a_part_changes() {
        var stock = new Stock(List.of(level("MUG", 5), level("TEA", 9)), List.of(SET));
        var refusedAt = stock.refusedAt("SET", "A", 0);
        stock.learned("SET", "A", 1, 0);
        assertThat(stock.at("SET", "A").available()).isEqualTo(1);
        assertThat(stock.knowsMore("SET", "A", refusedAt)).isFalse();
        stock.learned("TEA", "A", 2, 8);
        assertThat(stock.at("SET", "A").available()).isEqualTo(2);
        assertThat(stock.knowsMore("SET", "A", refusedAt)).isTrue();
    }

    private static long unasked(Stock stock, String sku) {
        var level = stock.at(sku, "A");
        return level.available() - level.asked();
    }

    private static Level level(String sku, long available) {
        return new Level(sku, "A", available, 0, 0, 7);
    }
}
