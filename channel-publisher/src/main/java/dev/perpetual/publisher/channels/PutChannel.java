package dev.perpetual.publisher.channels;

import dev.perpetual.kit.database.Database;
import dev.perpetual.kit.problems.Problems;
import dev.perpetual.publisher.channels.Channel.Budget;
import dev.perpetual.publisher.channels.Channel.State;
import dev.perpetual.publisher.channels.Channels.Pushed;
import dev.perpetual.publisher.channels.webhook.ForbiddenNetworks;
import dev.perpetual.publisher.channels.webhook.Secrets;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sets a channel up, or changes how it is reached; a channel that was in trouble is asked again at once. */
@ApplicationScoped
public class PutChannel {

    private static final int PRECONDITION_FAILED = 412;

    private final Database database;
    private final Secrets secrets;
    private final ForbiddenNetworks forbidden;

    PutChannel(Database database, Secrets secrets, ForbiddenNetworks forbidden) {
        this.database = database;
        this.secrets = secrets;
        this.forbidden = forbidden;
    }

    /** {@code ifVersion}: the version the caller has seen; null when any will do. */
    public Pushed put(String id, URI url, String secretRef, Budget budget, @Nullable Long ifVersion) {
        forbidden.problem(url).ifPresent(problem -> {
            throw Problems.of(422, "forbidden-address", problem, Map.of("field", "connection.url"));
        });
        secrets.problem(secretRef).ifPresent(problem -> {
            throw Problems.of(422, "unknown-secret", problem, Map.of("field", "secretRef"));
        });
        var now = Instant.now();
        return database.inTransaction(connection -> {
            var known = Channels.lock(connection, id);
            mustBe(id, ifVersion, known);
            if (known == null) {
                Channels.add(connection, new Channel(id, 1, url, secretRef, budget, State.ACTIVE, 0), now);
                return Channels.pushed(connection, id);
            }
            var next =
                    new Channel(id, known.version() + 1, url, secretRef, budget, known.state(), known.policyVersion());
            Channels.change(connection, next, now);
            Channels.forgetTrouble(connection, id, !known.url().equals(url));
            return Channels.pushed(connection, id);
        });
    }

    private static void mustBe(String id, @Nullable Long ifVersion, @Nullable Channel known) {
        var version = known == null ? 0 : known.version();
        if (ifVersion != null && ifVersion != version) {
            throw Problems.of(
                    PRECONDITION_FAILED,
                    "version-changed",
                    "Expected version %d of channel %s, but it is %d".formatted(ifVersion, id, version),
                    Map.of());
        }
    }
}
