package dev.perpetual.ledger.counts;

import dev.perpetual.ledger.domain.CountLine;
import dev.perpetual.ledger.domain.CountRules;
import dev.perpetual.ledger.domain.CountRules.Limits;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Compares counted lines with what stood there when somebody looked. */
@ApplicationScoped
class JudgeLines {

    private final Limits limits;

    JudgeLines(
            @ConfigProperty(name = "perpetual.counts.large-value", defaultValue = "1000") BigDecimal value,
            @ConfigProperty(name = "perpetual.counts.large-units", defaultValue = "100") long units) {
        this.limits = new Limits(value, units);
    }

    /** Stores what the lines mean; how many have to approve is said by {@link #needApprovals} when all are judged. */
    void judge(Connection connection, String count, List<CountLine> lines) throws SQLException {
        var facts = CountFacts.of(connection, lines);
        var judged = new ArrayList<CountLine>(lines.size());
        for (var line : lines) {
            judged.add(CountRules.judge(line, Objects.requireNonNull(facts.get(line.line())), limits));
        }
        CountLines.store(connection, count, judged);
    }

    /** As the lines are judged now. */
    static void needApprovals(Connection connection, String count) throws SQLException {
        Counts.needApprovals(connection, count, CountRules.approvalsNeeded(false), CountRules.approvalsNeeded(true));
    }
}
