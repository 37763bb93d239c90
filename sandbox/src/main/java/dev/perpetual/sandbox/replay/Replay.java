package dev.perpetual.sandbox.replay;

import dev.perpetual.sandbox.CannotStart;
import dev.perpetual.sandbox.Target;
import dev.perpetual.sandbox.verify.Checks;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code perpetual replay FILE}: exit code 0 only when every stock code reconciles and every check holds. */
@Command(
        name = "replay",
        description = "Sell what a retail file sold: opening stock, orders, cancellations, shipments, reconciliation.",
        mixinStandardHelpOptions = true)
public final class Replay implements Callable<Integer> {
    @Mixin
    private Target.Choice choice = new Target.Choice();

    @Parameters(paramLabel = "FILE", description = "CSV or CSV.gz with the columns of the UCI Online Retail data.")
    private Path file = Path.of("");

    @Option(names = "--rate", paramLabel = "N", description = "Orders per second; default as fast as it goes.")
    private int rate;

    @Option(names = "--clients", paramLabel = "N", description = "Orders under way at once; default 16.")
    private int clients = 16;

    @Option(names = "--report", paramLabel = "CSV", description = "Write one row per stock code to this file.")
    private @Nullable Path report;

    @Override
    public Integer call() throws IOException {
        if (rate < 0 || clients < 1) {
            throw new CannotStart(
                    "Expected --rate of 0 or more and --clients of 1 or more, but got " + rate + " and " + clients);
        }
        try (var target = choice.existingOrStarted()) {
            var run = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").format(ZonedDateTime.now(ZoneOffset.UTC));
            var settings = new ReplaySettings(run, rate, clients, Duration.ofMinutes(3), false);
            var result = new ReplayRun(target.perpetual(), settings, System.out).play(file);
            ReplayReport.print(result, System.out);
            if (report != null) {
                ReplayReport.write(result, report);
                System.out.println("        one row per stock code in " + report);
            }
            var checks = Checks.of(target).all(System.out::println);
            return result.isGood() && Checks.hold(checks) ? 0 : 1;
        } catch (UnusableFile unusable) {
            throw new CannotStart(String.valueOf(unusable.getMessage()), unusable);
        }
    }
}
