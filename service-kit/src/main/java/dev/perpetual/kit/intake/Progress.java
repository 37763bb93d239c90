package dev.perpetual.kit.intake;

import java.sql.Connection;
import java.sql.SQLException;

/** What must be stored in the very transaction of the effect, so that neither can be without the other. */
@FunctionalInterface
public interface Progress {

    void store(Connection connection) throws SQLException;
}
