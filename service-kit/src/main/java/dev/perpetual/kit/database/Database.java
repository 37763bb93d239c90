package dev.perpetual.kit.database;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Transactions on the service's own database, written by hand so that each one is seen in the code. */
@ApplicationScoped
public class Database {

    private static final int ATTEMPTS_MAX = 3;

    /** More than a pool holds. */
    private static final int CUT_CONNECTIONS_MAX = 32;

    /**
     * Requests, each on a virtual thread, that have a connection at once. The rest of the pool is for what runs by itself
     * and for what answers many requests in one transaction, which would else wait in line behind every one of them.
     */
    static final int REQUESTS_MAX = 12;

    /** SQLSTATE of a server that has no connection left. */
    private static final String TOO_MANY = "53300";

    /** As long as the pool lets a caller wait. */
    private static final long TURN_SECONDS_MAX = 5;

    private final DataSource dataSource;
    private final Semaphore requests = new Semaphore(REQUESTS_MAX, true);

    public Database(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /**
     * Runs the work in one transaction: commits when it returns, rolls back when it throws.
     *
     * <p>A deadlock, a serialization failure, or a connection lost before the commit is tried again, so the
     * work may run more than once and must keep its effects in the database.
     *
     * @throws DatabaseFailed when the database cannot do it, with whether the commit may have happened
     */
    public <T extends @Nullable Object> T inTransaction(Work<T> work) {
        return inTransaction(work, (_, _) -> {});
    }

    /**
     * As {@link #inTransaction(Work)}, with an ending that may commit by itself, so that the last statements and the commit
     * are one journey to the server. When the connection is lost in it, the commit may have happened.
     */
    public <T extends @Nullable Object> T inTransaction(Work<T> work, Ending<T> ending) {
        return repeatedly(connected -> once(work, ending, connected));
    }

    /**
     * Runs work that looks at everything there is, so that no request waits for it: an answer may take as long as it
     * takes. Else as {@link #inTransaction}.
     *
     * @throws DatabaseFailed when the database cannot do it
     */
    public <T extends @Nullable Object> T inLongTransaction(Work<T> work) {
        return inTransaction(connection -> {
            var patience = connection.getNetworkTimeout();
            connection.setNetworkTimeout(Runnable::run, 0);
            try {
                return work.on(connection);
            } finally {
                if (!connection.isClosed()) {
                    connection.setNetworkTimeout(Runnable::run, patience);
                }
            }
        });
    }

    /**
     * Runs work that is one statement and only reads: it sees one moment without a transaction around it, and is spared
     * the wait for the end of one. Tried again as {@link #inTransaction}.
     *
     * @throws DatabaseFailed when the database cannot do it
     */
    public <T extends @Nullable Object> T inStatement(Work<T> work) {
        return repeatedly(connected -> {
            try (var _ = turn();
                    var connection = dataSource.getConnection()) {
                connected.set(true);
                return work.on(connection);
            } catch (SQLException failure) {
                throw new DatabaseFailed(failure, false);
            }
        });
    }

    private static <T extends @Nullable Object> T repeatedly(Function<AtomicBoolean, T> work) {
        var attempts = 0;
        var cut = 0;
        while (true) {
            var connected = new AtomicBoolean();
            try {
                return work.apply(connected);
            } catch (DatabaseFailed failure) {
                // Every connection that waited in the pool can be cut while the server is well: each is met once.
                // One that got no answer in time was none of them.
                var isCut = connected.get() && failure.isAboutALostConnection() && !failure.isAboutPatience();
                var isLast = isCut ? ++cut == CUT_CONNECTIONS_MAX : ++attempts == ATTEMPTS_MAX;
                if (isLast || !failure.mayBeTriedAgain()) {
                    throw failure;
                }
            }
        }
    }

    private <T extends @Nullable Object> T once(Work<T> work, Ending<T> ending, AtomicBoolean connected) {
        var committing = false;
        try (var _ = turn();
                var connection = dataSource.getConnection()) {
            connected.set(true);
            connection.setAutoCommit(false);
            try {
                var result = work.on(connection);
                committing = true;
                ending.of(connection, result);
                connection.commit(); // Asks nothing of the server when no transaction is open any more.
                return result;
            } catch (SQLException | RuntimeException | Error failure) {
                rollBack(connection, failure);
                throw failure;
            }
        } catch (SQLException failure) {
            throw new DatabaseFailed(failure, committing);
        }
    }

    private Turn turn() throws SQLException {
        if (!Thread.currentThread().isVirtual()) {
            return () -> {};
        }
        try {
            if (requests.tryAcquire(TURN_SECONDS_MAX, TimeUnit.SECONDS)) {
                return requests::release;
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        throw new SQLTransientException(
                "Expected to be one of %d requests at work within %d s, but the others took longer"
                        .formatted(REQUESTS_MAX, TURN_SECONDS_MAX),
                TOO_MANY);
    }

    /** Given back when it is closed. */
    @FunctionalInterface
    private interface Turn extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Says that this transaction sees one moment, that of its first look, however often it looks. Comes before anything
     * else is asked of the server. JDBC's own way sets it for the session, which the pool then has to take back.
     */
    public static void seesOneMoment(Connection connection) throws SQLException {
        say(connection, "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
    }

    /**
     * Says that this transaction waits for others in between, with no lock that anybody wants: the server then lets it be
     * silent for as long as it likes.
     */
    public static void waitsForOthers(Connection connection) throws SQLException {
        say(connection, "SET LOCAL idle_in_transaction_session_timeout = 0");
    }

    private static void say(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void rollBack(Connection connection, Throwable failure) {
        try {
            connection.rollback();
        } catch (SQLException lost) {
            failure.addSuppressed(lost); // The server rolls back by itself when the connection is gone.
        }
    }

    /** What is done with a connection whose transaction somebody else begins and ends. */
    @FunctionalInterface
    public interface Work<T extends @Nullable Object> {
        T on(Connection connection) throws SQLException;
    }

    /** What is left to be done with what the work returned. */
    @FunctionalInterface
    public interface Ending<T extends @Nullable Object> {
        void of(Connection connection, T result) throws SQLException;
    }
}
