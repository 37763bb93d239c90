package dev.perpetual.sandbox.demo;

import dev.perpetual.sandbox.Target;
import dev.perpetual.sandbox.verify.Checks;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code perpetual demo}: exit code 0 only when every check holds. */
@Command(
        name = "demo",
        description = "Start everything, load data, sell, ship, and show what happened.",
        mixinStandardHelpOptions = true)
public final class Demo implements Callable<Integer> {
    @Mixin
    private Target.Choice choice = new Target.Choice();

    @Option(names = "--exit", description = "End after the summary, with 0 only when every check holds.")
    private boolean exit;

    @Option(names = "--seed", paramLabel = "N", description = "What the data is made from; default 1.")
    private long seed = 1;

    @Option(names = "--orders", paramLabel = "N", description = "How many orders the channels post; default 400.")
    private int orders = 400;

    @Override
    public Integer call() throws InterruptedException {
        try (var target = choice.existingOrStarted()) {
            var run = DateTimeFormatter.ofPattern("MMddHHmmss").format(ZonedDateTime.now(ZoneOffset.UTC));
            System.out.printf("%nA day of a small retailer (seed %d, run %s)%n", seed, run);
            var checks = new DemoDay(target, seed, run, orders, System.out).play();
            checks.forEach(check -> System.out.println("  " + check));
            var good = Checks.hold(checks);
            System.out.println(good ? "\nAll checks hold." : "\nNot every check holds.");
            if (!exit) {
                Invitation.print(target, System.out);
                if (target.isOurs()) {
                    System.out.println("\nCtrl-C stops everything.");
                    Runtime.getRuntime().addShutdownHook(new Thread(target::close));
                    new CountDownLatch(1).await();
                }
            }
            return good ? 0 : 1;
        }
    }
}
