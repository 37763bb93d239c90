package dev.perpetual.publisher.channels;

import dev.perpetual.kit.database.Database;
import dev.perpetual.publisher.availability.RecomputeWanted;
import dev.perpetual.publisher.availability.WantedSignal;
import dev.perpetual.publisher.channels.Channel.State;
import dev.perpetual.publisher.channels.Channels.Pushed;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Pauses a channel, sets it to zero, or takes either back. To ask for what is so already changes nothing. */
@ApplicationScoped
public class ChangeState {

    private final Database database;
    private final WantedSignal signal;

    ChangeState(Database database, WantedSignal signal) {
        this.database = database;
        this.signal = signal;
    }

    /** Resuming also asks a channel in trouble again at once, unless it has said when. */
    public Pushed to(State state, String id) {
        var now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        var pushed = database.inTransaction(connection -> {
            var channel = Channels.known(id, Channels.lock(connection, id));
            if (channel.state() != state) {
                var next = new Channel(
                        id,
                        channel.version() + 1,
                        channel.url(),
                        channel.secretRef(),
                        channel.budget(),
                        state,
                        channel.policyVersion());
                Channels.change(connection, next, now);
                RecomputeWanted.ofChannel(connection, id, now);
            }
            if (state == State.ACTIVE) {
                Channels.forgetTrouble(connection, id, false);
            }
            return Channels.pushed(connection, id);
        });
        signal.ring();
        return pushed;
    }
}
