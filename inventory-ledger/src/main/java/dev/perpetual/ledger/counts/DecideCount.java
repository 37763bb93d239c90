package dev.perpetual.ledger.counts;

import dev.perpetual.kit.access.Caller;
import dev.perpetual.kit.problems.Expect;
import dev.perpetual.kit.problems.Problems;
import dev.perpetual.ledger.counts.CountAnswer.Coverage;
import dev.perpetual.ledger.counts.CountBodies.CountStepBody;
import dev.perpetual.ledger.domain.CountLine;
import dev.perpetual.ledger.domain.CountRules;
import dev.perpetual.ledger.domain.StockCount.State;
import dev.perpetual.ledger.domain.StockCount.Step;
import dev.perpetual.ledger.wire.ReadIds;
import dev.perpetual.ledger.wire.Times;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Completes, approves and cancels counts. Nothing of it moves stock. */
@ApplicationScoped
class DecideCount {

    private static final int LINES_PER_STATEMENT = 500;
    private static final int NAMED_MAX = 100;

    private final CountSteps steps;
    private final JudgeLines judge;
    private final Caller caller;

    DecideCount(CountSteps steps, JudgeLines judge, Caller caller) {
        this.steps = steps;
        this.judge = judge;
        this.caller = caller;
    }

    /** Everybody who had to look did: from now on the differences are known. A forgotten place stops it. */
    CountAnswer complete(String count, @Nullable CountStepBody body) {
        return step(count, body, Step.COMPLETE, (connection, head, by, now) -> {
            var forgotten = Counts.coverage(connection, count, "", true, NAMED_MAX);
            if (!forgotten.isEmpty()) {
                throw Problems.of(
                        409,
                        "not-covered",
                        "Expected a look at every place, but nobody was at %s; enter its lines or name it in emptyLocations"
                                .formatted(forgotten.getFirst().location()),
                        Map.of(
                                "locations",
                                forgotten.stream().map(Coverage::location).toList()));
            }
            judgeAll(connection, head, by, now);
            Counts.move(connection, count, State.COMPLETED, by, now);
        });
    }

    private void judgeAll(Connection connection, Counts.Head head, String by, Instant now) throws SQLException {
        var filter = head.blankIsZero() ? "true" : "counted IS NOT NULL";
        var after = 0;
        while (true) {
            var page = CountLines.page(connection, head.id(), after, filter, LINES_PER_STATEMENT);
            if (page.isEmpty()) {
                break;
            }
            after = page.getLast().line();
            judge.judge(connection, head.id(), head.blankIsZero() ? filled(connection, page, by, now) : page);
        }
        JudgeLines.needApprovals(connection, head.id());
    }

    private static List<CountLine> filled(Connection connection, List<CountLine> lines, String by, Instant now)
            throws SQLException {
        var versions = CountFacts.versions(
                connection, lines.stream().map(line -> line.key().sku().code()).toList());
        var filled = new ArrayList<CountLine>();
        for (var line : lines) {
            var version = versions.getOrDefault(line.key().sku().code(), line.openingVersion());
            filled.add(line.tally() == null ? CountRules.blankIsZero(line, version, by, now) : line);
        }
        return filled;
    }

    /** One key agrees with the differences; a large one needs two different keys. */
    CountAnswer approve(String count, @Nullable CountStepBody body) {
        return step(count, body, Step.APPROVE, (connection, head, by, now) -> {
            var again = CountLines.page(connection, count, 0, "recount IS NOT NULL", NAMED_MAX);
            if (!again.isEmpty()) {
                throw Problems.of(
                        409,
                        "recount-needed",
                        "Expected lines that need no recount, but %s at %s has to be counted again"
                                .formatted(
                                        again.getFirst().key().sku(),
                                        again.getFirst().key().location()),
                        Map.of("lines", again.stream().map(CountLine::line).toList()));
            }
            if (!Counts.approve(connection, count, by, now)) {
                throw Problems.conflict(
                        "approved-already",
                        "Expected another key for the second approval, but %s did it".formatted(by));
            }
            if (Counts.approvals(connection, count).size() >= head.approvalsNeeded()) {
                Counts.move(connection, count, State.APPROVED, by, now);
            }
        });
    }

    /** Nothing of it will be applied. */
    CountAnswer cancel(String count, @Nullable CountStepBody body) {
        return step(
                count,
                body,
                Step.CANCEL,
                (connection, _, by, now) -> Counts.move(connection, count, State.CANCELLED, by, now));
    }

    private interface Decision {
        void on(Connection connection, Counts.Head head, String by, Instant now) throws SQLException;
    }

    private CountAnswer step(String count, @Nullable CountStepBody body, Step step, Decision decision) {
        var asked = checked(body);
        var by = caller.name();
        return steps.once(String.valueOf(asked.id()), step + " " + count, asked, CountAnswer.class, connection -> {
            var head = Counts.lock(connection, count);
            head.named().forEach(location -> caller.mustActFor("location", location));
            head.mustAllow(step);
            decision.on(connection, head, by, Times.now());
            return Counts.answer(connection, Counts.lock(connection, count));
        });
    }

    static CountStepBody checked(@Nullable CountStepBody body) {
        var asked = Expect.present("body", body);
        ReadIds.reference("id", asked.id());
        if (asked.note() != null) {
            Expect.text("note", asked.note(), 500);
        }
        return asked;
    }
}
