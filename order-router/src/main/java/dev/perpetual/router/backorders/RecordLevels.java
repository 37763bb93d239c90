package dev.perpetual.router.backorders;

import dev.perpetual.kit.database.Database;
import dev.perpetual.kit.intake.Progress;
import dev.perpetual.router.sourcing.Levels;
import dev.perpetual.router.wire.StockLevelReader.Available;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Takes levels over into our copy, and wakes the queue where one rose that somebody waits for. */
@ApplicationScoped
public class RecordLevels {
    private final Database database;
    private final BackorderWorker worker;

    RecordLevels(Database database, BackorderWorker worker) {
        this.database = database;
        this.worker = worker;
    }

    public void record(List<Available> levels, Progress progress) {
        var due = database.inTransaction(connection -> {
            var rose = Levels.record(connection, levels);
            progress.store(connection);
            return rose;
        });
        if (due > 0) {
            worker.wake();
        }
    }
}
