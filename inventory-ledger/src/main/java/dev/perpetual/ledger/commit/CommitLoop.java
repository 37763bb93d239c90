package dev.perpetual.ledger.commit;

import dev.perpetual.kit.database.Database;
import dev.perpetual.kit.database.DatabaseFailed;
import dev.perpetual.kit.intake.Progress;
import dev.perpetual.ledger.domain.Answer;
import dev.perpetual.ledger.domain.Outcome.KeyReused;
import dev.perpetual.ledger.domain.Outcome.Rejected;
import dev.perpetual.ledger.domain.Submitted;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.Startup;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Takes whatever is queued, commits it in one transaction, and answers everybody. The cost of a durable commit is
 * shared by all who wait, so a busy SKU costs no more than a quiet one. It never waits for a batch to fill.
 */
@Startup
@ApplicationScoped
public class CommitLoop {

    private static final Logger LOG = Logger.getLogger(CommitLoop.class);
    private static final int COMMANDS_PER_BATCH_MAX = 1_000;
    private static final int SUBMISSIONS_WAITING_MAX = 4_096;
    private static final int TRIES_MAX = 3;

    private static final long BUSY_REST_NANOS = 5_000_000;

    private final Database database;
    private final Clock clock = Clock.systemUTC();
    private final BlockingQueue<Submission> waiting = new ArrayBlockingQueue<>(SUBMISSIONS_WAITING_MAX);
    private final KnownKits kits = new KnownKits();
    private final Wariness wariness = new Wariness();
    private final DistributionSummary batchSizes;
    private final Timer commits;
    private @Nullable Thread thread;
    private volatile boolean stopping;

    CommitLoop(Database database, MeterRegistry metrics) {
        this.database = database;
        this.batchSizes = DistributionSummary.builder("ledger.commit.batch")
                .description("Commands per transaction")
                .publishPercentiles(0.5, 0.99)
                .register(metrics);
        this.commits = Timer.builder("ledger.commit")
                .description("From taking a batch to its durable commit")
                .publishPercentiles(0.5, 0.99)
                .register(metrics);
        metrics.gaugeCollectionSize("ledger.commit.waiting", List.of(), waiting);
    }

    private record Submission(
            List<Submitted> commands, @Nullable Progress progress, CompletableFuture<List<Answer>> answers) {}

    private record Decision(CommitBatch batch, List<Answer> answers) {}

