package dev.perpetual.ledger.seal;

import dev.perpetual.kit.journal.StateMessage;
import dev.perpetual.kit.journal.StateSource;
import dev.perpetual.ledger.wire.SealJson;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Consumer;

/** What the topic {@code seals} must tell: the newest seal. */
@ApplicationScoped
class HeadState implements StateSource {

    @Override
    public String topic() {
        return SealJson.TOPIC;
    }

    @Override
    public void forEach(Connection connection, Consumer<StateMessage> sink) throws SQLException {
        Seals.head(connection).map(HeadState::message).ifPresent(sink);
    }

    static StateMessage message(Seal seal) {
        return new StateMessage(
                SealJson.TOPIC,
                SealJson.KEY,
                seal.number(),
                SealJson.TYPE,
                SealJson.of(
                        seal.number(),
                        seal.firstPosition(),
                        seal.lastPosition(),
                        seal.rows(),
                        seal.hash(),
                        seal.previous(),
                        seal.sealedAt()),
                seal.sealedAt());
    }
}
