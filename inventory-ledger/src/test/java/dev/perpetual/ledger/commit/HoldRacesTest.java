package dev.perpetual.ledger.commit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perpetual.kit.database.Database;
import dev.perpetual.ledger.LedgerTest;
import dev.perpetual.ledger.domain.Answer;
import dev.perpetual.ledger.domain.Command;
import dev.perpetual.ledger.domain.Command.ExpireHold;
import dev.perpetual.ledger.domain.Command.PlaceHold;
import dev.perpetual.ledger.domain.Goods;
import dev.perpetual.ledger.domain.Hold;
import dev.perpetual.ledger.domain.Hold.Fill;
import dev.perpetual.ledger.domain.Hold.Owner;
import dev.perpetual.ledger.domain.HoldCommand.ConfirmHold;
import dev.perpetual.ledger.domain.HoldId;
import dev.perpetual.ledger.domain.HoldLine.AskedLine;
import dev.perpetual.ledger.domain.LocationId;
import dev.perpetual.ledger.domain.Outcome.HoldChanged;
import dev.perpetual.ledger.domain.Outcome.Reason;
import dev.perpetual.ledger.domain.Outcome.Refused;
import dev.perpetual.ledger.domain.Sku;
import dev.perpetual.ledger.domain.Submitted;
import dev.perpetual.ledger.wire.Times;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two instances of the ledger decide about the same promises at the same time. */
@QuarkusTest
class HoldRacesTest extends LedgerTest {

    private static final int ROUNDS_MAX = 400;

    @Inject
    Database database;

    @Inject
    CommitLoop loop;

    private CommitLoop second;

    @BeforeEach
    void secondInstance() {
        second = new CommitLoop(database, new SimpleMeterRegistry());
        second.start();
    }

    @AfterEach
    void stop() throws InterruptedException {
        second.stop();
    }

    private static Submitted submitted(Command command) {
        return new Submitted(fresh("command"), "hash", "tester", command);
    }

    /** As the ledger asks it of itself at a deadline. */
    private static Submitted expire(String hold) {
        return new Submitted("expire:" + hold, "", "deadline", Submitted.SCHEDULE, new ExpireHold(new HoldId(hold)));
    }

    private static Submitted place(String hold, Owner owner, @Nullable Instant deadline, long units, String... skus) {
        var lines = new ArrayList<AskedLine>();
        for (var sku : skus) {
            lines.add(new AskedLine(lines.size() + 1, new Sku(sku), new LocationId(BERLIN), Goods.PLAIN, units));
        }
        return new Submitted(
                hold, "hash", "tester", new PlaceHold(new HoldId(hold), owner, Fill.ALL, deadline, lines, Times.now()));
    }

    @Test
    void scenario_14_expiry_and_confirmation_at_once_one_is_first_and_the_answer_tells_which() throws Exception {
        var sku = newItemWith(5_000, BERLIN);
        var confirmedFirst = 0;
        var expiredFirst = 0;
        for (var round = 0; round < ROUNDS_MAX && Math.min(confirmedFirst, expiredFirst) < 5; round++) {
            var cart = fresh("cart");
            loop.submit(place(cart, new Owner("cart", cart), Times.now().minusSeconds(1), 2, sku));
            var expire = expire(cart);
            var confirm = submitted(new ConfirmHold(new HoldId(cart), new Owner("order", "O-" + cart), Times.now()));
            var confirmAt = round % 2 == 0 ? loop : second;
            var expireAt = round % 2 == 0 ? second : loop;
            var answers = CommitLoopTest.together(
                    round % 4 < 2
                            ? List.<Callable<Answer>>of(() -> confirmAt.submit(confirm), () -> expireAt.submit(expire))
                            : List.<Callable<Answer>>of(
                                    () -> expireAt.submit(expire), () -> confirmAt.submit(confirm)));
            var confirmed = answers.get(round % 4 < 2 ? 0 : 1);
            assertThat(confirmed.outcome()).isInstanceOf(HoldChanged.class);
            var changed = (HoldChanged) confirmed.outcome();
            var line = changed.hold().lines().getFirst();
            assertThat(changed.hold().state()).isEqualTo(Hold.State.OPEN);
            assertThat(changed.hold().expiresAt()).isNull();
            assertThat(line.open()).isEqualTo(2);
            assertThat(line.expired()).isEqualTo(changed.moved().getFirst());
            if (line.expired() > 0) {
                expiredFirst++;
            } else {
                confirmedFirst++;
            }
        }
        assertThat(confirmedFirst).isPositive();
        assertThat(expiredFirst).isPositive();
    }

