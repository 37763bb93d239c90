package dev.perpetual.ledger.verify;

import static java.util.stream.Collectors.joining;

import dev.perpetual.kit.database.Database;
import java.util.Objects;

/** The passes of verify one by one, for tests that are about one of them. */
public final class Passes {

    private Passes() {}

    /** What the pass of that name finds first; empty when nothing. */
    public static String firstWrong(Database database, String name) {
        var pass = Checks.ALL.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
        return Objects.requireNonNullElse(pass.run(database).firstWrong(), "");
    }

    /** What every pass finds first, a line for each that finds something. */
    public static String allWrong(Database database) {
        return Checks.ALL.stream()
                .map(pass -> pass.name() + ": " + firstWrong(database, pass.name()))
                .filter(line -> !line.endsWith(": "))
                .collect(joining("\n"));
    }
}
