package dev.perpetual.benchmarks.ledger;

import dev.perpetual.benchmarks.Figure;
import dev.perpetual.benchmarks.Figure.Aim;
import java.sql.SQLException;
import java.util.List;

/** What must hold after all that load: every check of the ledger itself, and what its clients were told. */
final class Invariants {

    private final UnderTest ledger;

    Invariants(UnderTest ledger) {
        this.ledger = ledger;
    }

    /** @param topics false where movements were laid down behind the relay's back */
    List<Figure> figures(boolean topics) throws SQLException {
        UnderTest.say("Checking what must hold");
        var report = topics ? ledger.client().verify() : ledger.client().verifyTables();
        UnderTest.say("  verify: %s", report.summary());
        return List.of(
                new Figure(
                        topics ? "verify of tables and topics is clean" : "verify of tables is clean",
                        report.clean() ? 1 : 0,
                        "",
                        null,
                        Aim.exactly(1)),
                new Figure(
                        "units held, as clients were told",
                        ledger.number("SELECT coalesce(sum(granted), 0) FROM hold_line"),
                        "units",
                        (double) ledger.unitsGranted(),
                        Aim.exactly(ledger.unitsGranted())),
                new Figure(
                        "units held, as the balances say",
                        ledger.number("SELECT coalesce(sum(held), 0) FROM balance"),
                        "units",
                        (double) ledger.unitsGranted(),
                        Aim.exactly(ledger.unitsGranted())));
    }
}
