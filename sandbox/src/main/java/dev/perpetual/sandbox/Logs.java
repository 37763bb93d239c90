package dev.perpetual.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code perpetual logs} */
@Command(name = "logs", description = "Show the end of the logs.", mixinStandardHelpOptions = true)
final class Logs implements Callable<Integer> {
    @Mixin
    private Main.Data data = new Main.Data();

    @Parameters(paramLabel = "PART", arity = "0..1", description = "One part; all without.")
    private @Nullable String part;

    @Option(
            names = {"-f", "--follow"},
            description = "Go on as they grow.")
    private boolean follow;

    @Option(names = "-n", paramLabel = "LINES", description = "How many lines of each; default ${DEFAULT-VALUE}.")
    private int lines = 100;

    @Override
    public Integer call() throws IOException, InterruptedException {
        var directory = new DataDirectory(data.directory());
        var parts = part == null ? List.of(Part.values()) : List.of(Part.named(part));
        var command = new ArrayList<>(List.of("tail", "-n", String.valueOf(lines)));
        if (follow) {
            command.add("-F");
        }
        var files = parts.stream().map(directory::log).filter(Files::exists).toList();
        if (files.isEmpty()) {
            throw new CannotStart("Expected logs in " + directory.logs() + ", but found none");
        }
        files.forEach(file -> command.add(file.toString()));
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }
}
