package dev.perpetual.publisher.kafka;

import dev.perpetual.kit.journal.StateMessage;
import dev.perpetual.kit.journal.StateSource;
import dev.perpetual.publisher.availability.ListingRow;
import dev.perpetual.publisher.wire.ChannelQuantity;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Consumer;

/** Tells all of {@code channel-quantities} from the tables. */
@ApplicationScoped
public class ChannelQuantities implements StateSource {

    private static final int ROWS_PER_PAGE = 1_000;

    @Override
    public String topic() {
        return ChannelQuantity.TOPIC;
    }

    @Override
    public void forEach(Connection connection, Consumer<StateMessage> sink) throws SQLException {
        try (var select = connection.prepareStatement("SELECT " + ListingRow.COLUMNS + " FROM listing")) {
            select.setFetchSize(ROWS_PER_PAGE);
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    sink.accept(ListingRow.read(rows).message());
                }
            }
        }
    }
}
