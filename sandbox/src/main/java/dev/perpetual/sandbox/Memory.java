package dev.perpetual.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What a process and its children occupy of the machine's memory. */
final class Memory {
    private Memory() {}

    /** Of a process with its children. Shared pages are counted once where the system tells (Linux), else as ps does. */
    static long ofTree(ProcessHandle root) {
        return Stream.concat(Stream.of(root), root.descendants())
                .mapToLong(Memory::of)
                .sum();
    }

    static long of(ProcessHandle process) {
        try (var lines = Files.lines(Path.of("/proc/" + process.pid() + "/smaps_rollup"))) {
            return lines.filter(line -> line.startsWith("Pss:"))
                            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                            .sum()
                    << 10;
        } catch (IOException | java.io.UncheckedIOException _) {
            return residentByPs(process);
        }
    }

    private static long residentByPs(ProcessHandle process) {
        try {
            var ps = new ProcessBuilder("ps", "-o", "rss=", "-p", String.valueOf(process.pid())).start();
            var kib = ps.inputReader().readLine();
            return kib == null ? 0 : Long.parseLong(kib.strip()) << 10;
        } catch (IOException _) {
            return 0;
        }
    }
}
