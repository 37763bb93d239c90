package dev.perpetual.ledger.counts;

import dev.perpetual.kit.access.Caller;
import dev.perpetual.kit.database.Database;
import dev.perpetual.kit.problems.Expect;
import dev.perpetual.kit.problems.Problems;
import dev.perpetual.ledger.commit.CommitLoop;
import dev.perpetual.ledger.counts.CountBodies.CountStepBody;
import dev.perpetual.ledger.counts.CountBodies.SettleBody;
import dev.perpetual.ledger.domain.Answer;
import dev.perpetual.ledger.domain.Bucket;
import dev.perpetual.ledger.domain.Cause;
import dev.perpetual.ledger.domain.CountCommand.AdjustCounted;
import dev.perpetual.ledger.domain.CountCommand.SettleFound;
import dev.perpetual.ledger.domain.CountLine;
import dev.perpetual.ledger.domain.CountLine.Tally;
import dev.perpetual.ledger.domain.CountLine.Verdict;
import dev.perpetual.ledger.domain.CountRules.Facts;
import dev.perpetual.ledger.domain.Outcome.KeyReused;
import dev.perpetual.ledger.domain.Outcome.Recorded;
import dev.perpetual.ledger.domain.Outcome.Refused;
import dev.perpetual.ledger.domain.Outcome.Rejected;
import dev.perpetual.ledger.domain.StockCount.State;
import dev.perpetual.ledger.domain.StockCount.Step;
import dev.perpetual.ledger.domain.Submitted;
import dev.perpetual.ledger.stock.Answers;
import dev.perpetual.ledger.wire.ContentHash;
import dev.perpetual.ledger.wire.ReadIds;
import dev.perpetual.ledger.wire.Times;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Puts the ledger right by an approved count. A large one takes several commits; until the last, the count is
 * {@code applying}, and applying it again goes on where it stopped.
 */
@ApplicationScoped
class ApplyCount {

    private static final int LINES_PER_COMMIT = 500;
    private static final String DIFFERENT = "variance <> 0 AND applied_version IS NULL";

    private final Database database;
    private final CountSteps steps;
    private final CommitLoop loop;
    private final Caller caller;

    ApplyCount(Database database, CountSteps steps, CommitLoop loop, Caller caller) {
        this.database = database;
        this.steps = steps;
        this.loop = loop;
        this.caller = caller;
    }

    CountAnswer apply(String count, @Nullable CountStepBody body) {
        var asked = DecideCount.checked(body);
        var id = String.valueOf(asked.id());
        var step = Step.APPLY + " " + count;
        var first = steps.first(id, step, asked, CountAnswer.class);
        if (first.isPresent()) {
            return first.get();
        }
        var by = caller.name();
        database.inTransaction(connection -> {
            var head = Counts.lock(connection, count);
            head.named().forEach(location -> caller.mustActFor("location", location));
            head.mustAllow(Step.APPLY);
            Counts.move(connection, count, State.APPLYING, by, Times.now());
            return head;
        });
        adjustAll(count, by);
        return steps.once(id, step, asked, CountAnswer.class, connection -> {
            if (Counts.lock(connection, count).state() != State.APPLIED) {
                Counts.move(connection, count, State.APPLIED, by, Times.now());
            }
            return Counts.answer(connection, Counts.lock(connection, count));
        });
    }

    private void adjustAll(String count, String by) {
        while (true) {
            var lines = database.inTransaction(
                    connection -> CountLines.page(connection, count, 0, DIFFERENT, LINES_PER_COMMIT));
            if (lines.isEmpty()) {
                return;
            }
            var costs = database.inTransaction(connection -> CountFacts.of(
                    connection, lines.stream().filter(ApplyCount::isFound).toList()));
            var commands = lines.stream()
                    .map(line -> command(count, line, costs.get(line.line()), by))
                    .toList();
            var answers = loop.submit(commands);
            var applied = new HashMap<Integer, Long>();
            for (var i = 0; i < answers.size(); i++) {
                applied.put(lines.get(i).line(), version(answers.get(i)));
            }
            database.inTransaction(connection -> {
                CountLines.apply(connection, count, applied);
                return applied;
            });
        }
    }

    private static boolean isFound(CountLine line) {
        return verdict(line).found();
    }

