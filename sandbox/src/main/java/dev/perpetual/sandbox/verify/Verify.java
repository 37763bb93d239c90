package dev.perpetual.sandbox.verify;

import dev.perpetual.sandbox.Target;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code perpetual verify}: exit code 0 only when every check holds. */
@Command(
        name = "verify",
        description = "Check everything that must always hold of the running system.",
        mixinStandardHelpOptions = true)
public final class Verify implements Callable<Integer> {
    @Mixin
    private Target.Choice choice = new Target.Choice();

    @Override
    public Integer call() {
        try (var target = choice.existing()) {
            var checks = Checks.of(target).all(System.out::println);
            return Checks.hold(checks) ? 0 : 1;
        }
    }
}
