package dev.perpetual.ledger.domain;

import static dev.perpetual.ledger.domain.KitWorld.CRATE;
import static dev.perpetual.ledger.domain.KitWorld.CUP;
import static dev.perpetual.ledger.domain.KitWorld.HERE;
import static dev.perpetual.ledger.domain.KitWorld.KITS;
import static dev.perpetual.ledger.domain.KitWorld.SET;
import static dev.perpetual.ledger.domain.KitWorld.START;
import static dev.perpetual.ledger.domain.KitWorld.TEA;
import static dev.perpetual.ledger.domain.KitWorld.amend;
import static dev.perpetual.ledger.domain.KitWorld.assembly;
import static dev.perpetual.ledger.domain.KitWorld.hold;
import static dev.perpetual.ledger.domain.KitWorld.receive;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perpetual.ledger.domain.AssembleKits.Way;
import dev.perpetual.ledger.domain.Command.ExpireHold;
import dev.perpetual.ledger.domain.Command.MoveHold;
import dev.perpetual.ledger.domain.Command.MoveHold.Step;
import dev.perpetual.ledger.domain.Command.MoveHold.StepLine;
import dev.perpetual.ledger.domain.Command.PlaceHold;
import dev.perpetual.ledger.domain.Hold.Fill;
import dev.perpetual.ledger.domain.Hold.Owner;
import dev.perpetual.ledger.domain.Hold.State;
import dev.perpetual.ledger.domain.HoldCommand.ConfirmHold;
import dev.perpetual.ledger.domain.HoldLimit.By;
import dev.perpetual.ledger.domain.HoldLimit.Scope;
import dev.perpetual.ledger.domain.HoldLimits.Count;
import dev.perpetual.ledger.domain.HoldLine.AskedLine;
import dev.perpetual.ledger.domain.Outcome.HoldChanged;
import dev.perpetual.ledger.domain.Outcome.Reason;
import dev.perpetual.ledger.domain.Outcome.Refused;
import dev.perpetual.ledger.domain.Outcome.Shortage;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Promises of kits become others: of other quantities, back from the pick, for good, or after some have left. */
class KitHoldChangesTest {

    private static final HoldId HOLD = new HoldId("H");

    /** Cups for 5 sets, tea for 9. */
    private final KitWorld world = new KitWorld();

    KitHoldChangesTest() {
        world.decide(receive(CUP, 10, HERE, Goods.PLAIN));
        world.decide(receive(TEA, 9, HERE, Goods.PLAIN));
    }

    private HoldChanged changed(Command command) {
        var outcome = world.decide(command);
        world.check(command.toString());
        assertThat(outcome).isInstanceOf(HoldChanged.class);
        return (HoldChanged) outcome;
    }

    private Refused refused(Command command) {
        var before = Map.copyOf(world.balances);
        var outcome = world.decide(command);
        assertThat(outcome).isInstanceOf(Refused.class);
        assertThat(world.balances).isEqualTo(before);
        world.check(command.toString());
        return (Refused) outcome;
    }

    private static MoveHold step(Step step, long kits) {
        return new MoveHold(HOLD, step, List.of(new StepLine(1, kits, null)), START);
    }

    private static String figures(HoldLine line) {
        return "%d open, %d picked, %d shipped, %d released, %d expired"
                .formatted(line.open(), line.picked(), line.shipped(), line.released(), line.expired());
    }

    private PlaceHold until(int seconds, long kits) {
        var line = new AskedLine(1, SET, HERE, Goods.PLAIN, kits, KITS.get(SET));
        return hold(HOLD.id(), Fill.ALL, START.plusSeconds(seconds), List.of(line));
    }

