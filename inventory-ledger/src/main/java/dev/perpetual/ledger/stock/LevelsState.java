package dev.perpetual.ledger.stock;

import dev.perpetual.kit.journal.StateMessage;
import dev.perpetual.kit.journal.StateSource;
import dev.perpetual.ledger.wire.LevelJson;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Consumer;

/** What the topic {@code stock-levels} must tell, for the auditor. */
@ApplicationScoped
class LevelsState implements StateSource {

    @Override
    public String topic() {
        return LevelJson.TOPIC;
    }

    @Override
    public void forEach(Connection connection, Consumer<StateMessage> sink) throws SQLException {
        Levels.forEach(
                connection,
                (sku, location, balance) -> sink.accept(new StateMessage(
                        LevelJson.TOPIC,
                        LevelJson.key(sku, location),
                        balance.version(),
                        LevelJson.TYPE,
                        LevelJson.of(sku, location, balance),
                        balance.recordedAt())));
    }
}
