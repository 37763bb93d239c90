package dev.perpetual.ledger.commit;

import dev.perpetual.ledger.commit.Holds.Row;
import dev.perpetual.ledger.domain.Hold;
import dev.perpetual.ledger.domain.HoldComponent;
import dev.perpetual.ledger.domain.HoldId;
import dev.perpetual.ledger.domain.Sku;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The table {@code hold_component}: what is held for kits that are made of their parts. Asked only for such holds. */
final class HoldComponents {

    private HoldComponents() {}

    private record Line(HoldId hold, int line) {}

    /** Gives the kit lines of holds their components. */
    static void load(Connection connection, Collection<HoldId> kits, Map<HoldId, Hold> holds) throws SQLException {
        if (kits.isEmpty()) {
            return;
        }
        var found = new HashMap<Line, List<HoldComponent>>();
        try (var select = connection.prepareStatement("""
                SELECT hold, line, sku, lot, owner, per_kit, open, picked, shipped, released, expired, version
                FROM hold_component WHERE hold = ANY(?) ORDER BY hold, line, sku, lot, owner""")) {
            select.setArray(
                    1,
                    connection.createArrayOf(
                            "text", kits.stream().map(HoldId::id).toArray(String[]::new)));
            var rows = select.executeQuery();
            while (rows.next()) {
                found.computeIfAbsent(new Line(new HoldId(rows.getString(1)), rows.getInt(2)), _ -> new ArrayList<>())
                        .add(new HoldComponent(
                                new Sku(rows.getString(3)),
                                Columns.goods(rows, 4),
                                rows.getLong(6),
                                rows.getLong(7),
                                rows.getLong(8),
                                rows.getLong(9),
                                rows.getLong(10),
                                rows.getLong(11),
                                rows.getLong(12)));
            }
        }
        // Of a line's parts the one that is a kit comes last.
        for (var id : kits) {
            var lines = Objects.requireNonNull(holds.get(id)).lines();
            for (var i = 0; i < lines.size(); i++) {
                var isLast = i + 1 == lines.size()
                        || lines.get(i + 1).line() != lines.get(i).line();
                var components = found.get(new Line(id, lines.get(i).line()));
                if (isLast && components != null) {
                    lines.set(i, lines.get(i).with(components));
                }
            }
        }
    }

    private record Stored(Row row, HoldComponent component) {}

    /** Writes the components of lines, new and known ones. */
    static void store(Pipeline pipeline, List<Row> rows) {
        pipeline.add(
                """
                INSERT INTO hold_component (hold, line, sku, location, lot, owner, per_kit, open, picked, shipped, released,
                  expired, version)
                SELECT * FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (hold, line, sku, lot, owner) DO UPDATE SET open = excluded.open, picked = excluded.picked,
                  shipped = excluded.shipped, released = excluded.released, expired = excluded.expired,
                  version = excluded.version""",
                rows.stream()
                        .flatMap(row -> row.line().components().stream().map(each -> new Stored(row, each)))
                        .toList(),
                columns -> columns.text(each -> each.row().hold().id().id())
                        .number(each -> each.row().line().line())
                        .text(each -> each.component().sku().code())
                        .text(each -> each.row().line().location().id())
                        .text(each -> each.component().goods().lot())
                        .text(each -> each.component().goods().owner())
                        .number(each -> each.component().perKit())
                        .number(each -> each.component().open())
                        .number(each -> each.component().picked())
                        .number(each -> each.component().shipped())
                        .number(each -> each.component().released())
                        .number(each -> each.component().expired())
                        .number(each -> each.component().version()));
    }
}
