package dev.perpetual.ledger.holds;

import dev.perpetual.kit.database.Database;
import dev.perpetual.ledger.commit.CommitLoop;
import dev.perpetual.ledger.domain.Command.ExpireHold;
import dev.perpetual.ledger.domain.HoldId;
import dev.perpetual.ledger.domain.Submitted;
import dev.perpetual.ledger.rounds.Round;
import dev.perpetual.ledger.wire.Times;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Notices deadlines and asks for what follows. It only asks: the commit loop decides in the order of everything
 * else, so a confirmation that came first wins, and a second instance that asks too changes nothing.
 */
@ApplicationScoped
public class ExpireDueHolds implements Round {

    private static final Logger LOG = Logger.getLogger(ExpireDueHolds.class);
    private static final int HOLDS_PER_ROUND_MAX = 500;
    private static final Duration REST = Duration.ofMillis(200);

    private final Database database;
    private final CommitLoop loop;

    ExpireDueHolds(Database database, CommitLoop loop) {
        this.database = database;
        this.loop = loop;
    }

    @Override
    public String name() {
        return "expire-due-holds";
    }

    @Override
    public Duration rest() {
        return REST;
    }

    @Override
    public void run() {
        var due = database.inTransaction(ExpireDueHolds::due);
        if (!due.isEmpty()) {
            var answers = loop.submit(due.stream()
                    .map(id ->
                            new Submitted("expire:" + id.id(), "", "deadline", Submitted.SCHEDULE, new ExpireHold(id)))
                    .toList());
            LOG.debugf("Asked to expire %d holds: %s", due.size(), answers);
        }
    }

    private static List<HoldId> due(Connection connection) throws SQLException {
        try (var select = connection.prepareStatement("""
                SELECT id FROM hold WHERE state = 'OPEN' AND expires_at <= ?::timestamptz
                ORDER BY expires_at LIMIT ?""")) {
            select.setString(1, Times.now().toString());
            select.setInt(2, HOLDS_PER_ROUND_MAX);
            var rows = select.executeQuery();
            var due = new ArrayList<HoldId>();
            while (rows.next()) {
                due.add(new HoldId(rows.getString(1)));
            }
            return due;
        }
    }
}
