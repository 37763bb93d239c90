package dev.perpetual.ledger.commit;

import dev.perpetual.ledger.domain.Account;
import dev.perpetual.ledger.domain.Bucket;
import dev.perpetual.ledger.domain.LocationId;
import dev.perpetual.ledger.domain.MovementKind;
import dev.perpetual.ledger.domain.Original;
import dev.perpetual.ledger.domain.Outside;
import dev.perpetual.ledger.domain.Sku;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Movements in the journal that somebody wants to reverse. */
final class Originals {

    private Originals() {}

    /** Those that exist. Whether one was reversed is sure only under the lock of its SKU. */
    static Map<Original.Id, Original> load(Connection connection, Collection<Original.Id> ids) throws SQLException {
        var found = new HashMap<Original.Id, Original>();
        if (ids.isEmpty()) {
            return found;
        }
        try (var select = connection.prepareStatement("""
                SELECT journal.stream, journal.version, kind, quantity, from_location, from_account, to_location,
                  to_account, lot, owner, cause_type,
                  (SELECT stream || '/' || version FROM journal AS later
                    WHERE later.cause_id = journal.stream || '/' || journal.version AND later.kind = 'reverse'),
                  serials
                FROM unnest(?, ?) AS wanted (stream, version)
                JOIN journal ON journal.topic = 'stock-movements' AND journal.stream = wanted.stream
                  AND journal.version = wanted.version""")) {
            new Columns<>(select, List.copyOf(ids)).text(id -> id.sku().code()).number(Original.Id::version);
            var rows = select.executeQuery();
            while (rows.next()) {
                var original = read(rows);
                found.put(original.id(), original);
            }
        }
        return found;
    }

    private static Original read(ResultSet row) throws SQLException {
        return new Original(
                new Original.Id(new Sku(row.getString(1)), row.getLong(2)),
                MovementKind.of(row.getString(3)).orElseThrow(),
                row.getLong(4),
                account(row.getString(5), row.getString(6)),
                account(row.getString(7), row.getString(8)),
                Columns.goods(row, 9),
                row.getString(11),
                row.getString(12),
                Columns.texts(row, 13));
    }

    static Account account(@Nullable String location, String account) {
        return location == null
                ? Account.beyond(Outside.of(account).orElseThrow())
                : Account.at(new LocationId(location), Bucket.of(account).orElseThrow());
    }
}