    /** The queue is full: come again later. Nothing was done. */
    public static final class Busy extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Busy(String message) {
            super(message);
        }
    }

    /** A command of an intake that can never be applied; none of its submission is. */
    public static final class Unappliable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unappliable(String message) {
            super(message);
        }
    }

    /** Waits for the durable commit. @throws Busy when too many wait already @throws DatabaseFailed in an outage */
    public List<Answer> submit(List<Submitted> commands) {
        return submit(commands, null);
    }

    /** One command, as {@link #submit(List)}. */
    public Answer submit(Submitted command) {
        return submit(List.of(command)).getFirst();
    }

    /**
     * As {@link #submit(List)}, without a thread that waits. What is done with the answers must be short, as it is done on
     * the loop's own thread.
     */
    public CompletableFuture<List<Answer>> submitAsync(List<Submitted> commands) {
        return enqueue(commands, null);
    }

    /**
     * Stores the progress of an intake in the very transaction of its commands.
     *
     * @throws Unappliable when one of them makes no sense, so that the intake can park it
     */
    public void submitAll(List<Submitted> commands, Progress progress) {
        while (true) {
            try {
                var answers = submit(commands, progress);
                if (answers.size() == commands.size()) {
                    return;
                }
            } catch (Busy busy) {
                LockSupport.parkNanos(BUSY_REST_NANOS); // A topic can wait; nothing of it is lost.
                if (stopping) {
                    throw busy;
                }
            }
        }
    }

    private List<Answer> submit(List<Submitted> commands, @Nullable Progress progress) {
        try {
            return enqueue(commands, progress).join();
        } catch (CompletionException failure) {
            throw failure.getCause() instanceof RuntimeException reason ? reason : failure;
        }
    }

    private CompletableFuture<List<Answer>> enqueue(List<Submitted> commands, @Nullable Progress progress) {
        var submission = new Submission(commands, progress, new CompletableFuture<>());
        if (stopping || !waiting.offer(submission)) {
            return CompletableFuture.failedFuture(
                    new Busy("Expected fewer than %d waiting submissions, but there are more; try again"
                            .formatted(SUBMISSIONS_WAITING_MAX)));
        }
        return submission.answers();
    }

    @PostConstruct
    void start() {
        thread = Thread.ofPlatform().name("commit-loop").daemon().start(this::run);
    }

    @PreDestroy
    void stop() throws InterruptedException {
        stopping = true;
        var running = thread;
        if (running != null) {
            running.interrupt();
            running.join();
        }
    }

    private void run() {
        while (!stopping) {
            try {
                commit(take());
            } catch (InterruptedException stopped) {
                break;
            } catch (Throwable bug) {
                LOG.error("Expected a batch to be committed or answered, but neither happened", bug);
            }
        }
        var left = new ArrayList<Submission>();
        waiting.drainTo(left);
        left.forEach(submission -> submission.answers().completeExceptionally(new Busy("The ledger is stopping")));
    }

    /** What is there, up to the limit; waits only when nothing is. */
    private List<Submission> take() throws InterruptedException {
        var batch = new ArrayList<Submission>();
        var next = waiting.take();
        var commands = 0;
        while (next != null) {
            batch.add(next);
            commands += next.commands().size();
            var peeked = waiting.peek();
            next = peeked != null && commands + peeked.commands().size() <= COMMANDS_PER_BATCH_MAX
                    ? waiting.poll()
                    : null;
        }
        return batch;
    }

    /** A submission that cannot be stored must not take its neighbours along: the batch is halved until it is alone. */
    private void commit(List<Submission> batch) {
        try {
            var answers = decide(batch);
            var next = 0;
            for (var submission : batch) {
                var size = submission.commands().size();
                submission.answers().complete(answers.subList(next, next + size));
                next += size;
            }
        } catch (RuntimeException | Error failure) {
            var isOutage = failure instanceof DatabaseFailed failed && !failed.isAboutTheData();
            if (isOutage || batch.size() == 1) {
                batch.forEach(submission -> submission.answers().completeExceptionally(failure));
                return;
            }
            LOG.warnf(failure, "Expected to commit %d submissions at once; halving", batch.size());
            var middle = batch.size() / 2;
            commit(batch.subList(0, middle));
            commit(batch.subList(middle, batch.size()));
        }
    }

    private List<Answer> decide(List<Submission> batch) {
        var commands = batch.stream()
                .flatMap(submission -> submission.commands().stream())
                .toList();
        for (var tries = 1; ; tries++) {
            var started = System.nanoTime();
            var trusting = wariness.mayTrust(tries);
            try {
                var answers = database.inTransaction(
                                connection -> {
                                    var deciding = new CommitBatch(connection, now(), trusting, kits);
                                    var decided = deciding.decide(commands);
                                    storeProgress(connection, batch, decided);
                                    return new Decision(deciding, decided);
                                },
                                (_, decided) -> decided.batch().store())
                        .answers();
                commits.record(System.nanoTime() - started, TimeUnit.NANOSECONDS);
                batchSizes.record(commands.size());
                wariness.committed();
                return answers;
            } catch (FoundMore | DatabaseFailed failure) {
                // Something was there already, or another instance was first; the next try sees it.
                var isRace = failure instanceof FoundMore
                        || (failure instanceof DatabaseFailed failed && failed.isAboutTheData());
                if (!isRace || tries == TRIES_MAX) {
                    throw failure;
                }
                wariness.failed(failure);
            }
        }
    }

    private static void storeProgress(Connection connection, List<Submission> batch, List<Answer> answers)
            throws SQLException {
        var next = 0;
        for (var submission : batch) {
            var size = submission.commands().size();
            if (submission.progress() != null) {
                for (var answer : answers.subList(next, next + size)) {
                    mustBeApplied(answer);
                }
                submission.progress().store(connection);
            }
            next += size;
        }
    }

    private static void mustBeApplied(Answer answer) {
        if (answer.outcome() instanceof Rejected rejected) {
            throw new Unappliable(rejected.detail());
        }
        if (answer.outcome() instanceof KeyReused reused) {
            throw new Unappliable("Expected the content that was first sent with id %s (hash %s), but got another"
                    .formatted(reused.id(), reused.storedHash()));
        }
    }

    /** As precise as the database keeps it, so that what is stored equals what was decided. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
