package dev.perpetual.ledger.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perpetual.ledger.domain.Location.Kind;
import dev.perpetual.ledger.domain.PlaceRules.Misplaced;
import dev.perpetual.ledger.domain.PlaceRules.Misplaced.Why;
import dev.perpetual.ledger.domain.PlaceRules.Spot;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlaceRulesTest {

    private static Spot spot(Kind kind, String... path) {
        return new Spot(kind, List.of(path));
    }

    private static Why refusal(String id, Kind kind, Spot parent, List<Kind> inside, int levels) {
        return PlaceRules.place(id, kind, parent, inside, levels)
                .map(Misplaced::why)
                .orElse(null);
    }

    @Test
    void a_site_is_inside_nothing_and_a_bin_inside_its_kind() {
        assertThat(refusal("S", Kind.SUPPLIER, null, List.of(), 1)).isNull();
        assertThat(refusal("B", Kind.STORE, spot(Kind.STORE, "S", "Z"), List.of(), 1))
                .isNull();
        assertThat(refusal("B", Kind.STORE, spot(Kind.WAREHOUSE, "S"), List.of(), 1))
                .isEqualTo(Why.KIND);
        assertThat(refusal("B", Kind.TRANSIT, spot(Kind.TRANSIT, "S"), List.of(), 1))
                .isEqualTo(Why.KIND);
    }

    @Test
    void a_site_keeps_the_kind_of_what_is_inside_it() {
        assertThat(refusal("S", Kind.STORE, null, List.of(Kind.WAREHOUSE), 2)).isEqualTo(Why.KIND);
        assertThat(refusal("S", Kind.WAREHOUSE, null, List.of(Kind.WAREHOUSE), 2))
                .isNull();
    }

    @Test
    void nothing_is_inside_itself() {
        assertThat(refusal("S", Kind.STORE, spot(Kind.STORE, "S"), List.of(Kind.STORE), 3))
                .isEqualTo(Why.CYCLE);
        assertThat(refusal("S", Kind.STORE, spot(Kind.STORE, "S", "Z", "B"), List.of(Kind.STORE), 3))
                .isEqualTo(Why.CYCLE);
    }

    @Test
    void the_whole_branch_counts_for_the_depth() {
        var fifth = spot(Kind.STORE, "1", "2", "3", "4", "5");
        assertThat(refusal("Z", Kind.STORE, fifth, List.of(Kind.STORE), 3)).isNull();
        assertThat(refusal("Z", Kind.STORE, fifth, List.of(Kind.STORE), 4)).isEqualTo(Why.DEPTH);
    }
}
