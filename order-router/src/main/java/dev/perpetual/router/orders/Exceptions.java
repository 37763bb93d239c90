package dev.perpetual.router.orders;

import dev.perpetual.router.domain.orders.ExceptionCase;
import dev.perpetual.router.domain.orders.OrderChange;
import dev.perpetual.router.sql.Read;
import dev.perpetual.router.sql.Unnest;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Table access: what a person has to look at. */
public final class Exceptions {
    private Exceptions() {}

    /** A case and its order. */
    public record Listed(String order, ExceptionCase exception) {}

    static Map<String, List<ExceptionCase>> load(Connection connection, Collection<String> orders) throws SQLException {
        var result = new HashMap<String, List<ExceptionCase>>();
        Read.all(
                        connection,
                        "SELECT * FROM order_exception WHERE order_id = ANY(?) ORDER BY opened_at, length(id), id",
                        Exceptions::listed,
                        orders)
                .forEach(row -> result.computeIfAbsent(row.order(), _ -> new ArrayList<>())
                        .add(row.exception()));
        return result;
    }

    private static Listed listed(ResultSet row) throws SQLException {
        return new Listed(
                row.getString("order_id"),
                new ExceptionCase(
                        row.getString("id"),
                        ExceptionCase.Kind.valueOf(row.getString("kind")),
                        row.getString("reason"),
                        row.getString("subject"),
                        ExceptionCase.State.valueOf(row.getString("state")),
                        row.getString("owner"),
                        Objects.requireNonNull(Read.time(row, "opened_at")),
                        Read.time(row, "decided_at")));
    }

    static void save(Connection connection, List<OrderChange> changes) throws SQLException {
        var rows = new ArrayList<Listed>();
        for (var change : changes) {
            change.order().exceptions().stream()
                    .filter(one -> !change.before().exceptions().contains(one))
                    .forEach(one -> rows.add(new Listed(change.order().id(), one)));
        }
        Unnest.of(rows)
                .text(row -> row.exception().id())
                .text(Listed::order)
                .name(row -> row.exception().kind())
                .text(row -> row.exception().reason())
                .text(row -> row.exception().subject())
                .name(row -> row.exception().state())
                .text(row -> row.exception().owner())
                .time(row -> row.exception().openedAt())
                .time(row -> row.exception().decidedAt())
                .update(connection, """
                        INSERT INTO order_exception (id, order_id, kind, reason, subject, state, owner, opened_at, decided_at)
                        SELECT * FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?)
                        ON CONFLICT (id) DO UPDATE SET
                          state = excluded.state, owner = excluded.owner, decided_at = excluded.decided_at""");
    }

    public static Optional<Listed> find(Connection connection, String id) throws SQLException {
        return Read.all(connection, "SELECT * FROM order_exception WHERE id = ?", Exceptions::listed, id).stream()
                .findFirst();
    }

    /** Cases in a state, or the undecided ones, oldest first, behind the given one. */
    public static List<Listed> list(
            Connection connection,
            ExceptionCase.@Nullable State state,
            @Nullable Instant afterOpened,
            @Nullable String afterId,
            int limit)
            throws SQLException {
        return Read.all(
                connection,
                """
                SELECT * FROM order_exception
                WHERE CASE WHEN ?::text IS NULL THEN state IN ('OPEN', 'CLAIMED') ELSE state = ?::text END
                  AND (?::timestamptz IS NULL OR (opened_at, id) > (?::timestamptz, ?::text))
                ORDER BY opened_at, id LIMIT ?""",
                Exceptions::listed,
                state == null ? null : state.name(),
                state == null ? null : state.name(),
                afterOpened,
                afterOpened,
                afterId,
                limit);
    }
}