    @Test
    void fewer_kits_give_whole_ones_back_and_what_is_picked_stays() {
        changed(hold("H", SET, 5));
        changed(step(Step.PICK, 2));
        var amended = changed(amend(HOLD, 1, 3, true));
        assertThat(amended.moved()).containsExactly(2L);
        assertThat(figures(amended.hold().lines().getFirst()))
                .isEqualTo("1 open, 2 picked, 0 shipped, 2 released, 0 expired");
        assertThat(List.of(world.available(CUP), world.available(TEA))).containsExactly(4L, 6L);

        assertThat(refused(amend(HOLD, 1, 1, true)).reason()).isEqualTo(Reason.MORE_THAN_OPEN);
        assertThat(figures(changed(step(Step.UNPICK, 1)).hold().lines().getFirst()))
                .isEqualTo("2 open, 1 picked, 0 shipped, 2 released, 0 expired");
        changed(amend(HOLD, 1, 1, true));
        assertThat(List.of(world.available(CUP), world.available(TEA))).containsExactly(8L, 8L);
    }

    @Test
    void more_kits_are_judged_as_whole_ones_and_the_increase_alone() {
        changed(hold("H", SET, 3));
        var refusal = refused(amend(HOLD, 1, 6, true));
        assertThat(refusal.reason()).isEqualTo(Reason.INSUFFICIENT_STOCK);
        assertThat(refusal.lines()).extracting(Shortage::asked).containsExactly(3L);
        assertThat(refusal.lines()).extracting(Shortage::available).containsExactly(2L);

        var amended = changed(amend(HOLD, 1, 6, false));
        assertThat(amended.hold().lines()).hasSize(1);
        assertThat(amended.moved()).containsExactly(2L);
        assertThat(amended.hold().lines().getFirst().components())
                .extracting(HoldComponent::open)
                .containsExactly(10L, 5L);
        assertThat(List.of(world.available(CUP), world.available(TEA))).containsExactly(0L, 4L);
    }

    @Test
    void more_kits_are_assembled_ones_first_and_then_of_the_parts_that_the_line_has() {
        changed(hold("H", SET, 2));
        world.decide(assembly(Way.ASSEMBLE, SET, 1, HERE));
        var amended = changed(amend(HOLD, 1, 5, true));
        assertThat(amended.hold().lines()).extracting(HoldLine::isKit).containsExactly(true, false);
        assertThat(amended.hold().lines()).extracting(HoldLine::open).containsExactly(4L, 1L);
        assertThat(amended.moved()).containsExactly(2L, 1L);
        changed(new MoveHold(HOLD, Step.SHIP, List.of(), START));
        assertThat(world.available(SET) + world.available(CUP)).isZero();
    }

    @Test
    void a_line_that_has_no_kits_of_parts_grows_by_assembled_ones_only() {
        world.decide(assembly(Way.ASSEMBLE, SET, 1, HERE));
        changed(hold("H", SET, 1));
        assertThat(refused(amend(HOLD, 1, 2, true)).lines())
                .extracting(Shortage::available)
                .containsExactly(0L);
        world.decide(assembly(Way.ASSEMBLE, SET, 1, HERE));
        changed(amend(HOLD, 1, 2, true));
    }

    @Test
    void kits_that_expired_are_promised_again_when_the_hold_is_confirmed_all_or_none() {
        changed(until(5, 4));
        changed(step(Step.PICK, 1));
        world.now = START.plusSeconds(9);
        changed(new ExpireHold(HOLD));
        changed(hold("OTHER", CUP, 4));
        assertThat(refused(new ConfirmHold(HOLD, null, START)).lines())
                .extracting(Shortage::available)
                .containsExactly(2L);

        changed(new MoveHold(new HoldId("OTHER"), Step.RELEASE, List.of(), START));
        var confirmed = changed(new ConfirmHold(HOLD, new Owner("order", "O-2"), START));
        assertThat(confirmed.moved()).containsExactly(3L);
        assertThat(figures(confirmed.hold().lines().getFirst()))
                .isEqualTo("3 open, 1 picked, 0 shipped, 0 released, 3 expired");
        assertThat(confirmed.hold().expiresAt()).isNull();
        assertThat(world.available(CUP)).isEqualTo(2);
    }

    @Test
    void a_kit_of_one_owners_parts_is_confirmed_with_that_owners() {
        var theirs = new Goods("", "MILL");
        world.decide(receive(CUP, 2, HERE, theirs));
        world.decide(receive(TEA, 1, HERE, theirs));
        var line = new AskedLine(1, SET, HERE, theirs, 1, KITS.get(SET));
        changed(hold(HOLD.id(), Fill.ALL, START.plusSeconds(5), List.of(line)));
        world.now = START.plusSeconds(9);
        changed(new ExpireHold(HOLD));
        var confirmed = changed(new ConfirmHold(HOLD, null, START));
        assertThat(confirmed.hold().lines().getFirst().components())
                .extracting(each -> each.goods().owner() + each.open())
                .containsExactly("MILL2", "MILL1");
    }

