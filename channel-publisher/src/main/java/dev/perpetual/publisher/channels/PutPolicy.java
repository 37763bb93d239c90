package dev.perpetual.publisher.channels;

import dev.perpetual.kit.database.Database;
import dev.perpetual.kit.problems.Problems;
import dev.perpetual.publisher.availability.Policies;
import dev.perpetual.publisher.availability.RecomputeWanted;
import dev.perpetual.publisher.availability.WantedSignal;
import dev.perpetual.publisher.domain.Policy;
import dev.perpetual.publisher.stock.Locations;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeSet;

/** Puts a new immutable version of a channel's policy in force. The policy that is in force already makes no new one. */
@ApplicationScoped
public class PutPolicy {

    private final Database database;
    private final WantedSignal signal;

    PutPolicy(Database database, WantedSignal signal) {
        this.database = database;
        this.signal = signal;
    }

    /** The version of the draft does not matter. */
    public Policy put(String id, Policy draft, String by) {
        var now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        var policy = database.inTransaction(connection -> {
            var channel = Channels.known(id, Channels.lock(connection, id));
            mustKnowLocations(connection, draft);
            var inForce = Policies.find(connection, id, channel.policyVersion());
            var next = version(draft, channel.policyVersion() + 1);
            if (inForce != null && inForce.equals(version(draft, inForce.version()))) {
                return inForce;
            }
            Policies.add(connection, id, next, now, by);
            Channels.change(
                    connection,
                    new Channel(
                            id,
                            channel.version(),
                            channel.url(),
                            channel.secretRef(),
                            channel.budget(),
                            channel.state(),
                            next.version()),
                    now);
            RecomputeWanted.ofChannel(connection, id, now);
            return next;
        });
        signal.ring();
        return policy;
    }

    /** @throws io.quarkiverse.resteasy.problem.HttpProblem 422 unknown-location */
    public static void mustKnowLocations(Connection connection, Policy draft) throws SQLException {
        if (draft.locations() == null) {
            return;
        }
        var unknown = new TreeSet<>(draft.locations());
        unknown.removeAll(Locations.known(connection, draft.locations()));
        if (!unknown.isEmpty()) {
            throw Problems.of(
                    422,
                    "unknown-location",
                    "Expected locations that the catalog has, but got " + String.join(", ", unknown),
                    Map.of("field", "locations"));
        }
    }

    private static Policy version(Policy policy, long version) {
        return new Policy(
                version,
                policy.locations(),
                policy.bufferUnits(),
                policy.bufferPercent(),
                policy.cap(),
                policy.floorToZeroBelow(),
                policy.includeSuppliers());
    }
}
