package dev.perpetual.ledger.commit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perpetual.kit.database.Database;
import dev.perpetual.ledger.LedgerTest;
import dev.perpetual.ledger.closings.CloseSkus;
import dev.perpetual.ledger.domain.Account;
import dev.perpetual.ledger.domain.Bucket;
import dev.perpetual.ledger.domain.Cause;
import dev.perpetual.ledger.domain.Command;
import dev.perpetual.ledger.domain.Command.RecordMovement;
import dev.perpetual.ledger.domain.Command.TransferStock;
import dev.perpetual.ledger.domain.Goods;
import dev.perpetual.ledger.domain.LocationId;
import dev.perpetual.ledger.domain.MovementKind;
import dev.perpetual.ledger.domain.Outside;
import dev.perpetual.ledger.domain.Sku;
import dev.perpetual.ledger.domain.Submitted;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random histories on the real database, against a fold that only knows loops. */
@QuarkusTest
class PastTest extends LedgerTest {

    private static final List<String> PLACES = List.of(BERLIN, MUNICH, STORE);
    private static final List<Goods> GOODS =
            List.of(Goods.PLAIN, new Goods("L-1", ""), new Goods("", "ann"), new Goods("L-2", "ann"));

    @Inject
    Database database;

    @Inject
    CloseSkus closings;

    private record Row(
            long version,
            long quantity,
            @Nullable String from,
            String fromAccount,
            @Nullable String to,
            String toAccount,
            String goods,
            Instant occurredAt,
            Instant recordedAt) {}