    @Test
    void assembled_kits_that_left_early_settle_the_hold_and_the_rest_is_made_of_parts() {
        world.decide(assembly(Way.ASSEMBLE, SET, 1, HERE));
        var key = new BalanceKey(SET, HERE, Goods.PLAIN);
        changed(new MoveHold(HOLD, Step.SHIP, List.of(new StepLine(1, 1, key)), START));
        var landed = changed(hold("H", SET, 3));
        assertThat(landed.moved()).containsExactly(0L, 2L);
        assertThat(landed.hold().lines()).extracting(HoldLine::shipped).containsExactly(1L, 0L);
        assertThat(landed.hold().lines()).extracting(HoldLine::open).containsExactly(0L, 2L);
        assertThat(world.available(CUP)).isEqualTo(4);
    }

    @Test
    void what_left_early_of_a_kit_and_is_not_there_again_leaves_the_hold_refused_as_a_whole() {
        world.decide(assembly(Way.ASSEMBLE, SET, 1, HERE));
        var key = new BalanceKey(SET, HERE, Goods.PLAIN);
        changed(new MoveHold(HOLD, Step.SHIP, List.of(new StepLine(1, 1, key)), START));
        assertThat(refused(hold("H", SET, 6)).lines())
                .extracting(Shortage::available)
                .containsExactly(4L);
        assertThat(world.holds.get(HOLD).state()).isEqualTo(State.REFUSED);
    }

    @Test
    void a_limit_counts_kits_not_their_parts() {
        var scope = new Scope(By.CLIENT, "C", "", SET.code());
        var limit = new HoldLimit(scope, 3L, null, null);
        var owner = new Owner("order", "O", null, "C");
        world.limits = new HoldLimits(List.of(limit), Map.of(scope, Count.NOTHING));
        var line = new AskedLine(1, SET, HERE, Goods.PLAIN, 4, KITS.get(SET));
        var tooMany = refused(new PlaceHold(HOLD, owner, Fill.ALL, null, List.of(line), START));
        assertThat(tooMany.reason()).isEqualTo(Reason.HOLD_LIMIT);
        assertThat(tooMany.lines())
                .as("kits of parts are there, were it not for the limit")
                .extracting(Shortage::available)
                .containsExactly(4L);

        var three = new AskedLine(1, SET, HERE, Goods.PLAIN, 3, KITS.get(SET));
        changed(new PlaceHold(new HoldId("H2"), owner, Fill.ALL, null, List.of(three), START));
        assertThat(world.limits.changed()).containsEntry(scope, new Count(1, 3));
        assertThat(refused(amend(new HoldId("H2"), 1, 4, true)).reason()).isEqualTo(Reason.HOLD_LIMIT);
        changed(amend(new HoldId("H2"), 1, 1, true));
        assertThat(world.limits.changed()).containsEntry(scope, new Count(1, 1));
    }

    @Test
    void what_a_kit_is_made_of_changes_nothing_about_who_said_what_and_through_what() {
        var said = new Submitted("c", "h", "tester", "topic:orders", hold("H", CUP, 1));
        var found = said.with(hold("H", SET, 1));
        assertThat(found).isEqualTo(new Submitted("c", "h", "tester", "topic:orders", hold("H", SET, 1)));
    }

    @Test
    void an_assembled_kit_is_amended_like_any_other_item() {
        world.decide(assembly(Way.ASSEMBLE, CRATE, 2, HERE));
        changed(hold("H", CRATE, 1));
        changed(amend(HOLD, 1, 2, true));
        assertThat(refused(amend(HOLD, 1, 3, true)).reason()).isEqualTo(Reason.INSUFFICIENT_STOCK);
        changed(amend(HOLD, 1, 0, true));
        assertThat(world.available(CRATE)).isEqualTo(2);
    }
}
