package dev.perpetual.ledger.commit;

import static dev.perpetual.ledger.commit.CommitLoopTest.together;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perpetual.kit.database.Database;
import dev.perpetual.ledger.LedgerTest;
import dev.perpetual.ledger.domain.Answer;
import dev.perpetual.ledger.domain.AssembleKits;
import dev.perpetual.ledger.domain.AssembleKits.Way;
import dev.perpetual.ledger.domain.Cause;
import dev.perpetual.ledger.domain.Command;
import dev.perpetual.ledger.domain.Command.PlaceHold;
import dev.perpetual.ledger.domain.Goods;
import dev.perpetual.ledger.domain.Hold;
import dev.perpetual.ledger.domain.HoldId;
import dev.perpetual.ledger.domain.HoldLine;
import dev.perpetual.ledger.domain.HoldLine.AskedLine;
import dev.perpetual.ledger.domain.LocationId;
import dev.perpetual.ledger.domain.Outcome.HoldChanged;
import dev.perpetual.ledger.domain.Outcome.Recorded;
import dev.perpetual.ledger.domain.Outcome.Refused;
import dev.perpetual.ledger.domain.Sku;
import dev.perpetual.ledger.domain.Submitted;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Kits that share parts, asked for at two instances of the loop on one database at once. */
@QuarkusTest
class KitRacesTest extends LedgerTest {

    private static final Instant WHEN = Instant.parse("2026-03-02T08:00:00Z");

    @Inject
    Database database;

    @Inject
    CommitLoop loop;

    private CommitLoop second;

    @BeforeEach
    void startTheSecond() {
        second = new CommitLoop(database, new SimpleMeterRegistry());
        second.start();
    }

    @AfterEach
    void stopTheSecond() throws InterruptedException {
        second.stop();
    }

    private static String newKit(Map<String, Integer> units) {
        var sku = fresh("KIT");
        put(sku, units);
        return sku;
    }

    private static void put(String sku, Map<String, Integer> units) {
        var parts = units.entrySet().stream()
                .map(part -> Map.of("sku", part.getKey(), "units", part.getValue()))
                .toList();
        asAdmin()
                .body(Map.of("name", "Kit", "kit", parts))
                .put("/v1/items/" + sku)
                .then()
                .statusCode(200);
    }

    private static Submitted hold(String... kits) {
        var id = fresh("h");
        var lines = IntStream.range(0, kits.length)
                .mapToObj(i -> new AskedLine(i + 1, new Sku(kits[i]), new LocationId(BERLIN), Goods.PLAIN, 1))
                .toList();
        return submitted(
                id,
                new PlaceHold(new HoldId(id), new Hold.Owner("order", "O-" + id), Hold.Fill.ALL, null, lines, WHEN));
    }

    private static Submitted assembly(Way way, String kit) {
        return submitted(
                fresh("m"),
                new AssembleKits(
                        way,
                        new Sku(kit),
                        1,
                        new LocationId(BERLIN),
                        Goods.PLAIN,
                        List.of(),
                        null,
                        new Cause("test", "T", null),
                        WHEN,
                        null));
    }

    private static Submitted submitted(String id, Command command) {
        return new Submitted(id, "hash", "tester", command);
    }

    private List<Answer> race(Stream<Submitted> commands) throws InterruptedException {
        var all = commands.toList();
        return together(IntStream.range(0, all.size())
                .<Callable<Answer>>mapToObj(i -> () -> (i % 2 == 0 ? loop : second).submit(all.get(i)))
                .toList());
    }

    @Test
    void scenario_45_two_racing_holds_for_two_kits_that_share_the_last_part() throws Exception {
        for (var round = 0; round < 15; round++) {
            var shared = newItemWith(1, BERLIN);
            var red = newItemWith(9, BERLIN);
            var blue = newItemWith(9, BERLIN);
            var redKit = newKit(Map.of(shared, 1, red, 2));
            var blueKit = newKit(Map.of(blue, 1, shared, 1));

            var answers = race(Stream.of(hold(redKit), hold(blueKit)));

            assertThat(answers.stream().filter(answer -> answer.outcome() instanceof HoldChanged))
                    .as("one of the kits is promised")
                    .hasSize(1);
            assertThat(answers.stream().filter(answer -> answer.outcome() instanceof Refused))
                    .hasSize(1);
            assertThat(units(shared, "held")).isEqualTo(1);
            assertThat(units(red, "held") / 2 + units(blue, "held"))
                    .as("never half a kit")
                    .isEqualTo(1);
        }
    }

    @Test
    void crossed_kits_on_two_instances_never_promise_a_part_twice() throws Exception {
        var one = newItemWith(100, BERLIN);
        var other = newItemWith(100, BERLIN);
        var kit = newKit(Map.of(one, 1, other, 2));
        var crossed = newKit(Map.of(other, 1, one, 2));

        var answers = race(IntStream.range(0, 240).mapToObj(i -> switch (i % 6) {
            case 0 -> hold(kit, crossed);
            case 1 -> hold(crossed, kit);
            case 2 -> hold(one, kit);
            case 3 -> hold(crossed, other);
            case 4 -> assembly(Way.ASSEMBLE, kit);
            default -> assembly(Way.DISASSEMBLE, kit);
        }));

        assertThat(answers)
                .allMatch(answer -> answer.outcome() instanceof HoldChanged
                        || answer.outcome() instanceof Refused
                        || answer.outcome() instanceof Recorded);
        assertThat(Math.min(units(one, "available"), units(other, "available"))).isNotNegative();
    }

    @Test
    void a_kit_that_changes_while_it_is_asked_for_is_promised_as_it_was_or_as_it_is() throws Exception {
        var cup = newItemWith(400, BERLIN);
        var tea = newItemWith(400, BERLIN);
        var kit = newKit(Map.of(cup, 1));
        var changes = Thread.ofVirtual().start(() -> {
            for (var i = 0; i < 20; i++) {
                put(kit, i % 2 == 0 ? Map.of(cup, 1, tea, 2) : Map.of(cup, 1));
            }
        });

        var answers = race(IntStream.range(0, 100).mapToObj(_ -> hold(kit)));
        changes.join();

        for (var answer : answers) {
            var granted = (HoldChanged) answer.outcome();
            var found = granted.hold().lines().stream()
                    .flatMap(line -> line.components().stream())
                    .map(each -> each.sku().code() + "*" + each.perKit())
                    .sorted()
                    .toList();
            assertThat(found)
                    .isIn(
                            List.of(cup + "*1"),
                            Stream.of(cup + "*1", tea + "*2").sorted().toList());
            assertThat(granted.hold().lines()).allMatch(HoldLine::isKit);
        }
    }
}
