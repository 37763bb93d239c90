package dev.perpetual.supplier.runs;

import dev.perpetual.kit.database.Database;
import dev.perpetual.kit.problems.Problems;
import dev.perpetual.supplier.domain.Feed;
import dev.perpetual.supplier.domain.FeedId;
import dev.perpetual.supplier.domain.GateRules;
import dev.perpetual.supplier.domain.RunState;
import dev.perpetual.supplier.feeds.Feeds;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Decides what becomes of a staged run: by its gates first, and by a person when one of them stops it. */
@ApplicationScoped
public class DecideRun {

    private final Database database;
    private final Feeds feeds;
    private final Runs runs;
    private final PastRuns pastRuns;
    private final CompareRun compareRun;
    private final ApplyRun applyRun;

    DecideRun(Database database, Feeds feeds, Runs runs, PastRuns pastRuns, CompareRun compareRun, ApplyRun applyRun) {
        this.database = database;
        this.feeds = feeds;
        this.runs = runs;
        this.pastRuns = pastRuns;
        this.compareRun = compareRun;
        this.applyRun = applyRun;
    }

    /** Lets the gates decide, in the transaction that staged the run. */
    Run first(Connection connection, Feed feed, Arrival arrival) throws SQLException {
        var run = runs.find(connection, arrival.run()).orElseThrow();
        var repeated = pastRuns.isRepeated(connection, run, arrival.statedAsOf());
        var settled = settle(connection, feed, run, repeated, arrival.dryRun(), null, arrival.receivedAt());
        runs.forgetOldRows(connection, feed.id());
        return settled;
    }

    /**
     * Applies a run that a gate stopped, on a person's word; compared anew with what is known by now.
     *
     * @throws io.quarkiverse.resteasy.problem.HttpProblem 404 unknown-run, 409 run-not-waiting
     */
    Run approve(UUID id, String by, Instant now) {
        return database.inTransaction(connection -> {
            var run = lock(connection, id);
            if (run.state().equals(RunState.APPLIED.word())) {
                return run;
            }
            mustWait(run);
            var feed = feeds.find(connection, feedId(run)).orElseThrow().feed();
            return settle(connection, feed, run, false, false, by, now);
        });
    }

    /**
     * Gives up a run that a gate stopped.
     *
     * @throws io.quarkiverse.resteasy.problem.HttpProblem 404 unknown-run, 409 run-not-waiting
     */
    Run discard(UUID id, String by, Instant now) {
        return database.inTransaction(connection -> {
            var run = lock(connection, id);
            if (run.state().equals(RunState.DISCARDED.word())) {
                return run;
            }
            mustWait(run);
            runs.discard(connection, id, by, now);
            return runs.find(connection, id).orElseThrow();
        });
    }

    private Run settle(
            Connection connection,
            Feed feed,
            Run run,
            boolean repeated,
            boolean dryRun,
            @Nullable String approvedBy,
            Instant now)
            throws SQLException {
        var asOfColumn = Objects.requireNonNullElse(feed.mapping().asOf(), "as of");
        compareRun.compare(connection, run, asOfColumn, feed.absentRows());
        var figures = compareRun.figures(connection, run, pastRuns.usualRows(connection, feed.id()), repeated);
        var gates = approvedBy == null || run.gates() == null ? GateRules.judge(figures, feed.gates()) : run.gates();
        var state = RunState.after(GateRules.passed(gates), approvedBy != null, dryRun);
        var id = UUID.fromString(run.id());
        runs.decide(connection, id, state, figures, compareRun.diff(connection, run), gates, approvedBy, now);
        if (state == RunState.APPLIED) {
            applyRun.apply(connection, run, now);
            runs.supersedeOlder(connection, id, now);
        }
        return runs.find(connection, id).orElseThrow();
    }

    private Run lock(Connection connection, UUID id) throws SQLException {
        var run = runs.find(connection, id).orElseThrow(() -> unknownRun(id.toString()));
        feeds.lock(connection, feedId(run));
        return runs.find(connection, id).orElseThrow();
    }

    private static FeedId feedId(Run run) {
        return new FeedId(run.supplier(), run.feed());
    }

    private static void mustWait(Run run) {
        if (!run.state().equals(RunState.WAITING.word())) {
            throw Problems.of(
                    409,
                    "run-not-waiting",
                    "Expected a run that waits, but run %s is %s".formatted(run.id(), run.state()),
                    Map.of("state", run.state()));
        }
    }

    static RuntimeException unknownRun(String id) {
        return Problems.notFound("unknown-run", "Expected a run that there is, but got " + id);
    }
}
