package dev.perpetual.sandbox;

import dev.perpetual.sandbox.demo.Demo;
import dev.perpetual.sandbox.replay.Replay;
import dev.perpetual.sandbox.verify.Verify;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The commands behind {@code ./perpetual}. What cannot be done is one sentence on stderr and exit code 1. */
@Command(
        name = "perpetual",
        description = "An event-sourced inventory ledger, all of it on this machine.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            Up.class,
            Down.class,
            Status.class,
            Logs.class,
            Demo.class,
            Verify.class,
            Replay.class,
            RecordClasses.class
        })
public final class Main implements Callable<Integer> {
    /** Where a sandbox keeps what it stores; every command that needs one takes it as a mixin. */
    public static final class Data {
        @Option(
                names = "--data",
                paramLabel = "DIR",
                description = "The data directory; default data/ in the checkout, or PERPETUAL_DATA.")
        private Path directory = byDefault();

        private static Path byDefault() {
            var told = System.getenv("PERPETUAL_DATA");
            return told == null || told.isBlank() ? Checkout.root().resolve("data") : Path.of(told);
        }

        public Path directory() {
            return directory.toAbsolutePath().normalize();
        }
    }

    @Override
    public Integer call() {
        new CommandLine(this).usage(System.out);
        return 0;
    }

    public static void main(String[] args) {
        var commands =
                new CommandLine(new Main()).setExecutionExceptionHandler((problem, line, parsed) -> explain(problem));
        System.exit(commands.execute(args));
    }

    /** PERPETUAL_DEBUG=1 shows the stack trace of what nobody foresaw. */
    private static int explain(Exception problem) throws Exception {
        if (problem instanceof CannotStart || System.getenv("PERPETUAL_DEBUG") == null) {
            System.err.println(problem instanceof CannotStart ? problem.getMessage() : "Unexpected: " + problem);
            return 1;
        }
        throw problem;
    }
}
