package dev.perpetual.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** {@code ./perpetual bench [NAME…]}: runs the named benchmarks, or all; progress on stderr, one JSON line per figure on stdout. */
public final class Main {

    private static final Map<String, Benchmark> BENCHMARKS = new TreeMap<>(Map.of("route", new RouteBenchmark()));

    private Main() {}

    /** Measures on an empty sandbox of its own. */
    interface Benchmark {
        List<Figure> run(BenchSandbox sandbox) throws Exception;
    }

    /** Exits with 2 for an unknown name, and with 1 when a figure misses its aim. */
    public static void main(String... names) throws Exception {
        var chosen = names.length == 0 ? List.copyOf(BENCHMARKS.keySet()) : Arrays.asList(names);
        for (var name : chosen) {
            if (!BENCHMARKS.containsKey(name)) {
                System.err.printf("Expected one of %s, but got %s%n", BENCHMARKS.keySet(), name);
                System.exit(2);
            }
        }
        var met = true;
        for (var name : chosen) {
            for (var figure : measure(Objects.requireNonNull(BENCHMARKS.get(name)))) {
                System.out.println(figure.json());
                met &= figure.met();
            }
        }
        System.exit(met ? 0 : 1);
    }

    private static List<Figure> measure(Benchmark benchmark) throws Exception {
        var folder = Files.createTempDirectory("perpetual-bench-");
        try (var sandbox = BenchSandbox.start(folder)) {
            return benchmark.run(sandbox);
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
