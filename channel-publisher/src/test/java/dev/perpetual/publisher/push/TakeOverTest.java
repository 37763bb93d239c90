package dev.perpetual.publisher.push;

import static dev.perpetual.publisher.Scene.KEEP_NOTHING_BACK;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perpetual.kit.database.Database;
import dev.perpetual.kit.testing.Eventually;
import dev.perpetual.kit.testing.Infrastructure;
import dev.perpetual.publisher.Scene;
import dev.perpetual.publisher.domain.Answer;
import dev.perpetual.publisher.push.PlanDelivery.Next;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Several replicas: one pushes a channel, another takes over when it dies, and the dead one can do no harm. */
@QuarkusTest
@QuarkusTestResource(Infrastructure.class)
class TakeOverTest {

    @Inject
    Database database;

    @Inject
    DataSource dataSource;

    @Inject
    PlanDelivery plan;

    @Inject
    SettleDelivery settle;

    private Scene scene;

    @BeforeEach
    void open() {
        scene = new Scene();
        scene.channel();
        scene.post("pause");
        scene.policy(KEEP_NOTHING_BACK);
        scene.item("mug", "active");
        scene.level("mug", 5);
        scene.listing("mug");
        scene.awaitQuantities("mug", row -> row.path("wanted").path("quantity").asLong() == 5);
    }

    @AfterEach
    void close() {
        scene.close();
    }

    /** The other replica decides what to send, and dies before or after sending it: nobody can know. */
    @Test
    void what_a_dead_replica_had_begun_is_sent_by_the_next_one_under_the_same_id() throws SQLException {
        Holding dead;
        Delivery begun;
        try (var otherReplica = dataSource.getConnection()) {
            try (var lock =
                    otherReplica.prepareStatement("SELECT pg_advisory_lock(hashtextextended('push/' || ?, 0))")) {
                lock.setString(1, scene.channel);
                lock.execute();
            }
            scene.post("resume");
            dead = database.inTransaction(connection -> Holding.begin(connection, scene.channel));
            begun = ((Next.Send) plan.next(dead, Set.of())).delivery();
            assertThat(plan.next(dead, Set.of()))
                    .as("one request at a time for a listing")
                    .isEqualTo(new Next.Nothing());
            scene.item("plate", "active");
            scene.level("plate", 7);
            scene.listing("plate");
            scene.awaitQuantities(
                    "plate", row -> row.path("wanted").path("quantity").asLong() == 7);
            var second = ((Next.Send) plan.next(dead, Set.of(begun.id()))).delivery();
            settle.settle(dead, second.id(), new Answer.Taken(List.of()));
            assertThat(scene.quantities("plate")
                            .path("accepted")
                            .path("quantity")
                            .asLong())
                    .isEqualTo(7);
            assertThat(scene.shown("plate"))
                    .as("the other replica only pretends to send")
                    .isEqualTo(-1);
            try (var unlock = otherReplica.prepareStatement("SELECT pg_advisory_unlock_all()")) {
                unlock.execute();
            }
        }

        Eventually.holds(() -> assertThat(plan.next(dead, Set.of())).isEqualTo(new Next.Lost()));
        settle.settle(dead, begun.id(), new Answer.Declined("too late"));
        assertThat(scene.quantities("mug").has("rejected")).as("fenced off").isFalse();
        scene.awaitShown("mug", 5);
        scene.awaitQuantities(
                "mug", row -> row.path("accepted").path("quantity").asLong() == 5);
        assertThat(scene.shopGet("/requests")
                        .path("requests")
                        .path(0)
                        .path("id")
                        .asText())
                .isEqualTo(begun.id());
    }

    @Test
    void a_lost_session_is_replaced_and_pushing_goes_on() throws SQLException {
        scene.post("resume");
        scene.awaitShown("mug", 5);
        try (var connection = dataSource.getConnection();
                var kill = connection.prepareStatement("""
                        SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                        WHERE application_name = 'channel-publisher locks'""")) {
            assertThat(kill.executeQuery().next()).isTrue();
        }
        for (var n = 6; n < 10; n++) {
            scene.level("mug", n);
            scene.awaitShown("mug", n);
        }
    }
}
