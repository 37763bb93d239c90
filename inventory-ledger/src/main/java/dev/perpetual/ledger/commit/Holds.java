package dev.perpetual.ledger.commit;

import dev.perpetual.ledger.domain.Hold;
import dev.perpetual.ledger.domain.HoldId;
import dev.perpetual.ledger.domain.HoldLine;
import dev.perpetual.ledger.domain.LocationId;
import dev.perpetual.ledger.domain.Sku;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The tables {@code hold} and {@code hold_line}. A hold changes only under the locks of all of its SKUs. */
public final class Holds {

    private Holds() {}

    /** Holds with their lines, in the lines' order. */
    public static Map<HoldId, Hold> load(Connection connection, Collection<HoldId> ids) throws SQLException {
        var found = new HashMap<HoldId, Hold>();
        if (ids.isEmpty()) {
            return found;
        }
        try (var select = connection.prepareStatement("""
                SELECT id, owner_type, owner_id, state, hold.version, expires_at, created_at,
                  line, sku, location, lot, owner, granted, open, picked, shipped, released, expired, hold_line.version,
                  channel, client, confirmed_at, kit
                FROM hold LEFT JOIN hold_line ON hold_line.hold = hold.id
                WHERE id = ANY(?) ORDER BY id, line, kit, lot, owner""")) {
            select.setArray(
                    1,
                    connection.createArrayOf(
                            "text", ids.stream().map(HoldId::id).distinct().toArray(String[]::new)));
            var rows = select.executeQuery();
            var kits = new HashSet<HoldId>();
            while (rows.next()) {
                var id = new HoldId(rows.getString(1));
                var hold = found.get(id);
                if (hold == null) {
                    hold = new Hold(
                            id,
                            new Hold.Owner(
                                    rows.getString(2), rows.getString(3), rows.getString(20), rows.getString(21)),
                            Hold.State.valueOf(rows.getString(4)),
                            rows.getLong(5),
                            Columns.optionalInstant(rows, 6),
                            Columns.instant(rows, 7),
                            new ArrayList<>(),
                            Columns.optionalInstant(rows, 22));
                    found.put(id, hold);
                }
                if (rows.getObject(8) != null) {
                    hold.lines()
                            .add(new HoldLine(
                                    rows.getInt(8),
                                    new Sku(rows.getString(9)),
                                    new LocationId(rows.getString(10)),
                                    Columns.goods(rows, 11),
                                    rows.getLong(13),
                                    rows.getLong(14),
                                    rows.getLong(15),
                                    rows.getLong(16),
                                    rows.getLong(17),
                                    rows.getLong(18),
                                    rows.getLong(19)));
                    if (rows.getBoolean(23)) {
                        kits.add(id);
                    }
                }
            }
            HoldComponents.load(connection, kits, found);
        }
        return found;
    }

    /** Violates the key when one that is new here exists already. */
    static void store(Pipeline pipeline, Collection<Hold> changed, Map<HoldId, Hold> known) {
        var sorted = changed.stream().sorted(Comparator.comparing(Hold::id)).toList();
        insert(
                pipeline,
                sorted.stream().filter(hold -> !known.containsKey(hold.id())).toList());
        update(
                pipeline,
                sorted.stream().filter(hold -> known.containsKey(hold.id())).toList(),
                known);
    }

    /** A line with its hold. */
    record Row(Hold hold, HoldLine line) {}

    private static void insert(Pipeline pipeline, List<Hold> holds) {
        pipeline.add(
                """
                INSERT INTO hold (id, owner_type, owner_id, state, version, expires_at, created_at, channel, client,
                  confirmed_at)
                SELECT id, owner_type, owner_id, state, version, expires_at::timestamptz, created_at::timestamptz, channel,
                  client, confirmed_at::timestamptz
                FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?) AS fresh (id, owner_type, owner_id, state, version, expires_at,
                  created_at, channel, client, confirmed_at)""",
                holds,
                columns -> columns.text(hold -> hold.id().id())
                        .text(hold -> hold.owner().type())
                        .text(hold -> hold.owner().id())
                        .text(hold -> hold.state().name())
                        .number(Hold::version)
                        .time(Hold::expiresAt)
                        .time(Hold::createdAt)
                        .text(hold -> hold.owner().channel())
                        .text(hold -> hold.owner().client())
                        .time(Hold::confirmedAt));
        insertLines(pipeline, rows(holds));
    }