    /** The same line makes the same command, so that it takes effect once however often it is tried. */
    private static Submitted command(String count, CountLine line, @Nullable Facts facts, String by) {
        var verdict = verdict(line);
        var tally = Objects.requireNonNull(line.tally());
        var key = line.key();
        return new Submitted(
                id(count, line),
                ContentHash.of("count", List.of(count, line.line(), verdict.variance())),
                by,
                new AdjustCounted(
                        key.sku(),
                        key.location(),
                        key.goods(),
                        verdict.variance(),
                        verdict.found(),
                        tally.unitCost() != null || facts == null ? tally.unitCost() : facts.knownCost(),
                        new Cause("count", count, line.line()),
                        seenAt(tally)));
    }

    private static String id(String count, CountLine line) {
        return count + "/" + line.line();
    }

    private static Instant seenAt(Tally tally) {
        return tally.last().at() == null
                ? tally.enteredAt()
                : Objects.requireNonNull(tally.last().at());
    }

    private static Verdict verdict(CountLine line) {
        return Objects.requireNonNull(line.verdict());
    }

    private static long version(Answer answer) {
        return switch (answer.outcome()) {
            case Recorded recorded -> recorded.version();
            case Refused refused -> throw Answers.problem(refused);
            case Rejected rejected -> throw Answers.problem(rejected);
            case KeyReused reused -> throw Answers.problem(reused);
            default -> throw new IllegalStateException("Expected the outcome of a count, but got " + answer);
        };
    }

    /** The origin of found stock is known: it leaves suspense, once. */
    CountAnswer.Line settle(String count, int number, @Nullable SettleBody body) {
        var asked = Expect.present("body", body);
        var id = ReadIds.reference("id", asked.id());
        var owner = asked.owner() == null || asked.owner().isEmpty() ? "" : ReadIds.id("owner", asked.owner());
        var bucket = bucket(asked.bucket());
        var reason = asked.reason() == null ? null : Expect.text("reason", asked.reason(), 500);
        var step = "%s %s/%d".formatted(Step.SETTLE, count, number);
        var first = steps.first(id, step, asked, CountAnswer.Line.class);
        if (first.isPresent()) {
            return first.get();
        }
        var head = database.inTransaction(connection -> Counts.find(connection, count))
                .orElseThrow(Counts::unknown);
        head.named().forEach(location -> caller.mustActFor("location", location));
        head.mustAllow(Step.SETTLE);
        var line = found(count, number);
        var key = line.key();
        var answer = loop.submit(new Submitted(
                id(count, line) + "/settle",
                ContentHash.of("settle", List.of(owner, bucket)),
                caller.name(),
                new SettleFound(
                        key.sku(),
                        key.location(),
                        key.goods().lot(),
                        verdict(line).variance(),
                        owner,
                        bucket,
                        reason,
                        new Cause("count", count, number),
                        Times.now())));
        if (answer.outcome() instanceof KeyReused) {
            throw settledAlready(number);
        }
        version(answer);
        var by = caller.name();
        return steps.once(id, step, asked, CountAnswer.Line.class, connection -> {
            CountLines.settle(connection, count, number, by);
            return CountAnswer.Line.of(
                    CountLines.page(connection, count, number - 1, "true", 1).getFirst(), head.blind(), head.state());
        });
    }

    private static Bucket bucket(@Nullable String text) {
        var bucket = text == null ? Bucket.AVAILABLE : Bucket.of(text).orElse(Bucket.OUTBOUND);
        if (bucket != Bucket.AVAILABLE && bucket != Bucket.BLOCKED) {
            throw Problems.invalid(
                    "bucket", "Expected available or blocked, but got " + Expect.text("bucket", text, 50));
        }
        return bucket;
    }

    private CountLine found(String count, int number) {
        var line = database.inTransaction(connection -> CountLines.page(connection, count, number - 1, "true", 1));
        if (line.isEmpty() || line.getFirst().line() != number) {
            throw Problems.notFound("unknown-line", "Expected a line of the count, but got " + number);
        }
        var verdict = line.getFirst().verdict();
        if (verdict == null || !verdict.found()) {
            throw Problems.conflict(
                    "not-found-stock", "Expected a line of found stock in suspense, but got line " + number);
        }
        if (line.getFirst().settledBy() != null) {
            throw settledAlready(number);
        }
        return line.getFirst();
    }

    private static RuntimeException settledAlready(int number) {
        return Problems.of(
                409,
                "settled-already",
                "Expected found stock in suspense, but line %d is settled".formatted(number),
                Map.of());
    }
}
