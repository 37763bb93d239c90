package dev.perpetual.ledger.stock;

import dev.perpetual.kit.database.Database;
import dev.perpetual.ledger.commit.CommitLoop;
import dev.perpetual.ledger.domain.Command.WithdrawLot;
import dev.perpetual.ledger.domain.Lot;
import dev.perpetual.ledger.domain.Lot.Withdrawal;
import dev.perpetual.ledger.domain.Sku;
import dev.perpetual.ledger.domain.Submitted;
import dev.perpetual.ledger.wire.Times;
import io.quarkus.runtime.Startup;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Notices lots whose day has come and asks for their withdrawal; the commit loop decides. A promise that is asked for
 * between that moment and the withdrawal gets none of them either, as it compares with the same date.
 */
@Startup
@ApplicationScoped
public class WithdrawExpiredLots {

    private static final Logger LOG = Logger.getLogger(WithdrawExpiredLots.class);
    private static final int LOTS_PER_ROUND_MAX = 20;
    private static final int ROUND_MILLIS = 500;

    private final Database database;
    private final CommitLoop loop;
    private final ScheduledExecutorService rounds = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("withdraw-expired-lots").factory());

    WithdrawExpiredLots(Database database, CommitLoop loop) {
        this.database = database;
        this.loop = loop;
    }

    @PostConstruct
    void start() {
        rounds.scheduleWithFixedDelay(this::round, ROUND_MILLIS, ROUND_MILLIS, TimeUnit.MILLISECONDS);
    }

    @PreDestroy
    void stop() {
        rounds.shutdownNow();
    }

    private void round() {
        try {
            var now = Times.now();
            for (var lot : database.inTransaction(connection -> due(connection, now))) {
                var answer = loop.submit(new Submitted(
                        "expire-lot:" + lot.sku() + "/" + lot.code(),
                        "",
                        "deadline",
                        Submitted.SCHEDULE,
                        new WithdrawLot(lot, Withdrawal.Cause.EXPIRED, null, now)));
                LOG.infof("Lot %s of %s has expired: %s", lot.code(), lot.sku(), answer.outcome());
            }
        } catch (RuntimeException failure) {
            LOG.warnf("Expected to withdraw what has expired, but %s; trying again", failure.getMessage());
        }
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
