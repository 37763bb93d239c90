package dev.perpetual.benchmarks;

import dev.perpetual.benchmarks.ledger.LedgerBenchmark;
import dev.perpetual.sandbox.Part;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Runs the named benchmarks, or all; progress on stderr, one JSON line per figure on stdout. */
@Command(
        name = "perpetual bench",
        description = "Measure; exit code 1: an aim was missed, or the run is void.",
        mixinStandardHelpOptions = true)
public final class Main implements Callable<Integer> {

    private static final Map<String, Benchmark> BENCHMARKS =
            new TreeMap<>(Map.of("route", new RouteBenchmark(), "ledger", new LedgerBenchmark()));

    @Parameters(paramLabel = "NAME", description = "route, ledger; all when none is named.")
    private List<String> names = new ArrayList<>();

    @Mixin
    private BenchOptions options = new BenchOptions();

    private Main() {}

    /** Measures on an empty sandbox of its own. */
    public interface Benchmark {

        /** What the sandbox must run. */
        default List<Part> parts() {
            return List.of(Part.values());
        }

        /** Returns what was measured, in the order in which it is told. */
        List<Figure> run(BenchSandbox sandbox, BenchOptions options) throws Exception;
    }

    /** Exits with 2 for an unknown name, and with 1 when a figure misses its aim. */
    public static void main(String... arguments) {
        System.exit(new CommandLine(new Main()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        var chosen = names.isEmpty() ? List.copyOf(BENCHMARKS.keySet()) : names;
        for (var name : chosen) {
            if (!BENCHMARKS.containsKey(name)) {
                System.err.printf("Expected one of %s, but got %s%n", BENCHMARKS.keySet(), name);
                return 2;
            }
        }
        var met = true;
        for (var name : chosen) {
            for (var figure : measure(Objects.requireNonNull(BENCHMARKS.get(name)))) {
                System.out.println(figure.json());
                met &= figure.met();
            }
        }
        return met ? 0 : 1;
    }

    private List<Figure> measure(Benchmark benchmark) throws Exception {
        var folder = Files.createTempDirectory("perpetual-bench-");
        try (var sandbox = BenchSandbox.start(folder, benchmark.parts())) {
            return benchmark.run(sandbox, options);
        } finally {
            delete(folder);
        }
    }

    private static void delete(java.nio.file.Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
