package dev.perpetual.ledger.catalog;

import dev.perpetual.kit.journal.StateMessage;
import dev.perpetual.kit.journal.StateSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Consumer;

/** What the topic {@code catalog} must tell, for the auditor. */
@ApplicationScoped
class CatalogState implements StateSource {

    @Override
    public String topic() {
        return Catalog.TOPIC;
    }

    @Override
    public void forEach(Connection connection, Consumer<StateMessage> sink) throws SQLException {
        Catalog.forEachMessage(connection, sink);
    }
}
