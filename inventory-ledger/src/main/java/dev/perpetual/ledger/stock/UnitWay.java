package dev.perpetual.ledger.stock;

import dev.perpetual.kit.database.Database;
import dev.perpetual.kit.paging.Cursor;
import dev.perpetual.kit.paging.Page;
import dev.perpetual.ledger.commit.SerialCases;
import dev.perpetual.ledger.domain.Serial;
import dev.perpetual.ledger.domain.SerialCase;
import dev.perpetual.ledger.domain.Sku;
import dev.perpetual.ledger.stock.SerialsResource.Hole;
import dev.perpetual.ledger.stock.SerialsResource.Standing;
import dev.perpetual.ledger.stock.SerialsResource.Step;
import dev.perpetual.ledger.stock.SerialsResource.Unit;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads the movements of one unit. */
final class UnitWay {

    private static final int PAGE = 200;

    private final Connection connection;
    private final Serial.Id id;

    UnitWay(Connection connection, Serial.Id id) {
        this.connection = connection;
        this.id = id;
    }

    /** Where it is, and the steps of its way behind a version; none when no movement named it. */
    Optional<Unit> page(long after) throws SQLException {
        Database.seesOneMoment(connection);
        var last = steps("DESC", Long.MAX_VALUE, 1);
        if (last.isEmpty()) {
            return Optional.empty();
        }
        var cases = SerialCases.of(connection, id);
        var steps = steps("ASC", after, PAGE + 1);
        var more = steps.size() > PAGE;
        var page = (more ? steps.subList(0, PAGE) : steps)
                .stream().map(step -> marked(step, cases)).toList();
        var inside = standing("location <> ''");
        var now = inside == null ? leftTo(last.getFirst()) : inside;
        return Optional.of(new Unit(
                id.sku().code(),
                id.code(),
                inside != null ? "inside" : now != null ? "outside" : "unknown",
                now == null ? null : now.at(),
                now == null ? null : now.since(),
                cases.stream().noneMatch(SerialCase::isOpen),
                cases.stream().map(UnitWay::hole).toList(),
                page,
                more ? Cursor.of(Timeline.CURSOR, Long.toString(page.getLast().version())) : null));
    }

    /** Units by serial, each where it came to last of the places where it still is. */
    static Page<Standing> standing(Connection connection, Sku sku, @Nullable String location, String after)
            throws SQLException {
        try (var select = connection.prepareStatement("""
                SELECT DISTINCT ON (serial) serial, location, account, version FROM serial
                WHERE sku = ? AND serial > ? AND units > 0 AND (?::text IS NULL OR location = ?)
                ORDER BY serial, version DESC LIMIT ?""")) {
            select.setString(1, sku.code());
            select.setString(2, after);
            select.setString(3, location);
            select.setString(4, location);
            select.setInt(5, PAGE + 1);
            var rows = select.executeQuery();
            var page = new ArrayList<Standing>();
            while (rows.next()) {
                if (page.size() == PAGE) {
                    return new Page<>(page, Cursor.of(page.getLast().serial()));
                }
                page.add(new Standing(
                        rows.getString(1),
                        Timeline.account(Timeline.orNone(rows.getString(2)), rows.getString(3)),
                        sku + "/" + rows.getLong(4)));
            }
            if (page.isEmpty()) {
                mustBeKnown(connection, sku);
            }
            return new Page<>(page, null);
        }
    }

    private static void mustBeKnown(Connection connection, Sku sku) throws SQLException {
        try (var select = connection.prepareStatement("SELECT FROM item WHERE sku = ?")) {
            select.setString(1, sku.code());
            if (!select.executeQuery().next()) {
                throw ReadItems.unknown(sku.code());
            }
        }
    }

    private record Now(Map<String, String> at, String since) {}

    /** To the customer, or, as far as the newest movement tells, elsewhere. */
    private @Nullable Now leftTo(Step newest) throws SQLException {
        var customer = standing("location = ''");
        if (customer != null || !newest.to().containsKey("outside")) {
            return customer;
        }
        return new Now(newest.to(), id.sku() + "/" + newest.version());
    }

    /** The place to which it came last, of those where it still is. */
    private @Nullable Now standing(String where) throws SQLException {
        try (var select = connection.prepareStatement("SELECT location, account, version FROM serial"
                + " WHERE sku = ? AND serial = ? AND units > 0 AND " + where + " ORDER BY version DESC LIMIT 1")) {
            select.setString(1, id.sku().code());
            select.setString(2, id.code());
            var rows = select.executeQuery();
            if (!rows.next()) {
                return null;
            }
            return new Now(
                    Timeline.account(Timeline.orNone(rows.getString(1)), rows.getString(2)),
                    id.sku() + "/" + rows.getLong(3));
        }
    }

    private List<Step> steps(String order, long edge, int limit) throws SQLException {
        try (var select = connection.prepareStatement("""
                SELECT version, kind, from_location, from_account, to_location, to_account, lot, owner, cause_type,
                  cause_id, body->>'reason', command, body->>'recordedBy', occurred_at, recorded_at
                FROM (SELECT version FROM serial_way WHERE sku = ? AND serial = ? AND version %s ?
                  ORDER BY version %s LIMIT ?) AS way
                JOIN journal USING (version) WHERE topic = 'stock-movements' AND stream = ?
                ORDER BY version""".formatted(order.equals("ASC") ? ">" : "<", order))) {
            select.setString(1, id.sku().code());
            select.setString(2, id.code());
            select.setLong(3, edge);
            select.setInt(4, limit);
            select.setString(5, id.sku().code());
            var rows = select.executeQuery();
            var steps = new ArrayList<Step>();
            while (rows.next()) {
                steps.add(step(rows));
            }
            return steps;
        }
    }

    private static Step step(ResultSet row) throws SQLException {
        return new Step(
                row.getLong(1),
                row.getString(2),
                Timeline.account(row.getString(3), row.getString(4)),
                Timeline.account(row.getString(5), row.getString(6)),
                Timeline.orNone(row.getString(7)),
                Timeline.orNone(row.getString(8)),
                new TreeMap<>(Map.of("type", row.getString(9), "id", row.getString(10))),
                row.getString(11),
                null,
                null,
                row.getString(12),
                row.getString(13),
                row.getObject(14, OffsetDateTime.class).toInstant(),
                row.getObject(15, OffsetDateTime.class).toInstant());
    }

    private Step marked(Step step, List<SerialCase> cases) {
        var movement = id.sku() + "/" + step.version();
        var hole =
                cases.stream().filter(each -> movement.equals(each.openedBy())).findFirst();
        var fills =
                cases.stream().filter(each -> movement.equals(each.closedBy())).findFirst();
        if (hole.isEmpty() && fills.isEmpty()) {
            return step;
        }
        return new Step(
                step.version(),
                step.kind(),
                step.from(),
                step.to(),
                step.lot(),
                step.owner(),
                step.cause(),
                step.reason(),
                hole.map(SerialCase::id).orElse(null),
                fills.map(SerialCase::id).orElse(null),
                step.command(),
                step.recordedBy(),
                step.occurredAt(),
                step.recordedAt());
    }

    private static Hole hole(SerialCase each) {
        var spot = each.key().spot();
        return new Hole(
                each.id(),
                each.isOpen() ? "open" : "closed",
                spot.isInside()
                        ? new TreeMap<>(Map.of(
                                "location", spot.location(), "spot", spot.kind().code()))
                        : Map.of("spot", spot.kind().code()),
                each.openedBy(),
                each.openedAt(),
                each.owner(),
                each.closedBy(),
                each.closedAt());
    }
}
