package dev.perpetual.publisher.push;

import dev.perpetual.kit.database.Database;
import dev.perpetual.publisher.channels.Channel;
import dev.perpetual.publisher.channels.Channel.State;
import dev.perpetual.publisher.channels.Channels;
import dev.perpetual.publisher.domain.BatchRules;
import dev.perpetual.publisher.push.Deliveries.Open;
import dev.perpetual.publisher.wire.QuantitiesPayload;
import dev.perpetual.publisher.wire.QuantitiesPayload.Quantity;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Decides what a channel is sent next, and stores that before it is sent.
 *
 * <p>A request that failed is repeated as it was, under its own id, as long as all in it is still the newest; else its
 * listings go into a new one. What goes to zero overtakes all else.
 */
@ApplicationScoped
class PlanDelivery {

    /** How much longer than the answer may take a request counts as under way, for clocks and slow ends. */
    private static final Duration MARGIN = Duration.ofSeconds(5);

    private final Database database;
    private final Duration busy;

    PlanDelivery(Database database, @ConfigProperty(name = "perpetual.push.answer-timeout") Duration answerTimeout) {
        this.database = database;
        this.busy = answerTimeout.plus(MARGIN);
    }

    /** What to do next. */
    sealed interface Next {
        record Send(Delivery delivery) implements Next {}

        record Wait(Duration duration) implements Next {}

        record Nothing() implements Next {}

        /** Another replica pushes this channel now. */
        record Lost() implements Next {}
    }

    /** {@code underWay}: requests that this replica is attempting right now. */
    Next next(Holding holding, Collection<String> underWay) {
        return database.inTransaction(connection -> {
            var standing = holding.lock(connection);
            if (!standing.held()) {
                return new Next.Lost();
            }
            if (standing.waitMillis() > 0) {
                return new Next.Wait(Duration.ofMillis(standing.waitMillis()));
            }
            var channel = Channels.known(holding.channel(), Channels.find(connection, holding.channel()));
            if (channel.state() == State.PAUSED) {
                return new Next.Nothing();
            }
            var delivery = choose(connection, channel, underWay);
            return delivery == null ? new Next.Nothing() : new Next.Send(delivery);
        });
    }

    private @Nullable Delivery choose(Connection connection, Channel channel, Collection<String> underWay)
            throws SQLException {
        Open repeat = null;
        for (var open : Deliveries.open(connection, channel.id(), underWay)) {
            if (open.superseded()) {
                Deliveries.end(connection, open.id());
            } else if (repeat == null || open.toZero() && !repeat.toZero()) {
                repeat = open;
            }
        }
        var batch = BatchRules.cut(Deliveries.lockWaiting(connection, channel.id()));
        if (repeat != null
                && (batch.isEmpty() || repeat.toZero() || batch.getFirst().quantity() > 0)) {
            Deliveries.attemptAgain(connection, repeat.id(), busy);
            return new Delivery(channel, repeat.id(), repeat.body(), repeat.attempts() + 1);
        }
        if (batch.isEmpty()) {
            return null;
        }
        var now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        var id = "msg_" + UUID.randomUUID();
        var lines = batch.stream()
                .map(waiting -> new Quantity(waiting.listing(), waiting.sku(), waiting.quantity(), waiting.version()))
                .toList();
        var body = QuantitiesPayload.of(channel.id(), now, lines).text();
        Deliveries.add(connection, channel.id(), id, body, batch, busy, now);
        return new Delivery(channel, id, body, 1);
    }
}
