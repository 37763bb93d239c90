package dev.perpetual.benchmarks.ledger;

import dev.perpetual.benchmarks.Figure;
import dev.perpetual.benchmarks.Figure.Aim;
import dev.perpetual.sandbox.Part;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.regex.Pattern;

/** How soon the ledger takes holds again after kill -9, and what so many balances cost it in memory. */
final class RestartFigures {

    private static final int TIMES = 3;
    private static final Duration ONE = Duration.ofMillis(1);
    private static final Duration GIVE_UP = Duration.ofMinutes(2);
    private static final double SECONDS_MAX = 5;
    private static final Pattern USED = Pattern.compile("total \\d+K, used (\\d+)K");

    private final UnderTest ledger;
    private final Told told;
    private final History history;
    private final long balances;

    RestartFigures(UnderTest ledger, Told told, History history, long balances) {
        this.ledger = ledger;
        this.told = told;
        this.history = history;
        this.balances = balances;
    }

    void measure() throws Exception {
        UnderTest.say("Accepting again after kill -9 with %d balances", balances);
        var before = heapBytes();
        var still = new Skus("STILL", Math.toIntExact(balances));
        history.lay(still, 1);
        told.add(Figure.reported("heap that %d more balances take".formatted(balances), heapBytes() - before, "bytes"));
        var seconds = new double[TIMES];
        for (var i = 0; i < TIMES; i++) {
            var begin = System.nanoTime();
            ledger.running().kill(Part.LEDGER);
            awaitHold(still);
            seconds[i] = (System.nanoTime() - begin) / 1e9;
        }
        Arrays.sort(seconds);
        told.add(new Figure(
                "accepting again after kill -9 with %d balances".formatted(balances),
                seconds[TIMES / 2],
                "s",
                null,
                Aim.atMost(SECONDS_MAX)));
    }

    /** Until one hold is granted. */
    private void awaitHold(Skus skus) throws IOException, InterruptedException {
        var end = System.nanoTime() + GIVE_UP.toNanos();
        while (true) {
            try {
                ledger.load().closed(1, ONE, ledger.holds(skus));
                return;
            } catch (IOException notYet) {
                if (System.nanoTime() > end) {
                    throw notYet;
                }
                Thread.sleep(10);
            }
        }
    }

    /** After a full collection. */
    private double heapBytes() throws IOException, InterruptedException {
        var pid = Long.toString(ledger.running().pid(Part.LEDGER));
        var jcmd = java.nio.file.Path.of(System.getProperty("java.home"), "bin", "jcmd")
                .toString();
        run(jcmd, pid, "GC.run");
        var info = run(jcmd, pid, "GC.heap_info");
        if (!USED.matcher(info).find()) {
            throw new IOException("Expected jcmd to tell what is used, but it said: " + info);
        }
        return USED.matcher(info)
                .results()
                .mapToDouble(generation -> Double.parseDouble(generation.group(1)) * 1_024)
                .sum();
    }

    private static String run(String... command) throws IOException, InterruptedException {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("Expected " + command[0] + " to tell of the heap, but it said: " + said);
        }
        return said;
    }
}
