package dev.perpetual.sandbox;

import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code perpetual up} */
@Command(name = "up", description = "Start everything and leave it running.", mixinStandardHelpOptions = true)
final class Up implements Callable<Integer> {
    @Mixin
    private Main.Data data = new Main.Data();

    @Option(names = "--fresh", description = "Delete what earlier runs stored, and start empty.")
    private boolean fresh;

    @Option(names = "--foreground", description = "Stay until Ctrl-C, then stop everything.")
    private boolean foreground;

    @Option(
            names = "--port",
            paramLabel = "PART=PORT",
            description = "Another port for a part, or PERPETUAL_<PART>_PORT. Management is 1000 higher.")
    private Map<String, Integer> ports = Map.of();

    @Override
    public Integer call() throws InterruptedException {
        var found = Running.find(data.directory());
        if (found.isPresent() && !fresh && !foreground) {
            System.out.println("Already running.");
            Status.print(found.get());
            return 0;
        }
        var options = Options.of(data.directory()).fresh(fresh);
        for (var entry : ports.entrySet()) {
            options = options.port(Part.named(entry.getKey()), entry.getValue());
        }
        var sandbox = Progress.start(options, foreground);
        var running = sandbox.running();
        System.out.printf("%nThe API key is in %s%n", running.data().adminKeyFile());
        if (foreground) {
            System.out.println("Ctrl-C stops everything.");
            Runtime.getRuntime().addShutdownHook(new Thread(sandbox::close));
            new CountDownLatch(1).await();
        }
        System.out.println("Next: ./perpetual status, logs, demo, verify, down");
        return 0;
    }
}
