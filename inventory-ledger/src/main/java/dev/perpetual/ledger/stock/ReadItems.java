package dev.perpetual.ledger.stock;

import dev.perpetual.kit.database.Database;
import dev.perpetual.kit.problems.Problems;
import dev.perpetual.ledger.stock.ItemLevels.Located;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import org.eclipse.microprofile.context.ManagedExecutor;
import org.jspecify.annotations.Nullable;

/**
 * Reads single items as the commit loop writes: whatever is asked while one look is under way goes into the next, as one
 * statement. Busy readers share the round trips, and nothing is remembered between two looks.
 */
@ApplicationScoped
class ReadItems {

    private static final int QUESTIONS_PER_LOOK_MAX = 64;
    private static final int WAITING_MAX = 4_096;

    private final Database database;
    private final ManagedExecutor blocking;
    private final BlockingQueue<Question> waiting = new ArrayBlockingQueue<>(WAITING_MAX);
    private @Nullable Thread thread;
    private volatile boolean stopping;

    ReadItems(Database database, ManagedExecutor blocking) {
        this.database = database;
        this.blocking = blocking;
    }

    private record Question(String sku, CompletableFuture<@Nullable Found> answer) {}

    /** An item at one moment. @param version of its stream @param isKit it is made of parts, or once was */
    record Found(long version, boolean isKit, Located located) {

        /** It may have more levels than these. */
        boolean isCut() {
            return located.levels().size() == Levels.OF_ITEM_MAX;
        }
    }

    /**
     * The item as it is after this was called; fails with 404 when it is unknown. What is done with it must be short, as
     * it keeps the next look waiting.
     */
    CompletableFuture<Found> read(String sku) {
        var question = new Question(sku, new CompletableFuture<>());
        if (stopping || !waiting.offer(question)) {
            blocking.execute(() -> answer(List.of(question)));
        }
        return question.answer().thenApply(found -> {
            if (found == null) {
                throw unknown(sku);
            }
            return found;
        });
    }

    static RuntimeException unknown(String sku) {
        return Problems.notFound("unknown-sku", "Expected a known SKU, but got " + sku);
    }

    @PostConstruct
    void start() {
        thread = Thread.ofPlatform().name("read-items").daemon().start(this::run);
    }

    @PreDestroy
    void stop() throws InterruptedException {
        stopping = true;
        var running = thread;
        if (running != null) {
            running.interrupt();
            running.join();
        }
        var left = new ArrayList<Question>();
        waiting.drainTo(left);
        answer(left);
    }

    private void run() {
        var questions = new ArrayList<Question>(QUESTIONS_PER_LOOK_MAX);
        while (!stopping) {
            try {
                questions.add(waiting.take());
                waiting.drainTo(questions, QUESTIONS_PER_LOOK_MAX - 1);
            } catch (InterruptedException stopped) {
                return;
            }
            answer(questions);
            questions.clear();
        }
    }

    private void answer(List<Question> questions) {
        if (questions.isEmpty()) {
            return;
        }
        try {
            var skus = questions.stream().map(Question::sku).distinct().toArray(String[]::new);
            var found = database.inStatement(connection -> look(connection, skus));
            questions.forEach(question -> question.answer().complete(found.get(question.sku())));
        } catch (RuntimeException | Error failure) {
            questions.forEach(question -> question.answer().completeExceptionally(failure));
        }
    }

    private static Map<String, Found> look(Connection connection, String[] skus) throws SQLException {
        try (var select = connection.prepareStatement("""
                SELECT stream.id, location, lot, owner, expected, inspection, available, held, picked, blocked, outbound,
                  level.version, occurred_at, level.recorded_at, as_of, floor, stream.version, site,
                  item.kit_version > 0
                FROM unnest(?) AS wanted (sku) JOIN stream ON topic = 'stock-movements' AND id = wanted.sku
                JOIN item ON item.sku = wanted.sku
                LEFT JOIN LATERAL (SELECT balance.*,
                    (SELECT path[1] FROM location WHERE location.id = balance.location) AS site
                  FROM balance WHERE balance.sku = wanted.sku ORDER BY location, lot, owner LIMIT %d) AS level ON true
                ORDER BY stream.id, location, lot, owner""".formatted(Levels.OF_ITEM_MAX))) {
            select.setArray(1, connection.createArrayOf("text", skus));
            var rows = select.executeQuery();
            var found = new HashMap<String, Found>();
            while (rows.next()) {
                var version = rows.getLong(17);
                var isKit = rows.getBoolean(19);
                var item = found.computeIfAbsent(
                        rows.getString(1),
                        _ -> new Found(version, isKit, new Located(new ArrayList<>(), new HashMap<>())));
                if (rows.getString(2) != null) {
                    item.located().levels().add(Levels.read(rows));
                    item.located().sites().put(rows.getString(2), rows.getString(18));
                }
            }
            return found;
        }
    }
}
