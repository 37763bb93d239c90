package dev.perpetual.router.backorders;

import dev.perpetual.kit.database.Database;
import dev.perpetual.router.domain.orders.OrderChange;
import dev.perpetual.router.domain.orders.RoutingRules;
import dev.perpetual.router.orders.Backorders;
import dev.perpetual.router.orders.Backorders.Waiting;
import dev.perpetual.router.orders.Orders;
import dev.perpetual.router.sourcing.Worlds;
import dev.perpetual.router.sql.Read;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides waiting orders anew when stock of their SKUs rose: in the order of the queue, a bounded number per transaction, and only with units
 * that nobody before them has asked for. One replica at a time.
 */
@ApplicationScoped
public class ReleaseBackorders {
    private static final int SKUS_PER_RUN = 100;
    private static final int ORDERS_PER_TRANSACTION = 50;

    private final Database database;

    ReleaseBackorders(Database database) {
        this.database = database;
    }

    private record Due(String sku, long marks) {}

    /** Serves the queues that are due; says whether more may be. */
    boolean release() {
        var due = database.inTransaction(connection -> Read.all(
                connection,
                "SELECT sku, marks FROM backorder_due ORDER BY sku LIMIT ?",
                row -> new Due(row.getString(1), row.getLong(2)),
                SKUS_PER_RUN));
        for (var one : due) {
            var after = Optional.<Waiting>empty();
            do {
                var from = after;
                after = database.inTransaction(connection -> page(connection, one, from.orElse(null)));
            } while (after.isPresent());
        }
        return !due.isEmpty();
    }

    /** Serves the next waiting orders of a SKU. Returns the last one, or nothing when the queue needs no further look. */
    private static Optional<Waiting> page(Connection connection, Due due, @Nullable Waiting after) throws SQLException {
        if (!isMyTurn(connection)) {
            return Optional.empty(); // Another replica serves the queue; the mark stays until it is done.
        }
        var waiting = Backorders.next(connection, due.sku(), after, ORDERS_PER_TRANSACTION);
        var orders =
                Orders.lock(connection, waiting.stream().map(Waiting::order).toList());
        var world = Worlds.load(connection, orders.values());
        var now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        var changes = new ArrayList<OrderChange>();
        for (var one : waiting) {
            if (world.unasked(due.sku()) == 0) {
                break;
            }
            var change = new OrderChange(Objects.requireNonNull(orders.get(one.order())));
            if (change.order().waiting().isEmpty()) {
                continue; // Served or cancelled since.
            }
            RoutingRules.route(change, world, true, now);
            if (change.decisions().stream()
                    .anyMatch(made -> !made.decision().plan().isEmpty())) {
                changes.add(change);
            }
        }
        Orders.save(connection, changes, now);
        var more = waiting.size() == ORDERS_PER_TRANSACTION && world.unasked(due.sku()) > 0;
        if (!more) {
            Read.update(connection, "DELETE FROM backorder_due WHERE sku = ? AND marks = ?", due.sku(), due.marks());
        }
        return more ? Optional.of(waiting.getLast()) : Optional.empty();
    }

    private static boolean isMyTurn(Connection connection) throws SQLException {
        return Read.all(
                        connection,
                        "SELECT pg_try_advisory_xact_lock(hashtext('release-backorders'))",
                        row -> row.getBoolean(1))
                .getFirst();
    }

    /** Has everything looked at whose SKU is available; for what no rise of a level has woken, or can wake. */
    public void sweep() {
        database.inTransaction(Backorders::sweep);
    }
}