    @Test
    void scenario_14_the_last_unit_goes_to_the_confirmed_cart_or_to_another_and_never_to_both() throws Exception {
        var sku = newItemWith(60, BERLIN);
        for (var round = 0; round < 60; round++) {
            var cart = fresh("cart");
            loop.submit(place(cart, new Owner("cart", cart), Times.now().minusSeconds(1), 60, sku));
            var expire = expire(cart);
            var confirm = submitted(new ConfirmHold(new HoldId(cart), null, Times.now()));
            var other = place(fresh("other"), new Owner("order", "O"), null, 60, sku);
            var answers = CommitLoopTest.together(List.<Callable<Answer>>of(
                    () -> second.submit(expire), () -> loop.submit(other), () -> second.submit(confirm)));
            var confirmed = answers.get(2).outcome() instanceof HoldChanged;
            var taken = answers.get(1).outcome() instanceof HoldChanged;
            assertThat(confirmed).isNotEqualTo(taken);
            if (answers.get(2).outcome() instanceof Refused refused) {
                assertThat(refused.reason()).isEqualTo(Reason.INSUFFICIENT_STOCK);
                assertThat(refused.lines().getFirst().available()).isZero();
            }
            assertThat(units(sku, "held")).isEqualTo(60);
            release(confirmed ? cart : answers.get(1).id());
        }
    }

    private static void release(String hold) {
        step(hold, "release", "").then().statusCode(200);
    }

    @Test
    void scenario_23_a_limit_is_exact_over_many_items_and_two_instances() throws Exception {
        var skus = new ArrayList<String>();
        for (var i = 0; i < 6; i++) {
            skus.add(newItemWith(100, BERLIN));
        }
        var client = fresh("bot");
        var channel = fresh("web");
        for (var scope : List.of("client:" + client, "channel:" + channel)) {
            asAdmin()
                    .body("{\"unitsMax\":%d}".formatted(scope.startsWith("client") ? 40 : 30))
                    .put("/v1/hold-limits/" + scope)
                    .then()
                    .statusCode(200);
        }
        var owner = new Owner("cart", "B", channel, client);
        var calls = new ArrayList<Callable<Answer>>();
        for (var i = 0; i < 300; i++) {
            var one = skus.get(i % 6);
            var other = skus.get((i * 5 + 1) % 6);
            var hold = i % 3 == 0
                    ? place(fresh("h"), owner, null, 1, one, other) // Crossed lines.
                    : place(fresh("h"), owner, null, 1, one);
            var instance = i % 2 == 0 ? loop : second;
            calls.add(() -> instance.submit(hold));
            if (i % 5 == 4) {
                var free = place(fresh("h"), new Owner("order", "O"), null, 1, other);
                calls.add(() -> instance.submit(free));
            }
        }
        var answers = CommitLoopTest.together(calls);
        var granted = answers.stream()
                .filter(answer -> answer.outcome() instanceof HoldChanged changed
                        && changed.hold().owner().equals(owner))
                .mapToLong(answer ->
                        ((HoldChanged) answer.outcome()).hold().lines().size())
                .sum();
        assertThat(granted).isEqualTo(30);
        assertThat(answers)
                .allMatch(answer -> answer.outcome() instanceof HoldChanged
                        || (answer.outcome() instanceof Refused refused && refused.reason() == Reason.HOLD_LIMIT));
        asAdmin()
                .get("/v1/holds/by-channel")
                .then()
                .body("items.find { it.channel == '%s' }.units".formatted(channel), org.hamcrest.Matchers.equalTo(30));
        everythingIsAsItMustBe();
        for (var scope : List.of("client:" + client, "channel:" + channel)) {
            asAdmin().delete("/v1/hold-limits/" + scope).then().statusCode(204);
        }
    }

    @Test
    void scenario_23_a_limit_that_is_set_while_holds_come_in_counts_each_of_them_once() throws Exception {
        var sku = newItemWith(1_000, BERLIN);
        var channel = fresh("web");
        var owner = new Owner("cart", "B", channel, null);
        var calls = new ArrayList<Callable<@Nullable Answer>>();
        for (var i = 0; i < 200; i++) {
            var hold = place(fresh("h"), owner, null, 1, sku);
            var instance = i % 2 == 0 ? loop : second;
            calls.add(() -> instance.submit(hold));
            if (i % 50 == 25) {
                var most = 1_000 + i;
                calls.add(() -> {
                    asAdmin()
                            .body("{\"unitsMax\":" + most + "}")
                            .put("/v1/hold-limits/channel:" + channel)
                            .then()
                            .statusCode(200);
                    return null;
                });
            }
        }
        CommitLoopTest.together(calls);
        everythingIsAsItMustBe();
        asAdmin()
                .body("{\"unitsMax\":200}")
                .put("/v1/hold-limits/channel:" + channel)
                .then()
                .statusCode(200);
        assertThat(loop.submit(place(fresh("h"), owner, null, 1, sku)).outcome())
                .isInstanceOf(Refused.class);
        asAdmin().delete("/v1/hold-limits/channel:" + channel).then().statusCode(204);
    }
}
