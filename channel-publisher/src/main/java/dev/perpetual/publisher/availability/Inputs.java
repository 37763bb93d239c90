package dev.perpetual.publisher.availability;

import dev.perpetual.publisher.availability.Quantities.Key;
import dev.perpetual.publisher.domain.Listed;
import dev.perpetual.publisher.domain.Policy;
import dev.perpetual.publisher.sql.Columns;
import dev.perpetual.publisher.stock.Levels;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Everything that decides what listings show, read in one go. */
final class Inputs {

    private Inputs() {}

    /**
     * One listing with all that decides what it shows.
     *
     * @param wanted what it shows so far; null for nothing
     */
    record Input(Key key, String sku, @Nullable Long wanted, Listed listed) {}

    private record Row(
            Key key,
            String sku,
            @Nullable String pack,
            @Nullable Long wanted,
            boolean zeroed,
            boolean retired,
            @Nullable Long units) {}

    static List<Input> of(Connection connection, Collection<Key> keys) throws SQLException {
        return of(connection, keys, null);
    }

    /** The same, as if {@code instead} were the policy of all of them. */
    static List<Input> of(Connection connection, Collection<Key> keys, @Nullable Policy instead) throws SQLException {
        var rows = rows(connection, keys);
        var skus = new HashSet<String>();
        var channels = new HashSet<String>();
        rows.forEach(row -> {
            skus.add(row.sku());
            channels.add(row.key().channel());
        });
        var levels = Levels.of(connection, skus);
        var policies = instead == null ? Policies.inForce(connection, channels) : same(channels, instead);
        return rows.stream()
                .map(row -> new Input(
                        row.key(),
                        row.sku(),
                        row.wanted(),
                        new Listed(
                                row.zeroed(),
                                policies.get(row.key().channel()),
                                row.retired(),
                                row.pack() == null ? Long.valueOf(1) : row.units(),
                                levels.getOrDefault(row.sku(), List.of()))))
                .toList();
    }

    private static Map<String, Policy> same(Set<String> channels, Policy policy) {
        return channels.stream().collect(Collectors.toMap(channel -> channel, _ -> policy));
    }

    private static List<Row> rows(Connection connection, Collection<Key> keys) throws SQLException {
        try (var select = connection.prepareStatement("""
                SELECT l.channel, l.id, l.sku, l.pack, l.wanted_quantity, c.state, i.retired, p.units
                FROM unnest(?, ?) AS k (channel, id)
                JOIN listing l ON l.channel = k.channel AND l.id = k.id
                JOIN channel c ON c.id = l.channel
                JOIN item i ON i.sku = l.sku
                LEFT JOIN item_pack p ON p.sku = l.sku AND p.code = l.pack""")) {
            select.setArray(1, Columns.texts(connection, keys, Key::channel));
            select.setArray(2, Columns.texts(connection, keys, Key::listing));
            var found = new ArrayList<Row>();
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    found.add(row(rows));
                }
            }
            return found;
        }
    }

    private static Row row(ResultSet row) throws SQLException {
        return new Row(
                new Key(row.getString("channel"), row.getString("id")),
                row.getString("sku"),
                row.getString("pack"),
                Columns.number(row, "wanted_quantity"),
                row.getString("state").equals("zeroed"),
                row.getBoolean("retired"),
                Columns.number(row, "units"));
    }
}
