package dev.perpetual.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perpetual.sandbox.Part;
import dev.perpetual.sandbox.replay.ReplayResult;
import dev.perpetual.sandbox.replay.ReplayRun;
import dev.perpetual.sandbox.replay.ReplaySettings;
import dev.perpetual.sandbox.verify.Check;
import dev.perpetual.sandbox.verify.Checks;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A sales file is played while parts are killed at a moment that the seed chooses. Again with the same seed:
 * {@code -Dseed=N}; more seeds: {@code -Dseeds=N}; a real file: {@code -Dretail.file=PATH}.
 */
@ExtendWith(House.Given.class)
class FaultsTest {
    private static final int INVOICES = 250;
    private static final List<Part> VICTIMS =
            List.of(Part.POSTGRES, Part.KAFKA, Part.LEDGER, Part.ROUTER, Part.SUPPLIER, Part.PUBLISHER);

    @TempDir
    private Path folder;

    static LongStream seeds() {
        var given = Long.getLong("seed");
        if (given != null) {
            return LongStream.of(given);
        }
        var first = System.nanoTime() % 1_000_000;
        return LongStream.range(first, first + Long.getLong("seeds", 2));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void a_replay_reconciles_whatever_is_killed_while_it_runs(long seed, House house) throws IOException {
        var random = new Random(seed);
        var victims = new ArrayList<>(VICTIMS);
        Collections.shuffle(victims, random);
        var killed = victims.subList(0, 1 + random.nextInt(2));
        var afterOrders = 10 + random.nextInt(120);
        System.out.printf("seed %d: %s die after %d orders%n", seed, killed, afterOrders);

        var result = play(house, seed, killed, afterOrders);

        house.awaitReady();
        assertThat(result.failures()).as("seed %d", seed).isEmpty();
        assertThat(result.unreconciled()).as("seed %d", seed).isEmpty();
        assertThat(result.isGood()).as("seed %d: %s", seed, result.book()).isTrue();
        assertThat(Checks.of(house.target()).all())
                .as("seed %d", seed)
                .allSatisfy(check -> assertThat(check).returns(true, Check::ok));
    }

    private ReplayResult play(House house, long seed, List<Part> killed, int afterOrders) throws IOException {
        var file = Path.of(System.getProperty("retail.file", ""));
        if (file.toString().isEmpty()) {
            file = RetailFileMaker.write(folder.resolve("sales.csv"), seed, INVOICES);
        }
        var settings = new ReplaySettings("f" + seed, 0, 16, Duration.ofMinutes(2), true);
        var done = new AtomicBoolean();
        return new ReplayRun(house.perpetual(), settings, System.out)
                .watchedBy(gone -> {
                    if (gone >= afterOrders && done.compareAndSet(false, true)) {
                        killed.forEach(house.sandbox()::kill);
                    }
                })
                .play(file);
    }
}