    private static void insertLines(Pipeline pipeline, List<Row> rows) {
        pipeline.add(
                """
                INSERT INTO hold_line (hold, line, sku, location, lot, owner, granted, open, picked, shipped, released,
                  expired, version, kit)
                SELECT hold, line, sku, location, lot, owner, granted, open, picked, shipped, released, expired, version,
                  kit > 0
                FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) AS fresh (hold, line, sku, location, lot, owner,
                  granted, open, picked, shipped, released, expired, version, kit)""",
                rows,
                columns -> columns.text(row -> row.hold().id().id())
                        .number(row -> row.line().line())
                        .text(row -> row.line().sku().code())
                        .text(row -> row.line().location().id())
                        .text(row -> row.line().goods().lot())
                        .text(row -> row.line().goods().owner())
                        .number(row -> row.line().granted())
                        .number(row -> row.line().open())
                        .number(row -> row.line().picked())
                        .number(row -> row.line().shipped())
                        .number(row -> row.line().released())
                        .number(row -> row.line().expired())
                        .number(row -> row.line().version())
                        .number(row -> row.line().isKit() ? 1 : 0));
        HoldComponents.store(pipeline, rows);
    }

    private static void update(Pipeline pipeline, List<Hold> holds, Map<HoldId, Hold> known) {
        pipeline.add(
                """
                UPDATE hold SET state = next.state, version = next.version, expires_at = next.expires_at::timestamptz
                FROM unnest(?, ?, ?, ?) AS next (id, state, version, expires_at) WHERE hold.id = next.id""",
                holds,
                columns -> columns.text(hold -> hold.id().id())
                        .text(hold -> hold.state().name())
                        .number(Hold::version)
                        .time(Hold::expiresAt));
        own(pipeline, holds.stream().filter(hold -> isNewlyOwned(hold, known)).toList());
        var changed = rows(holds).stream()
                .filter(row -> !lines(row, known).contains(row.line()))
                .toList();
        insertLines(
                pipeline, changed.stream().filter(row -> !isKnown(row, known)).toList());
        updateLines(
                pipeline, changed.stream().filter(row -> isKnown(row, known)).toList());
    }

    private static boolean isNewlyOwned(Hold hold, Map<HoldId, Hold> known) {
        var before = Objects.requireNonNull(known.get(hold.id()));
        return !hold.owner().equals(before.owner()) || !Objects.equals(hold.confirmedAt(), before.confirmedAt());
    }

    /** To whom they are promised now: confirmed for an order, or asked for after they left. */
    private static void own(Pipeline pipeline, List<Hold> holds) {
        pipeline.add(
                """
                UPDATE hold SET owner_type = next.owner_type, owner_id = next.owner_id, channel = next.channel,
                  client = next.client, confirmed_at = next.confirmed_at::timestamptz
                FROM unnest(?, ?, ?, ?, ?, ?) AS next (id, owner_type, owner_id, channel, client, confirmed_at)
                WHERE hold.id = next.id""",
                holds,
                columns -> columns.text(hold -> hold.id().id())
                        .text(hold -> hold.owner().type())
                        .text(hold -> hold.owner().id())
                        .text(hold -> hold.owner().channel())
                        .text(hold -> hold.owner().client())
                        .time(Hold::confirmedAt));
    }

    private static boolean isKnown(Row row, Map<HoldId, Hold> known) {
        return lines(row, known).stream()
                .anyMatch(line -> line.line() == row.line().line()
                        && line.isKit() == row.line().isKit()
                        && line.goods().equals(row.line().goods()));
    }

    private static List<HoldLine> lines(Row row, Map<HoldId, Hold> known) {
        return Objects.requireNonNull(known.get(row.hold().id())).lines();
    }

    private static void updateLines(Pipeline pipeline, List<Row> rows) {
        pipeline.add(
                """
                UPDATE hold_line SET granted = next.granted, open = next.open, picked = next.picked, shipped = next.shipped,
                  released = next.released, expired = next.expired, version = next.version
                FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                  AS next (hold, line, lot, owner, granted, open, picked, shipped, released, expired, version, kit)
                WHERE hold_line.kit = (next.kit > 0) AND hold_line.hold = next.hold AND hold_line.line = next.line
                  AND hold_line.lot = next.lot AND hold_line.owner = next.owner""",
                rows,
                columns -> columns.text(row -> row.hold().id().id())
                        .number(row -> row.line().line())
                        .text(row -> row.line().goods().lot())
                        .text(row -> row.line().goods().owner())
                        .number(row -> row.line().granted())
                        .number(row -> row.line().open())
                        .number(row -> row.line().picked())
                        .number(row -> row.line().shipped())
                        .number(row -> row.line().released())
                        .number(row -> row.line().expired())
                        .number(row -> row.line().version())
                        .number(row -> row.line().isKit() ? 1 : 0));
        HoldComponents.store(pipeline, rows);
    }

    private static List<Row> rows(List<Hold> holds) {
        return holds.stream()
                .flatMap(hold -> hold.lines().stream().map(line -> new Row(hold, line)))
                .toList();
    }
}
