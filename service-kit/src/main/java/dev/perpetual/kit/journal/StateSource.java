package dev.perpetual.kit.journal;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Consumer;

/** Tells the newest state of every key of one compacted topic from the tables, so that it can be checked and sent again. */
public interface StateSource {

    String topic();

    /** Streams all keys; holds no more than a page in memory. */
    void forEach(Connection connection, Consumer<StateMessage> sink) throws SQLException;
}
