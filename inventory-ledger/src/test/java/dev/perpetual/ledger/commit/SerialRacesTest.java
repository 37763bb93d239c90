package dev.perpetual.ledger.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.perpetual.kit.database.Database;
import dev.perpetual.ledger.LedgerTest;
import dev.perpetual.ledger.domain.Account;
import dev.perpetual.ledger.domain.Answer;
import dev.perpetual.ledger.domain.Bucket;
import dev.perpetual.ledger.domain.Cause;
import dev.perpetual.ledger.domain.Command;
import dev.perpetual.ledger.domain.Command.RecordMovement;
import dev.perpetual.ledger.domain.Command.TransferStock;
import dev.perpetual.ledger.domain.Goods;
import dev.perpetual.ledger.domain.LocationId;
import dev.perpetual.ledger.domain.MovementKind;
import dev.perpetual.ledger.domain.Outcome.Reason;
import dev.perpetual.ledger.domain.Outcome.Recorded;
import dev.perpetual.ledger.domain.Outcome.Refused;
import dev.perpetual.ledger.domain.Outside;
import dev.perpetual.ledger.domain.Sku;
import dev.perpetual.ledger.domain.Submitted;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Many at once on one unit. */
@QuarkusTest
class SerialRacesTest extends LedgerTest {

    private static final Instant WHEN = Instant.parse("2026-03-02T08:00:00Z");
    private static final Cause CAUSE = new Cause("test", "T", null);

    @Inject
    Database database;

    @Inject
    CommitLoop loop;

    private static Submitted receipt(String sku, String location, String serial) {
        return submitted(new RecordMovement(
                MovementKind.RECEIVE,
                new Sku(sku),
                1,
                Account.beyond(Outside.SUPPLIER),
                Account.at(new LocationId(location), Bucket.AVAILABLE),
                Goods.PLAIN,
                null,
                null,
                CAUSE,
                WHEN,
                List.of(serial),
                null));
    }

    private static Submitted submitted(Command command) {
        return new Submitted(fresh("m"), "hash", "tester", command);
    }

    private static void isOnce(List<Answer> answers, Reason otherwise) {
        assertThat(answers)
                .filteredOn(answer -> answer.outcome() instanceof Recorded)
                .hasSize(1);
        assertThat(answers)
                .filteredOn(answer -> answer.outcome() instanceof Refused refused && refused.reason() == otherwise)
                .hasSize(answers.size() - 1);
    }

    @Test
    void scenario_43_the_same_serial_received_at_once_on_two_instances_is_one_unit() throws Exception {
        var sku = newPhone();
        var second = new CommitLoop(database, new SimpleMeterRegistry());
        second.start();
        try {
            for (var round = 0; round < 10; round++) {
                var serial = "S" + round;
                isOnce(
                        CommitLoopTest.together(IntStream.range(0, 8)
                                .<Callable<Answer>>mapToObj(i -> {
                                    var receipt = receipt(sku, i % 2 == 0 ? BERLIN : MUNICH, serial);
                                    return () -> (i % 2 == 0 ? loop : second).submit(receipt);
                                })
                                .toList()),
                        Reason.DUPLICATE_SERIAL);
            }
        } finally {
            second.stop();
        }
        assertThat(units(sku, "available")).isEqualTo(10);
    }

    @Test
    void scenario_43_the_same_serial_received_twice_in_one_batch_is_one_unit() {
        var sku = newPhone();
        isOnce(
                loop.submit(IntStream.range(0, 5)
                        .mapToObj(i -> receipt(sku, i % 2 == 0 ? BERLIN : MUNICH, "S1"))
                        .toList()),
                Reason.DUPLICATE_SERIAL);
        assertThat(units(sku, "available")).isEqualTo(1);
    }

    @Test
    void one_unit_that_many_ask_for_goes_to_one_place() throws Exception {
        var sku = newPhone();
        loop.submit(List.of(receipt(sku, BERLIN, "S1"), receipt(sku, BERLIN, "S2")));
        isOnce(
                CommitLoopTest.together(IntStream.range(0, 12)
                        .<Callable<Answer>>mapToObj(i -> {
                            var transfer = submitted(new TransferStock(
                                    new Sku(sku),
                                    1,
                                    new LocationId(BERLIN),
                                    Bucket.AVAILABLE,
                                    new LocationId(i % 2 == 0 ? MUNICH : STORE),
                                    Bucket.AVAILABLE,
                                    Goods.PLAIN,
                                    null,
                                    CAUSE,
                                    WHEN,
                                    List.of("S1"),
                                    null));
                            return () -> loop.submit(transfer);
                        })
                        .toList()),
                Reason.SERIAL_ELSEWHERE);
        asAdmin().get("/v1/items/" + sku + "/serials/S1").then().body("sound", equalTo(true));
        assertThat(units(sku, "available")).isEqualTo(2);
    }

    @Test
    void a_thousand_units_come_and_go_in_two_movements() {
        var sku = newPhone();
        var serials = IntStream.range(0, 1_000).mapToObj(i -> "S" + i).toList();
        var berlin = Account.at(new LocationId(BERLIN), Bucket.AVAILABLE);
        assertThat(loop.submit(submitted(new RecordMovement(
                                MovementKind.RECEIVE,
                                new Sku(sku),
                                1_000,
                                Account.beyond(Outside.SUPPLIER),
                                berlin,
                                Goods.PLAIN,
                                null,
                                null,
                                CAUSE,
                                WHEN,
                                serials,
                                null)))
                        .outcome())
                .isInstanceOf(Recorded.class);
        asAdmin().get("/v1/items/" + sku + "/serials").then().body("items.size()", equalTo(200));
        assertThat(loop.submit(submitted(new RecordMovement(
                                MovementKind.SELL,
                                new Sku(sku),
                                1_000,
                                berlin,
                                Account.beyond(Outside.CUSTOMER),
                                Goods.PLAIN,
                                null,
                                null,
                                CAUSE,
                                WHEN,
                                serials,
                                null)))
                        .outcome())
                .isInstanceOf(Recorded.class);
        asAdmin().get("/v1/items/" + sku + "/serials?location=" + BERLIN).then().body("items.size()", equalTo(0));
    }
}
