package dev.perpetual.kit.database;

import java.net.SocketTimeoutException;
import java.sql.SQLException;

/** The database did not do what was asked; says whether it is worth another try and whether it may have happened. */
public final class DatabaseFailed extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private static final String IDLE_IN_TRANSACTION = "25P03";

    private final String state;
    private final boolean committing;

    public DatabaseFailed(SQLException cause, boolean committing) {
        super(cause.getMessage(), cause);
        this.state = cause.getSQLState() == null ? "" : cause.getSQLState();
        this.committing = committing;
    }

    /** A value or a constraint is at fault, so that the same input fails again: SQLSTATE classes 22 and 23. */
    public boolean isAboutTheData() {
        return state.startsWith("22") || state.startsWith("23");
    }

    /** Nothing was committed, and the reason is gone with the transaction. */
    public boolean mayBeTriedAgain() {
        return state.startsWith("40") || (isAboutTheConnection() && !committing);
    }

    /** The server was away, is going away, never answered, or ended the session because we were silent for too long. */
    public boolean isAboutTheConnection() {
        return isAboutALostConnection() || state.startsWith("53");
    }

    /** The connection is gone, which says nothing about the next one. */
    boolean isAboutALostConnection() {
        return state.isEmpty()
                || state.startsWith("08")
                || state.startsWith("57P")
                || state.equals(IDLE_IN_TRANSACTION);
    }

    /** The server was asked, and we waited for its answer no longer. */
    boolean isAboutPatience() {
        return getCause() != null && getCause().getCause() instanceof SocketTimeoutException;
    }
}
