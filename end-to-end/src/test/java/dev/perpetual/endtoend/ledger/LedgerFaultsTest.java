package dev.perpetual.endtoend.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perpetual.endtoend.House;
import dev.perpetual.sandbox.Part;
import dev.perpetual.sandbox.Running;
import dev.perpetual.sandbox.client.Item;
import dev.perpetual.sandbox.client.Location;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Two ledgers on one database are killed, frozen, cut off and left without a database, in an order that the seed chooses,
 * while clients ask both for the same few SKUs. Again with the same seed: {@code -Dseed=N}; more seeds: {@code -Dseeds=N};
 * the faults of one seed more than once: {@code -Dledger.rounds=N}.
 */
@ExtendWith(House.Given.class)
class LedgerFaultsTest {

    private static final int SKUS = 4;
    private static final List<String> PLACES = List.of("faults-north", "faults-south");
    private static final int ANSWERS_BETWEEN_FAULTS = 150;

    /** The server frees what a silent session has locked after 5 seconds; the rest is for a busy machine. */
    private static final Duration FROZEN_LOCKS_MAX = Duration.ofSeconds(30);

    private static final Duration PROGRESS_MAX = Duration.ofMinutes(5);

    private enum Fault {
        KILL_FIRST,
        KILL_SECOND,
        FREEZE,
        CUT_CONNECTIONS,
        RESTART_SERVER
    }

    static LongStream seeds() {
        var given = Long.getLong("seed");
        if (given != null) {
            return LongStream.of(given);
        }
        var first = System.nanoTime() % 1_000_000;
        return LongStream.range(first, first + Long.getLong("seeds", 1));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void every_answer_of_two_ledgers_was_right_whatever_befell_them(long seed, House house) throws Exception {
        var faults = new ArrayList<Fault>();
        for (var round = 0; round < Integer.getInteger("ledger.rounds", 1); round++) {
            faults.addAll(List.of(Fault.values()));
        }
        Collections.shuffle(faults, new Random(seed));
        System.out.printf("seed %d: %s%n", seed, faults);
        var running = house.running();
        var skus = Stream.generate(() -> "F-" + UUID.randomUUID().toString().substring(0, 8))
                .limit(SKUS)
                .toList();
        // Where no request takes what is not there.
        PLACES.forEach(place -> house.perpetual()
                .ledger()
                .putLocation(new Location(place, place, "WAREHOUSE", null, "UTC", "refuse", true)));
        skus.forEach(sku -> house.perpetual().ledger().putItem(Item.named(sku, "Wanted by all")));
        var deadlocksBefore = deadlocksInLog(running);
        try (var instances = new Instances(running)) {
            var clients = new Clients(instances::urls, running.adminKey(), skus, PLACES);
            var load = clients.start(seed);
            for (var fault : faults) {
                await(clients, ANSWERS_BETWEEN_FAULTS);
                befall(fault, instances, clients, skus);
            }
            await(clients, ANSWERS_BETWEEN_FAULTS);
            load.stop();
            clients.askAllAgain(seed);
            clients.lookAtAll(new SplittableRandom(seed));

            System.out.printf("seed %d: %s%n", seed, clients.summary());
            assertThat(clients.bugs()).as("seed %d: answers of 500", seed).isEmpty();
            assertThat(HistoryCheck.wrongIn(clients.history()))
                    .as("seed %d", seed)
                    .isEmpty();
            assertThat(deadlocksInLog(running)).as("seed %d: deadlocks", seed).isEqualTo(deadlocksBefore);
            assertThat(instances.deadlocks())
                    .as("seed %d: deadlocks, as counted", seed)
                    .isZero();
        }
        house.awaitReady();
        var report = house.perpetual().ledger().verify();
        assertThat(report.clean()).as("seed %d: %s", seed, report.summary()).isTrue();
    }

    private static void await(Clients clients, int more) {
        var wanted = clients.count() + more;
        var end = System.nanoTime() + PROGRESS_MAX.toNanos();
        while (clients.count() < wanted) {
            assertThat(System.nanoTime())
                    .as("%d answers, and no more", clients.count())
                    .isLessThan(end);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    private static void befall(Fault fault, Instances instances, Clients clients, List<String> skus)
            throws SQLException {
        var began = System.nanoTime();
        switch (fault) {
            case KILL_FIRST -> instances.killFirst();
            case KILL_SECOND -> instances.killSecond();
            case CUT_CONNECTIONS -> assertThat(instances.cutConnections()).isPositive();
            case RESTART_SERVER -> instances.restartServer();
            case FREEZE -> freeze(instances, clients, skus);
        }
        System.out.printf("  %s took %d ms%n", fault, (System.nanoTime() - began) / 1_000_000);
    }

    /** The other gets on although the frozen one has locked; then the frozen one must not go on with what it had in mind. */
    private static void freeze(Instances instances, Clients clients, List<String> skus) throws SQLException {
        var goOn = instances.freezeWithLocks();
        try {
            var wantsAll = skus.stream()
                    .map(sku -> new Ask.Line(sku, PLACES.getFirst(), 1))
                    .toList();
            var ask = new Ask.Movements("beside-the-frozen-" + UUID.randomUUID(), "receive", wantsAll, "");
            assertThat(clients.isAnswered(ask, instances.first(), FROZEN_LOCKS_MAX))
                    .as("the other one records for all SKUs within %s", FROZEN_LOCKS_MAX)
                    .isTrue();
        } finally {
            goOn.run();
        }
        var awake = new Ask.Look("awake-" + UUID.randomUUID(), skus.getFirst());
        assertThat(clients.isAnswered(awake, instances.second(), FROZEN_LOCKS_MAX))
                .as("the one that was frozen answers again")
                .isTrue();
    }

    /** The counter of the server is lost with a crash; what it logged is not. */
    private static long deadlocksInLog(Running running) throws IOException {
        try (var lines = Files.lines(running.data().log(Part.POSTGRES))) {
            return lines.filter(line -> line.contains("deadlock detected") && line.contains("inventory_ledger"))
                    .count();
        }
    }
}
