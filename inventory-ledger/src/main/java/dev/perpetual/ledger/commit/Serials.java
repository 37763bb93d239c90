package dev.perpetual.ledger.commit;

import dev.perpetual.ledger.domain.Account;
import dev.perpetual.ledger.domain.Books;
import dev.perpetual.ledger.domain.Books.Item;
import dev.perpetual.ledger.domain.Bucket;
import dev.perpetual.ledger.domain.Command;
import dev.perpetual.ledger.domain.Command.RecordTogether;
import dev.perpetual.ledger.domain.Command.ReverseMovement;
import dev.perpetual.ledger.domain.Command.WithdrawLot;
import dev.perpetual.ledger.domain.LocationId;
import dev.perpetual.ledger.domain.Lot;
import dev.perpetual.ledger.domain.Outside;
import dev.perpetual.ledger.domain.Serial;
import dev.perpetual.ledger.domain.Serial.Id;
import dev.perpetual.ledger.domain.Serial.Key;
import dev.perpetual.ledger.domain.Serial.Position;
import dev.perpetual.ledger.domain.Serial.Spot;
import dev.perpetual.ledger.domain.SerialBook;
import dev.perpetual.ledger.domain.Sku;
import dev.perpetual.ledger.domain.Submitted;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The tables {@code serial} and {@code serial_way}. They change only under the lock of their SKU, and cost nothing else. */
final class Serials {

    private static final Comparator<Key> ORDER = Comparator.<Key, Id>comparing(Key::id)
            .thenComparing(key -> key.spot().location())
            .thenComparing(key -> key.spot().kind());

    private Serials() {}

    /** Tells the books of the units that the commands name. Nothing is asked when no SKU of the batch has such. */
    static void load(Connection connection, List<Submitted> commands, Map<Sku, Item> items, Books books)
            throws SQLException {
        var ids = new TreeSet<Id>();
        var tracked = new ArrayList<Sku>();
        items.forEach((sku, item) -> {
            if (item.bySerial()) {
                tracked.add(sku);
                ids.add(Id.all(sku));
            }
        });
        for (var submitted : commands) {
            name(submitted.command(), tracked, books, ids);
            if (submitted.command() instanceof WithdrawLot withdrawn
                    && tracked.contains(withdrawn.lot().sku())) {
                ids.addAll(of(connection, withdrawn.lot()));
            }
        }
        if (ids.isEmpty()) {
            return;
        }
        var positions = positions(connection, ids);
        var suspects = unsound(positions);
        tracked.forEach(sku -> suspects.add(Id.all(sku)));
        books.serials().know(positions, SerialCases.open(connection, suspects));
    }

    private static void name(Command command, List<Sku> tracked, Books books, Set<Id> ids) {
        if (command instanceof RecordTogether(var parts)) {
            parts.forEach(part -> name(part.command(), tracked, books, ids));
        } else if (command instanceof ReverseMovement reverse) {
            var sku = reverse.original().sku();
            for (var serial : books.reversible(reverse.original())) {
                ids.add(new Id(sku, serial));
                ids.add(Id.all(sku));
            }
        } else if (!tracked.isEmpty()) {
            for (var named : command.named()) {
                for (var sku : named.sku() == null ? tracked : List.of(named.sku())) {
                    named.serials().forEach(serial -> ids.add(new Id(sku, serial)));
                }
            }
        }
    }

    private static List<Id> of(Connection connection, Lot.Id lot) throws SQLException {
        try (var select = connection.prepareStatement(
                "SELECT DISTINCT serial FROM serial WHERE sku = ? AND lot = ? AND lot <> '' AND serial <> ''")) {
            select.setString(1, lot.sku().code());
            select.setString(2, lot.code());
            var rows = select.executeQuery();
            var found = new ArrayList<Id>();
            while (rows.next()) {
                found.add(new Id(lot.sku(), rows.getString(1)));
            }
            return found;
        }
    }

    private static Map<Key, Position> positions(Connection connection, Collection<Id> ids) throws SQLException {
        var found = new HashMap<Key, Position>();
        try (var select = connection.prepareStatement("""
                SELECT sku, serial, location, spot, units, account, version, lot, owner
                FROM unnest(?, ?) AS wanted (sku, serial) JOIN serial USING (sku, serial)""")) {
            new Columns<>(select, List.copyOf(ids)).text(id -> id.sku().code()).text(Id::code);
            var rows = select.executeQuery();
            while (rows.next()) {
                found.put(
                        key(rows),
                        new Position(
                                rows.getLong(5),
                                account(rows.getString(3), rows.getString(6)),
                                rows.getLong(7),
                                Columns.goods(rows, 8)));
            }
        }
        return found;
    }

