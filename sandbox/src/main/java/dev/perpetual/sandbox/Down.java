package dev.perpetual.sandbox;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code perpetual down} */
@Command(name = "down", description = "Stop everything; the data stays.", mixinStandardHelpOptions = true)
final class Down implements Callable<Integer> {
    @Mixin
    private Main.Data data = new Main.Data();

    @Override
    public Integer call() {
        var running = Running.find(data.directory());
        if (running.isPresent()) {
            running.get().stop();
        }
        var leftovers = Supervisor.endLeftovers(data.directory());
        System.out.println(running.isPresent() || leftovers ? "Stopped." : "Nothing was running.");
        return 0;
    }
}
