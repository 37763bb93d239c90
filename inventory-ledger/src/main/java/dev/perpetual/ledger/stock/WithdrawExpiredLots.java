package dev.perpetual.ledger.stock;

import dev.perpetual.kit.database.Database;
import dev.perpetual.ledger.commit.CommitLoop;
import dev.perpetual.ledger.domain.Command.WithdrawLot;
import dev.perpetual.ledger.domain.Lot;
import dev.perpetual.ledger.domain.Lot.Withdrawal;
import dev.perpetual.ledger.domain.Sku;
import dev.perpetual.ledger.domain.Submitted;
import dev.perpetual.ledger.rounds.Round;
import dev.perpetual.ledger.wire.Times;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Notices lots whose day has come and asks for their withdrawal; the commit loop decides. A promise that is asked for
 * between that moment and the withdrawal gets none of them either, as it compares with the same date.
 */
@ApplicationScoped
public class WithdrawExpiredLots implements Round {

    private static final Logger LOG = Logger.getLogger(WithdrawExpiredLots.class);
    private static final int LOTS_PER_ROUND_MAX = 20;
    private static final Duration REST = Duration.ofMillis(500);

    private final Database database;
    private final CommitLoop loop;

    WithdrawExpiredLots(Database database, CommitLoop loop) {
        this.database = database;
        this.loop = loop;
    }

    @Override
    public String name() {
        return "withdraw-expired-lots";
    }

    @Override
    public Duration rest() {
        return REST;
    }

    @Override
    public void run() {
        var now = Times.now();
        var due = database.inTransaction(connection -> due(connection, now));
        if (!due.isEmpty()) {
            var answers =
                    loop.submit(due.stream().map(lot -> withdrawal(lot, now)).toList());
            LOG.infof("Asked to withdraw %d lots that have expired: %s", due.size(), answers);
        }
    }

    private static Submitted withdrawal(Lot.Id lot, Instant now) {
        return new Submitted(
                "expire-lot:" + lot.sku() + "/" + lot.code(),
                "",
                "deadline",
                Submitted.SCHEDULE,
                new WithdrawLot(lot, Withdrawal.Cause.EXPIRED, null, now));
    }

    private static List<Lot.Id> due(Connection connection, Instant now) throws SQLException {
        try (var select = connection.prepareStatement("""
                SELECT sku, code FROM lot WHERE withdrawn IS NULL AND expires_at <= ?::timestamptz
                ORDER BY expires_at LIMIT ?""")) {
            select.setString(1, now.toString());
            select.setInt(2, LOTS_PER_ROUND_MAX);
            var rows = select.executeQuery();
            var due = new ArrayList<Lot.Id>();
            while (rows.next()) {
                due.add(new Lot.Id(new Sku(rows.getString(1)), rows.getString(2)));
            }
            return due;
        }
    }
}