    /** Reads SKU, serial, location and kind of spot from the first four columns. */
    static Key key(ResultSet row) throws SQLException {
        return new Key(
                new Id(new Sku(row.getString(1)), row.getString(2)),
                new Spot(row.getString(3), Serial.Kind.valueOf(row.getString(4).toUpperCase(Locale.ROOT))));
    }

    private static Account account(String location, String account) {
        return location.isEmpty()
                ? Account.beyond(Outside.of(account).orElseThrow())
                : Account.at(new LocationId(location), Bucket.of(account).orElseThrow());
    }

    /** Units that may have a case: below zero somewhere, or in two places. */
    private static Set<Id> unsound(Map<Key, Position> positions) {
        var unsound = new HashSet<Id>();
        var seen = new HashSet<Id>();
        positions.forEach((key, position) -> {
            var again = key.spot().isInside() && !seen.add(key.id());
            if (!key.id().code().isEmpty() && (again || position.units() < 0 || position.units() > 1)) {
                unsound.add(key.id());
            }
        });
        return unsound;
    }

    static void store(Pipeline pipeline, SerialBook serials) {
        SerialCases.store(pipeline, serials.changedCases());
        if (serials.steps().isEmpty()) {
            return;
        }
        var left = new ArrayList<Key>();
        var standing = new ArrayList<Map.Entry<Key, Position>>();
        serials.changed().forEach((key, position) -> {
            if (position == null) {
                left.add(key);
            } else {
                standing.add(Map.entry(key, position));
            }
        });
        pipeline.add("""
                DELETE FROM serial USING unnest(?, ?, ?, ?) AS gone (sku, serial, location, spot)
                WHERE serial.sku = gone.sku AND serial.serial = gone.serial AND serial.location = gone.location
                  AND serial.spot = gone.spot""", left.stream().sorted(ORDER).toList(), columns -> keys(columns, key -> key));
        pipeline.add(
                """
                INSERT INTO serial (sku, serial, location, spot, units, account, version, lot, owner)
                SELECT * FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (sku, serial, location, spot) DO UPDATE SET
                  units = excluded.units, account = excluded.account, version = excluded.version,
                  lot = excluded.lot, owner = excluded.owner""",
                standing.stream().sorted(Map.Entry.comparingByKey(ORDER)).toList(),
                columns -> keys(columns, Map.Entry::getKey)
                        .number(row -> row.getValue().units())
                        .text(row -> code(row.getValue().account()))
                        .number(row -> row.getValue().version())
                        .text(row -> row.getValue().goods().lot())
                        .text(row -> row.getValue().goods().owner()));
        pipeline.add(
                "INSERT INTO serial_way (sku, serial, version) SELECT * FROM unnest(?, ?, ?)",
                List.copyOf(serials.steps()),
                columns -> columns.text(row -> row.id().sku().code())
                        .text(row -> row.id().code())
                        .number(SerialBook.Step::version));
    }

    /** Gives the key of a row. */
    interface Keyed<T> {
        Key of(T row);
    }

    /** SKU, serial, location and kind of spot, as four columns. */
    static <T> Columns<T> keys(Columns<T> columns, Keyed<T> keyed) throws SQLException {
        return columns.text(row -> keyed.of(row).id().sku().code())
                .text(row -> keyed.of(row).id().code())
                .text(row -> keyed.of(row).spot().location())
                .text(row -> keyed.of(row).spot().kind().code());
    }

    private static String code(Account account) {
        return switch (account) {
            case Account.Place place -> place.bucket().code();
            case Account.Beyond beyond -> beyond.outside().code();
        };
    }

    /** As the literal of an array, since an array of arrays would have to be of one length. */
    static @Nullable String array(@Nullable List<String> serials) {
        if (serials == null) {
            return null;
        }
        return serials.stream()
                .map(serial -> '"' + serial.replace("\\", "\\\\").replace("\"", "\\\"") + '"')
                .collect(Collectors.joining(",", "{", "}"));
    }
}
