package dev.perpetual.router.sourcing;

import dev.perpetual.router.domain.orders.OrderChange.Decided;
import dev.perpetual.router.sql.Read;
import dev.perpetual.router.sql.Unnest;
import dev.perpetual.router.wire.Json;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/** Table access: decisions with what they were made from. Written once, never changed. */
public final class Decisions {
    private Decisions() {}

    /** A decision as it is stored: the very text of its input and outcome. */
    public record Stored(int attempt, Instant decidedAt, String input, String outcome) {}

    public static void add(Connection connection, Collection<Decided> decisions) throws SQLException {
        Unnest.of(decisions)
                .text(one -> one.input().order())
                .integer(one -> one.input().attempt())
                .time(one -> one.input().decidedAt())
                .text(one -> Json.text(one.input()))
                .text(one -> Json.text(one.decision()))
                .update(connection, """
                        INSERT INTO decision (order_id, attempt, decided_at, input, outcome)
                        SELECT order_id, attempt, decided_at, input::json, outcome::json
                        FROM unnest(?, ?, ?, ?, ?) AS row (order_id, attempt, decided_at, input, outcome)""");
    }

    /** All of an order, first attempt first. */
    static List<Stored> of(Connection connection, String order) throws SQLException {
        return Read.all(
                connection,
                "SELECT attempt, decided_at, input, outcome FROM decision WHERE order_id = ? ORDER BY attempt",
                row -> new Stored(
                        row.getInt("attempt"),
                        row.getTimestamp("decided_at").toInstant(),
                        row.getString("input"),
                        row.getString("outcome")),
                order);
    }
}
