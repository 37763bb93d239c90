package dev.perpetual.kit.sample;

import dev.perpetual.kit.journal.Journal;
import dev.perpetual.kit.journal.JournalEntry;
import dev.perpetual.kit.journal.Outbox;
import dev.perpetual.kit.journal.StateMessage;
import dev.perpetual.kit.journal.StateSource;
import dev.perpetual.kit.sample.Numbers.Number;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/** Adds numbers to totals, records each in the journal, and tells the new total. */
@ApplicationScoped
public class AddNumbers implements StateSource {

    static final Instant AT = Instant.now();

    public void add(Connection connection, List<Number> numbers) throws SQLException {
        for (var number : numbers) {
            var version = Journal.lock(connection, "sums", number.key()) + 1;
            Journal.append(
                    connection,
                    List.of(new JournalEntry(
                            "sums",
                            number.key(),
                            version,
                            number.key(),
                            "number.added.v1",
                            "{\"added\": %d}".formatted(number.value()),
                            Instant.now())));
            try (var upsert = connection.prepareStatement("""
                    INSERT INTO total AS known VALUES (?, ?, ?) ON CONFLICT (key)
                    DO UPDATE SET version = excluded.version, sum = known.sum + excluded.sum RETURNING sum""")) {
                upsert.setString(1, number.key());
                upsert.setLong(2, version);
                upsert.setLong(3, number.value());
                var row = upsert.executeQuery();
                row.next();
                Outbox.emitState(connection, List.of(total(number.key(), version, row.getLong(1))));
            }
        }
    }

    @Override
    public String topic() {
        return "totals";
    }

    @Override
    public void forEach(Connection connection, Consumer<StateMessage> sink) throws SQLException {
        try (var statement = connection.createStatement()) {
            var rows = statement.executeQuery("SELECT key, version, sum FROM total");
            while (rows.next()) {
                sink.accept(total(rows.getString(1), rows.getLong(2), rows.getLong(3)));
            }
        }
    }

    private static StateMessage total(String key, long version, long sum) {
        return new StateMessage("totals", key, version, "total.v1", "{\"sum\": %d}".formatted(sum), AT);
    }
}
