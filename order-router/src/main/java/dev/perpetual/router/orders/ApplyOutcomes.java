package dev.perpetual.router.orders;

import dev.perpetual.kit.database.Database;
import dev.perpetual.kit.intake.Progress;
import dev.perpetual.router.domain.orders.Hold;
import dev.perpetual.router.domain.orders.HoldLine;
import dev.perpetual.router.domain.orders.HoldOutcome;
import dev.perpetual.router.domain.orders.HoldOutcome.Refused;
import dev.perpetual.router.domain.orders.HoldOutcome.Standing;
import dev.perpetual.router.domain.orders.HoldOutcome.StandingLine;
import dev.perpetual.router.domain.orders.Order;
import dev.perpetual.router.domain.orders.OrderChange;
import dev.perpetual.router.domain.orders.OutcomeRules;
import dev.perpetual.router.domain.orders.RoutingRules;
import dev.perpetual.router.domain.orders.World;
import dev.perpetual.router.domain.sourcing.Stock;
import dev.perpetual.router.sourcing.Levels;
import dev.perpetual.router.sourcing.Worlds;
import dev.perpetual.router.wire.StockLevelReader.Available;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Folds a batch of the ledger's answers into their orders and plans anew what was refused or came free, in one transaction. */
@ApplicationScoped
public class ApplyOutcomes {
    private final Database database;
    private final DecisionSignals signals;

    ApplyOutcomes(Database database, DecisionSignals signals) {
        this.database = database;
        this.signals = signals;
    }

    /** Outcomes of orders that are not ours are somebody else's and pass by. */
    public void apply(List<HoldOutcome> outcomes, Progress progress) {
        var decided = database.inTransaction(connection -> {
            var changes = fold(connection, outcomes);
            progress.store(connection);
            return changes.stream()
                    .map(OrderChange::order)
                    .filter(order -> !order.deciding())
                    .map(Order::id)
                    .toList();
        });
        signals.decided(decided);
    }

    private static Collection<OrderChange> fold(Connection connection, List<HoldOutcome> outcomes) throws SQLException {
        var now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        var ids = outcomes.stream().map(HoldOutcome::order).collect(Collectors.toSet());
        var orders = Orders.lock(connection, ids);
        var ours =
                outcomes.stream().filter(one -> orders.containsKey(one.order())).toList();
        learn(connection, ours, orders);

        var world = ours.stream().anyMatch(ApplyOutcomes::mayNeedPlanning)
                ? Worlds.load(connection, orders.values())
                : new World(List.of(), new Stock(List.of(), List.of()), List.of());
        var changes = new TreeMap<String, OrderChange>();
        for (var outcome : ours) {
            var change = changes.computeIfAbsent(outcome.order(), id -> new OrderChange(order(orders, id)));
            OutcomeRules.apply(change, outcome, world, now);
        }
        changes.values().stream()
                .filter(OrderChange::routingDue)
                .sorted(Comparator.comparing(
                                (OrderChange change) -> change.order().terms().priority())
                        .thenComparing(change -> change.order().terms().placedAt())
                        .thenComparing(change -> change.order().id()))
                .forEach(change -> RoutingRules.route(change, world, false, now));
        Orders.save(connection, changes.values(), now);
        Backorders.due(connection, answered(changes.values()));
        return changes.values();
    }

    private static boolean mayNeedPlanning(HoldOutcome outcome) {
        return switch (outcome) {
            case Refused refused -> refused.wholeHold();
            case Standing standing -> standing.frees();
        };
    }

    /** What outcomes say about levels goes into our copy first, so that the plans made next know it. */
    private static void learn(Connection connection, List<HoldOutcome> outcomes, Map<String, Order> orders)
            throws SQLException {
        var refused = new ArrayList<Available>();
        var taken = new ArrayList<Available>();
        for (var outcome : outcomes) {
            switch (outcome) {
                case Refused one ->
                    one.lines().stream()
                            .filter(line -> line.available() != null && line.version() != null)
                            .forEach(line -> refused.add(
                                    new Available(line.sku(), line.location(), line.available(), line.version())));
                case Standing standing -> taken.addAll(taken(standing, order(orders, standing.order())));
            }
        }
        Levels.refused(connection, refused);
        Levels.granted(connection, taken);
    }

    private static Order order(Map<String, Order> orders, String id) {
        return Objects.requireNonNull(orders.get(id));
    }

    private static List<Available> taken(Standing standing, Order order) {
        var told = standing.lines().stream().collect(Collectors.toMap(StandingLine::line, line -> line));
        var taken = new ArrayList<Available>();
        order.hold(standing.hold()).filter(hold -> hold.state() == Hold.State.ASKED).stream()
                .flatMap(hold -> hold.lines().stream())
                .forEach(line -> {
                    var says = told.get(line.line());
                    if (says != null) {
                        taken.addAll(taken(line, says));
                    }
                });
        return taken;
    }

    /** Units of the line's SKU, and of the parts of those that are made of them. */
    private static List<Available> taken(HoldLine line, StandingLine says) {
        var taken = new ArrayList<Available>();
        if (line.asked() > says.made()) {
            taken.add(new Available(line.sku(), line.location(), line.asked() - says.made(), says.version()));
        }
        says.parts()
                .forEach(part -> taken.add(new Available(part.sku(), line.location(), part.units(), part.version())));
        return taken;
    }

    /** SKUs whose asked units were answered: what was left alone for them may now serve the queue. */
    private static List<String> answered(Collection<OrderChange> changes) {
        return changes.stream()
                .flatMap(change -> change.before().holds().values().stream()
                        .filter(hold -> hold.state() == Hold.State.ASKED)
                        .filter(hold -> change.order().hold(hold.id()).stream()
                                .noneMatch(now -> now.state() == Hold.State.ASKED)))
                .flatMap(hold -> hold.lines().stream())
                .map(HoldLine::sku)
                .toList();
    }
}