    static LongStream seeds() {
        var given = Long.getLong("seed");
        return given == null ? new SplittableRandom().longs(3, 0, 1_000_000) : LongStream.of(given);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void scenario_11_what_was_known_then_is_the_fold_of_what_was_known_then(long seed) {
        var random = new SplittableRandom(seed);
        var skus = List.of(newItem(), newItem());
        var now = Instant.now().truncatedTo(ChronoUnit.MICROS).minus(100, ChronoUnit.DAYS);
        for (var size : List.of(random.nextInt(100, 700), random.nextInt(2_000, 3_500))) {
            for (var made = 0; made < size; ) {
                // Now and then another instance, whose clock is behind, is next.
                now = now.plusSeconds(random.nextInt(10) == 0 ? -random.nextInt(60) : random.nextInt(40_000));
                var some = random.nextInt(1, 300);
                record(random, skus, now, some);
                made += some;
                if (random.nextInt(6) == 0) {
                    closings.closeAll();
                }
            }
            if (random.nextBoolean()) {
                closings.closeAll();
            }
            for (var sku : skus) {
                compare(random, sku, "seed " + seed);
            }
        }
        closings.closeAll();
    }

    private void record(SplittableRandom random, List<String> skus, Instant now, int count) {
        var commands = Stream.generate(() -> command(random, skus.get(random.nextInt(4) == 0 ? 1 : 0), now))
                .limit(count)
                .toList();
        record(database, now, commands);
    }

    /** As an instance with that clock would. */
    static void record(Database database, Instant now, List<Command> commands) {
        var submitted = commands.stream()
                .map(command -> new Submitted(fresh("past"), "hash", "tester", command))
                .toList();
        database.inTransaction(
                connection -> {
                    var batch = new CommitBatch(connection, now, false, new KnownKits());
                    assertThat(batch.decide(submitted)).hasSameSizeAs(commands);
                    return batch;
                },
                (_, batch) -> batch.store());
    }

    private static Command command(SplittableRandom random, String sku, Instant now) {
        var occurredAt = occurredAt(random, now);
        var place = new LocationId(PLACES.get(random.nextInt(PLACES.size())));
        var goods = GOODS.get(random.nextInt(GOODS.size()));
        var quantity = random.nextLong(1, 10);
        if (random.nextInt(4) == 0) {
            return new TransferStock(
                    new Sku(sku),
                    quantity,
                    place,
                    Bucket.AVAILABLE,
                    new LocationId(PLACES.get(random.nextInt(PLACES.size()))),
                    random.nextBoolean() ? Bucket.AVAILABLE : Bucket.INSPECTION,
                    goods,
                    null,
                    new Cause("test", "PAST", null),
                    occurredAt);
        }
        var sells = random.nextInt(3) == 0;
        var here = Account.at(place, Bucket.AVAILABLE);
        return new RecordMovement(
                sells ? MovementKind.SELL : MovementKind.RECEIVE,
                new Sku(sku),
                quantity,
                sells ? here : Account.beyond(Outside.SUPPLIER),
                sells ? Account.beyond(Outside.CUSTOMER) : here,
                goods,
                null,
                null,
                new Cause("test", "PAST", null),
                occurredAt);
    }

    private static Instant occurredAt(SplittableRandom random, Instant now) {
        return switch (random.nextInt(6)) {
            case 0 -> now.minusSeconds(random.nextLong(30 * 86_400)); // A late fact.
            case 1 -> now.minusSeconds(random.nextLong(60));
            case 2 -> now.plusSeconds(random.nextLong(300)); // Of a clock that is ahead of ours.
            default -> now;
        };
    }

    private void compare(SplittableRandom random, String sku, String where) {
        var journal = journal(sku);
        for (var i = 0; i < 40; i++) {
            var asOf = random.nextInt(5) == 0 ? null : around(random, journal, true);
            var known = random.nextInt(5) == 0 && asOf != null ? null : around(random, journal, false);
            var place = random.nextInt(3) == 0 ? PLACES.get(random.nextInt(PLACES.size())) : null;
            var at = where + " " + sku + " asOf=" + asOf + " recordedAsOf=" + known + " location=" + place;
            var query = "?at=1" + (asOf == null ? "" : "&asOf=" + asOf)
                    + (known == null ? "" : "&recordedAsOf=" + known) + (place == null ? "" : "&location=" + place);
            var expected = fold(journal, asOf, known, place);
            assertThat(levels("/v1/levels" + query + "&sku=" + sku)).as(at).isEqualTo(expected);
            if (place == null) {
                var item = get("/v1/levels/" + sku + query);
                assertThat(item.getLong("onHand")).as(at).isEqualTo(onHand(expected));
                assertThat(item.getLong("version")).as(at).isEqualTo(known(journal, known));
            }
            if (i % 8 == 0) {
                timeline(sku, query, at, onHand(expected), matching(journal, asOf, known, place));
            }
        }
    }

    private static Instant around(SplittableRandom random, List<Row> journal, boolean occurred) {
        var row = journal.get(random.nextInt(journal.size()));
        var time = occurred ? row.occurredAt() : row.recordedAt();
        return time.plus(random.nextInt(3) - 1, ChronoUnit.MICROS);
    }

    private static long known(List<Row> journal, @Nullable Instant known) {
        var version = 0L;
        for (var row : journal) {
            if (known != null && row.recordedAt().isAfter(known)) {
                break;
            }
            version = row.version();
        }
        return version;
    }

    private static List<Row> matching(
            List<Row> journal, @Nullable Instant asOf, @Nullable Instant known, @Nullable String place) {
        var until = known(journal, known);
        var matching = new ArrayList<Row>();
        for (var row : journal) {
            var isThen =
                    row.version() <= until && (asOf == null || !row.occurredAt().isAfter(asOf));
            if (isThen && (place == null || place.equals(row.from()) || place.equals(row.to()))) {
                matching.add(row);
            }
        }
        return matching;
    }

    /** Per balance: the buckets, then the version. */
    private static Map<String, Map<String, Long>> fold(
            List<Row> journal, @Nullable Instant asOf, @Nullable Instant known, @Nullable String place) {
        var levels = new TreeMap<String, Map<String, Long>>();
        for (var row : matching(journal, asOf, known, place)) {
            add(levels, row, row.from(), row.fromAccount(), -row.quantity(), place);
            add(levels, row, row.to(), row.toAccount(), row.quantity(), place);
        }
        levels.values().forEach(level -> level.values().removeIf(units -> units == 0));
        return levels;
    }

    private static void add(
            Map<String, Map<String, Long>> levels,
            Row row,
            @Nullable String location,
            String bucket,
            long units,
            @Nullable String place) {
        if (location != null && (place == null || place.equals(location))) {
            var level = levels.computeIfAbsent(location + "|" + row.goods(), _ -> new TreeMap<>());
            level.merge(bucket, units, Long::sum);
            level.put("version", row.version());
        }
    }

    private static long onHand(Map<String, Map<String, Long>> levels) {
        return levels.values().stream()
                .mapToLong(level -> level.getOrDefault("available", 0L) + level.getOrDefault("inspection", 0L))
                .sum();
    }

    private static Map<String, Map<String, Long>> levels(String path) {
        var levels = new TreeMap<String, Map<String, Long>>();
        for (Map<String, Object> each : get(path).<Map<String, Object>>getList("items")) {
            var level = new TreeMap<String, Long>();
            ((Map<?, ?>) each.get("buckets")).forEach((bucket, units) -> {
                if (((Number) units).longValue() != 0) {
                    level.put(bucket.toString(), ((Number) units).longValue());
                }
            });
            level.put("version", ((Number) each.get("version")).longValue());
            levels.put(
                    each.get("location") + "|" + each.getOrDefault("lot", "") + "|" + each.getOrDefault("owner", ""),
                    level);
        }
        return levels;
    }

    private static void timeline(String sku, String query, String at, long onHand, List<Row> matching) {
        var versions = new ArrayList<Long>();
        var sum = 0L;
        var running = 0L;
        String next = "";
        while (next != null) {
            var page = get("/v1/items/" + sku + "/timeline" + query + next);
            for (Map<String, Object> row : page.<Map<String, Object>>getList("items")) {
                versions.add(((Number) row.get("version")).longValue());
                sum += ((Number) row.get("change")).longValue();
                running = ((Number) row.get("onHand")).longValue();
                assertThat(running).as(at).isEqualTo(sum);
            }
            next = page.getString("next") == null ? null : "&cursor=" + page.getString("next");
        }
        assertThat(versions)
                .as(at)
                .isEqualTo(matching.stream().map(Row::version).toList());
        assertThat(running).as(at).isEqualTo(onHand);
    }

    private static JsonPath get(String path) {
        return asAdmin().get(path).then().statusCode(200).extract().jsonPath();
    }

    private List<Row> journal(String sku) {
        return database.inTransaction(connection -> {
            try (var select = connection.prepareStatement("""
                    SELECT version, quantity, from_location, from_account, to_location, to_account, lot || '|' || owner,
                      occurred_at, recorded_at FROM journal
                    WHERE topic = 'stock-movements' AND stream = ? ORDER BY version""")) {
                select.setString(1, sku);
                var rows = select.executeQuery();
                var journal = new ArrayList<Row>();
                while (rows.next()) {
                    journal.add(new Row(
                            rows.getLong(1),
                            rows.getLong(2),
                            rows.getString(3),
                            rows.getString(4),
                            rows.getString(5),
                            rows.getString(6),
                            rows.getString(7),
                            rows.getObject(8, OffsetDateTime.class).toInstant(),
                            rows.getObject(9, OffsetDateTime.class).toInstant()));
                }
                return journal;
            }
        });
    }
}
