package dev.perpetual.ledger.rebuild;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perpetual.ledger.LedgerTest;
import dev.perpetual.ledger.Superuser;
import dev.perpetual.ledger.seal.SealJournal;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * How fast a long journal is folded, sealed and verified: {@code -Dmeasure=true -Dtest=ProofMeasurement
 * -Dperpetual.relay.enabled=false -Dperpetual.seal.every=PT1H -Dquarkus.http.test-timeout=10m}. Not a test.
 */
@QuarkusTest
@EnabledIfSystemProperty(named = "measure", matches = "true")
class ProofMeasurement extends LedgerTest {

    private static final long MOVEMENTS = Long.getLong("movements", 1_000_000);
    private static final int SKUS = 10_000;

    @Inject
    SealJournal seals;

    @Inject
    RebuildProjections projections;

    /** Receipts and sales of many SKUs in turn, as the ledger would have written them; the tables are then rebuilt. */
    private static final String HISTORY = """
            INSERT INTO journal (recorded_at, topic, stream, version, key, type, body, kind, quantity, lot, owner,
              from_location, from_account, to_location, to_account, cause_type, cause_id, command, occurred_at)
            SELECT at, 'stock-movements', sku, version, sku, 'stock.movement.recorded.v1',
              json_build_object('id', sku || '/' || version, 'command', 'm-' || n, 'sku', sku, 'version', version,
                'kind', kind, 'quantity', 3, 'from', source, 'to', target, 'cause',
                json_build_object('type', 'test', 'id', 'T-1'), 'occurredAt', at, 'recordedAt', at, 'recordedBy', 'bench'),
              kind, 3, '', '', source->>'location', coalesce(source->>'bucket', source->>'outside'),
              target->>'location', coalesce(target->>'bucket', target->>'outside'), 'test', 'T-1', 'm-' || n, at
            FROM (SELECT n, 'BENCH-' || n %% %2$d AS sku, n / %2$d + 1 AS version, now() AS at,
                CASE WHEN n / %2$d %% 2 = 0 THEN 'receive' ELSE 'sell' END AS kind,
                CASE WHEN n / %2$d %% 2 = 0 THEN json_build_object('outside', 'supplier')
                  ELSE json_build_object('location', 'WH-BERLIN', 'bucket', 'available') END AS source,
                CASE WHEN n / %2$d %% 2 = 0 THEN json_build_object('location', 'WH-BERLIN', 'bucket', 'available')
                  ELSE json_build_object('outside', 'customer') END AS target
              FROM generate_series(0, %1$d - 1) AS n) AS history ORDER BY n""".formatted(MOVEMENTS, SKUS);

    private interface Work {
        void run() throws SQLException;
    }

    @Test
    void measure() throws SQLException {
        Superuser.run(
                "INSERT INTO item (sku, status, body, version, recorded_at) SELECT 'BENCH-' || n, 'active', '{}', 1, now()"
                        + " FROM generate_series(0, %d - 1) AS n".formatted(SKUS),
                HISTORY,
                "INSERT INTO command (id, hash, answer, recorded_at) SELECT 'movement:' || command, '',"
                        + " format('{\"outcome\":\"recorded\",\"version\":%s,\"at\":%s}', version, to_json(recorded_at)),"
                        + " recorded_at FROM journal WHERE command LIKE 'm-%'");
        try (var connection = Superuser.connection()) {
            connection.createStatement().execute("VACUUM ANALYZE");
        }
        time(
                "rebuilt in place",
                () -> assertThat(projections.rebuild(_ -> {}).skus()).isPositive());
        time(
                "rebuilt in place, nothing to change",
                () -> assertThat(projections.rebuild(_ -> {}).skus()).isPositive());
        for (var round = 0; round < 3; round++) {
            time("folded in memory", () -> {
                try (var connection = Superuser.connection()) {
                    connection.setAutoCommit(false);
                    assertThat(FoldJournal.read(connection).movements()).isGreaterThanOrEqualTo(MOVEMENTS);
                }
            });
        }
        time("sealed", () -> assertThat(seals.seal(Duration.ofMinutes(1))).isPositive());
        System.out.println(asAdmin().post("/v1/verify?topics=false").asString());
    }

    private static void time(String what, Work work) throws SQLException {
        var started = System.nanoTime();
        work.run();
        var seconds = (System.nanoTime() - started) / 1e9;
        System.out.printf("%s: %.1f s, %,.0f movements/s%n", what, seconds, MOVEMENTS / seconds);
    }
}
