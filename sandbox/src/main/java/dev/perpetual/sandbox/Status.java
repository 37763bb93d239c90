package dev.perpetual.sandbox;

import dev.perpetual.sandbox.State.PartPhase;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code perpetual status} */
@Command(
        name = "status",
        description = "Show every part; exit code 0 when all are ready.",
        mixinStandardHelpOptions = true)
final class Status implements Callable<Integer> {
    private static final String ROW = "%-18s %-9s %8s %6s %11s %8s %9s%n";

    @Mixin
    private Main.Data data = new Main.Data();

    @Override
    public Integer call() {
        return print(Running.at(data.directory())) ? 0 : 1;
    }

    /** True when all are ready. */
    static boolean print(Running running) {
        System.out.printf(ROW, "part", "state", "pid", "port", "management", "memory", "restarts");
        var all = true;
        var total = Memory.of(ProcessHandle.of(running.state().supervisor()).orElseThrow());
        for (var entry : running.state().parts().entrySet()) {
            var part = entry.getKey();
            var state = entry.getValue();
            var ready = running.isReady(part);
            all &= ready;
            var memory = ProcessHandle.of(state.pid()).map(Memory::ofTree).orElse(0L);
            total += memory;
            System.out.printf(
                    ROW,
                    part.label(),
                    ready ? "ready" : word(state.phase()),
                    state.pid() == 0 ? "-" : state.pid(),
                    state.port(),
                    part.isService() ? Part.managementPort(state.port()) : "-",
                    (memory >> 20) + " MiB",
                    state.restarts());
        }
        System.out.printf(
                "%nmemory %d MiB in all, data in %s%n",
                total >> 20, running.data().path());
        return all;
    }

    /** It runs, but says that it is not ready. */
    private static String word(PartPhase phase) {
        return phase == PartPhase.READY ? "unready" : phase.name().toLowerCase(Locale.ROOT);
    }
}
