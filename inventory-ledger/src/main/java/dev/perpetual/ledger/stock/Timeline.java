package dev.perpetual.ledger.stock;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.perpetual.kit.database.Database;
import dev.perpetual.kit.paging.Cursor;
import dev.perpetual.kit.paging.Page;
import dev.perpetual.ledger.catalog.Catalog;
import dev.perpetual.ledger.closings.Moment;
import dev.perpetual.ledger.closings.Past;
import dev.perpetual.ledger.stock.Levels.Wanted;
import dev.perpetual.ledger.stock.TimelineResource.Pack;
import dev.perpetual.ledger.stock.TimelineResource.Row;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads the movements of one SKU, starting from the figures before them. */
final class Timeline {

    /** What its cursors begin with. */
    static final String CURSOR = "version";

    private static final int PAGE = 200;
    private static final int VERSIONS_PER_PAGE_MAX = 10_000;
    private static final int PLACES_MAX = 10_000;

    /** What only the body says; read here, as the server would read it anew for each of them. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    private record Said(
            @Nullable Pack pack,
            @Nullable String reason,
            String recordedBy,
            @Nullable String through) {}

    private final Connection connection;
    private final String sku;
    private final @Nullable String location;
    private final Moment moment;

    /** @param location whose figures run; null for all together */
    Timeline(Connection connection, String sku, @Nullable String location, Moment moment) {
        this.connection = connection;
        this.sku = sku;
        this.location = location;
        this.moment = moment;
    }

    Page<Row> page(long after) throws SQLException {
        Database.seesOneMoment(connection);
        var known = Past.versions(connection, List.of(sku), moment.known()).get(sku);
        if (known == null || known <= after) {
            return new Page<>(List.of(), null);
        }
        var keys = PastLevels.keys(
                connection,
                new Wanted(sku, location, null, Whose.ANYBODYS, List.of(sku, "", "", ""), PLACES_MAX),
                PLACES_MAX);
        var start = Past.figures(connection, keys, Map.of(sku, after), moment.happened());
        var onHand = 0L;
        var available = 0L;
        for (var figure : start) {
            onHand += figure.balance().onHand();
            available += figure.balance().available();
        }
        var from = Past.nextOf(connection, sku, location, after, known, moment.happened());
        var until = Math.min(known, from + VERSIONS_PER_PAGE_MAX);
        var page = rows(from, until, onHand, available);
        if (page.size() > PAGE) {
            var rest = page.subList(0, PAGE);
            return new Page<>(rest, cursor(rest.getLast().version()));
        }
        return new Page<>(page, until < known ? cursor(until) : null);
    }

    private static String cursor(long version) {
        return Cursor.of(CURSOR, Long.toString(version));
    }

    private List<Row> rows(long after, long until, long onHand, long available) throws SQLException {
        try (var select = connection.prepareStatement("""
                SELECT * FROM (
                  SELECT version, kind, quantity, from_location, from_account, to_location, to_account, lot, owner,
                    cause_type, cause_id, discrepancy, command, occurred_at, recorded_at, body,
                    CASE WHEN to_location = coalesce(?, to_location) THEN quantity ELSE 0 END AS came,
                    CASE WHEN from_location = coalesce(?, from_location) THEN quantity ELSE 0 END AS went
                  FROM journal WHERE topic = 'stock-movements' AND stream = ? AND version > ? AND version <= ?
                    AND occurred_at <= ?::timestamptz) AS moved
                WHERE came > 0 OR went > 0 ORDER BY version LIMIT ?""")) {
            select.setString(1, location);
            select.setString(2, location);
            select.setString(3, sku);
            select.setLong(4, after);
            select.setLong(5, until);
            select.setString(
                    6,
                    moment.happened() == null ? "infinity" : moment.happened().toString());
            select.setInt(7, PAGE + 1);
            var rows = select.executeQuery();
            var page = new ArrayList<Row>();
            var onHandNow = onHand;
            var availableNow = available;
            while (rows.next()) {
                var came = rows.getLong("came");
                var went = rows.getLong("went");
                var from = rows.getString("from_account");
                var to = rows.getString("to_account");
                var change = (stands(to) ? came : 0) - (stands(from) ? went : 0);
                onHandNow += change;
                availableNow += ("available".equals(to) ? came : 0) - ("available".equals(from) ? went : 0);
                page.add(row(rows, change, onHandNow, availableNow));
            }
            return page;
        }
    }

    /** What is on order or on its way to the customer does not stand in the location. */
    private static boolean stands(String account) {
        return !account.equals("expected") && !account.equals("outbound");
    }

    private static Row row(ResultSet row, long change, long onHand, long available) throws SQLException {
        var said = Catalog.read(row.getString("body"), Said.class);
        return new Row(
                row.getLong("version"),
                row.getString("kind"),
                row.getLong("quantity"),
                said.pack(),
                account(row.getString("from_location"), row.getString("from_account")),
                account(row.getString("to_location"), row.getString("to_account")),
                orNone(row.getString("lot")),
                orNone(row.getString("owner")),
                change,
                onHand,
                available,
                new TreeMap<>(Map.of("type", row.getString("cause_type"), "id", row.getString("cause_id"))),
                said.reason(),
                row.getString("discrepancy"),
                row.getString("command"),
                said.recordedBy(),
                said.through(),
                row.getObject("occurred_at", OffsetDateTime.class).toInstant(),
                row.getObject("recorded_at", OffsetDateTime.class).toInstant());
    }

    static @Nullable String orNone(@Nullable String text) {
        return text == null || text.isEmpty() ? null : text;
    }

    static Map<String, String> account(@Nullable String location, String account) {
        return location == null
                ? Map.of("outside", account)
                : new TreeMap<>(Map.of("location", location, "bucket", account));
    }
}
