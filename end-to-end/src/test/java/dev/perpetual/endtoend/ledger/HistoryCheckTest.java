package dev.perpetual.endtoend.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perpetual.endtoend.ledger.Exchange.Claim;
import dev.perpetual.endtoend.ledger.Exchange.Effect;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The check of histories passes a right one and finds each fault that is forged into it. */
class HistoryCheckTest {

    private static final String MUG = "MUG";
    private static final String CUP = "CUP";
    private static final String DOCK = "DOCK";

    private final List<Exchange> history = new ArrayList<>();
    private long clock;

    private Exchange next(String id, List<Effect> effects, List<Claim> claims) {
        clock += 10;
        var exchange = new Exchange(id, clock, clock + 5, effects, claims, List.of("said " + id, "said " + id));
        history.add(exchange);
        return exchange;
    }

    private static Effect received(String sku, long version, long units) {
        return new Effect(sku, version, DOCK, units, 0, false);
    }

    private static Effect granted(String sku, long version, long units) {
        return new Effect(sku, version, DOCK, -units, units, true);
    }

    private static Effect released(String sku, long version, long units) {
        return new Effect(sku, version, DOCK, units, -units, false);
    }

    /** 5 mugs and 1 cup come; 3 mugs are held, 3 more are not; 1 comes back; mug and cup are held together. */
    private void rightHistory() {
        next("receipt", List.of(received(MUG, 1, 5), received(CUP, 1, 1)), List.of());
        next("first", List.of(granted(MUG, 2, 3)), List.of());
        next("second", List.of(), List.of(Claim.refused(MUG, 2, DOCK, 2, 3)));
        next("look", List.of(), List.of(Claim.read(MUG, 2, DOCK, 2, 3)));
        next("release", List.of(released(MUG, 3, 1)), List.of());
        next("third", List.of(granted(CUP, 2, 1), granted(MUG, 4, 3)), List.of());
        next("fourth", List.of(), List.of(Claim.refused(CUP, 2, DOCK, 0, 1), Claim.refused(MUG, 4, DOCK, 0, 1)));
    }

    private List<String> wrong() {
        return HistoryCheck.wrongIn(history);
    }

    private void replace(String id, java.util.function.UnaryOperator<Exchange> change) {
        history.replaceAll(each -> each.id().equals(id) ? change.apply(each) : each);
    }

    private static Exchange with(Exchange of, List<Effect> effects, List<Claim> claims) {
        return new Exchange(of.id(), of.sent(), of.answered(), effects, claims, of.answers());
    }

    @Test
    void a_right_history_passes() {
        rightHistory();
        assertThat(wrong()).isEmpty();
    }

    @Test
    void answers_that_cross_may_come_in_any_order() {
        next("receipt", List.of(received(MUG, 1, 5)), List.of());
        history.add(new Exchange("slow", 100, 200, List.of(granted(MUG, 2, 1)), List.of(), List.of("a")));
        history.add(new Exchange("quick", 110, 120, List.of(granted(MUG, 3, 1)), List.of(), List.of("b")));
        assertThat(wrong()).isEmpty();
    }

    @Test
    void a_fact_may_take_what_is_not_there() {
        next("sale", List.of(new Effect(MUG, 1, DOCK, -2, 0, false)), List.of());
        next("hold", List.of(), List.of(Claim.refused(MUG, 1, DOCK, 0, 1)));
        next("transfer", List.of(), List.of(Claim.refused(MUG, 1, DOCK, -2, 1)));
        assertThat(wrong()).isEmpty();
    }

    @Test
    void a_unit_that_is_granted_twice_is_found() {
        rightHistory();
        next("forged", List.of(granted(MUG, 5, 1)), List.of());
        assertThat(wrong()).singleElement().asString().contains("forged", "version 5", "there were 0");
    }

    @Test
    void a_refusal_of_what_was_there_is_found() {
        rightHistory();
        replace("second", of -> with(of, List.of(), List.of(Claim.refused(MUG, 2, DOCK, 2, 2))));
        assertThat(wrong()).singleElement().asString().contains("second", "it was refused");
    }

    @Test
    void a_refusal_that_names_a_wrong_figure_is_found() {
        rightHistory();
        replace("second", of -> with(of, List.of(), List.of(Claim.refused(MUG, 2, DOCK, 1, 3))));
        assertThat(wrong()).singleElement().asString().contains("second", "heard of 1 available");
    }

    @Test
    void a_version_that_is_told_twice_is_found() {
        rightHistory();
        next("forged", List.of(received(MUG, 4, 1)), List.of());
        assertThat(wrong()).anyMatch(text -> text.contains("version 4 of MUG once, but third and forged have it"));
    }

    @Test
    void a_version_that_nobody_was_told_is_found() {
        rightHistory();
        next("late", List.of(received(MUG, 6, 1)), List.of());
        assertThat(wrong()).singleElement().asString().contains("version 5 of MUG");
    }

    @Test
    void a_lost_answer_is_found() {
        rightHistory();
        replace("look", of -> new Exchange(of.id(), of.sent(), of.answered(), of.effects(), of.claims(), List.of()));
        assertThat(wrong()).singleElement().asString().contains("look", "lost");
    }

    @Test
    void an_answer_that_changed_is_found() {
        rightHistory();
        replace("first", of -> of.and("refused"));
        assertThat(wrong()).singleElement().asString().contains("first", "refused");
    }

    @Test
    void a_stale_read_is_found() {
        rightHistory();
        next("forged", List.of(), List.of(Claim.read(MUG, 3, DOCK, 3, 2)));
        assertThat(wrong()).singleElement().asString().contains("forged", "come after version 4");
    }

    @Test
    void a_read_that_saw_what_never_was_is_found() {
        rightHistory();
        replace("look", of -> with(of, List.of(), List.of(Claim.read(MUG, 2, DOCK, 2, 2))));
        assertThat(wrong()).singleElement().asString().contains("look", "2 held");
    }

    @Test
    void a_refusal_by_what_was_known_before_is_found() {
        rightHistory();
        next("forged", List.of(), List.of(Claim.refused(MUG, 2, DOCK, 2, 3)));
        assertThat(wrong()).singleElement().asString().contains("forged", "come after version 4");
    }

    @Test
    void a_grant_that_was_put_before_what_was_answered_is_found() {
        next("receipt", List.of(received(MUG, 1, 5)), List.of());
        next("first", List.of(granted(MUG, 3, 1)), List.of());
        next("second", List.of(granted(MUG, 2, 1)), List.of());
        assertThat(wrong()).singleElement().asString().contains("second", "come after version 3");
    }

    @Test
    void a_unit_that_ends_twice_is_found() {
        rightHistory();
        next("forged", List.of(released(MUG, 5, 6)), List.of());
        assertThat(wrong()).singleElement().asString().contains("forged", "6 held");
    }

    @Test
    void a_version_that_was_only_heard_of_is_found() {
        rightHistory();
        next("forged", List.of(), List.of(Claim.refused(MUG, 9, DOCK, 0, 1)));
        assertThat(wrong()).singleElement().asString().contains("version 9 of MUG", "forged");
    }
}
