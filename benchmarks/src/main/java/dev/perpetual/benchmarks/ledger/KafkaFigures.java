package dev.perpetual.benchmarks.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perpetual.benchmarks.Figure;
import dev.perpetual.benchmarks.Figure.Aim;
import dev.perpetual.benchmarks.limits.Limits.Limit;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Movements from a topic: each report of a supplier changes the figure of its SKU, which is one movement. The whole input
 * is on the topic before the clock starts, so that nothing but the ledger is at work.
 */
final class KafkaFigures {

    private static final String TOPIC = "supplier-reports";
    private static final int PARTITIONS = 4;
    private static final int ROUNDS = 3;
    private static final int RECORDS = 60_000;
    private static final double REPEATED = 0.3;
    private static final List<String> SIZES = List.of(
            "journal table", "journal index", "command table", "command index", "balance table", "balance index");

    private final UnderTest ledger;
    private final Told told;
    private final Map<Skus, Long> reported = new HashMap<>();

    KafkaFigures(UnderTest ledger, Told told) {
        this.ledger = ledger;
        this.told = told;
    }

    void createTopic() throws ExecutionException, InterruptedException {
        try (var admin = Admin.create(
                Map.<String, Object>of("bootstrap.servers", ledger.running().bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(TOPIC, PARTITIONS, (short) 1)))
                    .all()
                    .get();
        }
    }

    void movements() throws SQLException {
        UnderTest.say("Movements from Kafka");
        var rates = new double[ROUNDS];
        for (var i = 0; i < ROUNDS; i++) {
            rates[i] = round(Skus.MANY, 0);
        }
        told.add("movements from Kafka", median(rates), Limit.IN_BATCHES, 0.6);
        told.add("movements from Kafka, against own rows", median(rates), Limit.IN_BATCHES_OF_OWN_ROWS);
    }

    void repeated() throws SQLException {
        UnderTest.say("Movements from Kafka, some of them repeated");
        var without = new double[ROUNDS];
        var with = new double[ROUNDS];
        for (var i = 0; i < ROUNDS; i++) {
            without[i] = round(Skus.MANY, 0);
            with[i] = round(Skus.MANY, REPEATED);
        }
        told.add(new Figure(
                "records from Kafka, 30 % of them repeated",
                median(with), "1/s", median(without), Aim.ratioAtLeast(0.9)));
        told.add(new Figure(
                "supplier figures that repeated input changed", wrong(Skus.MANY), "levels", null, Aim.exactly(0)));
    }

    /** A report that is applied twice or not at all would leave another figure or another number of movements. */
    private long wrong(Skus skus) throws SQLException {
        var number = reported.getOrDefault(skus, 0L);
        var movements = ledger.number("SELECT count(*) FROM journal WHERE topic = 'stock-movements' AND to_location = '"
                + Stock.SUPPLIER_PLACE + "' AND stream LIKE '" + skus.prefix() + "-%'");
        var figures = ledger.number("SELECT count(*) FROM balance WHERE location = '" + Stock.SUPPLIER_PLACE
                + "' AND sku LIKE '" + skus.prefix() + "-%' AND available <> " + figure(skus, number - 1));
        return figures + Math.abs(movements - number);
    }

    /** Table and index that one movement takes, all tables that a report from Kafka writes to. */
    void sizes() throws SQLException {
        UnderTest.say("Bytes per movement");
        var before = bytes();
        var recordedBefore = recorded();
        round(Skus.MANY, 0);
        var movements = recorded() - recordedBefore;
        var after = bytes();
        for (var i = 0; i < SIZES.size(); i++) {
            told.add(Figure.reported(
                    "bytes per movement: " + SIZES.get(i), (double) (after[i] - before[i]) / movements, "bytes"));
        }
    }

    private long recorded() throws SQLException {
        return ledger.number("SELECT count(*) FROM journal WHERE topic = 'stock-movements'");
    }

    private long[] bytes() throws SQLException {
        var bytes = new long[SIZES.size()];
        for (var i = 0; i < bytes.length; i++) {
            var words = SIZES.get(i).split(" ");
            // A table without partitions is no leaf of anything.
            bytes[i] = ledger.number("""
                    SELECT coalesce((SELECT sum(pg_%s_size(relid)) FROM pg_partition_tree('%s') WHERE isleaf),
                      pg_%1$s_size('%2$s'))""".formatted(words[1].equals("table") ? "table" : "indexes", words[0]));
        }
        return bytes;
    }

    /** The figure of a SKU after the report of this number: each time all have been reported, one more unit. */
    private static long figure(Skus skus, long number) {
        return 1 + number / skus.count();
    }

    /** Records per second from the moment when all are on the topic until the last is stored. */
    double round(Skus skus, double repeatedShare) throws SQLException {
        var first = reported.getOrDefault(skus, 0L);
        var next = first;
        var random = new SplittableRandom(first);
        var before = stored();
        var sent = 0L;
        Map<String, Object> settings =
                Map.of("bootstrap.servers", ledger.running().bootstrapServers(), "linger.ms", 20, "acks", "all");
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer())) {
            // Until all figures are alike.
            while (sent < RECORDS || next % skus.count() != 0) {
                var again = next > first && random.nextDouble() < repeatedShare;
                producer.send(report(skus, again ? first + random.nextLong(next - first) : next++));
                sent++;
            }
            producer.flush();
        }
        reported.put(skus, next);
        var begin = System.nanoTime();
        var open = before + sent - stored();
        while (stored() < before + sent) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
        var rate = open / ((System.nanoTime() - begin) / 1e9);
        UnderTest.say("  %d records, %d of them timed: %.0f/s", sent, open, rate);
        return rate;
    }

    private long stored() throws SQLException {
        return ledger.number("SELECT coalesce(sum(next_offset), 0) FROM intake_position WHERE topic = '" + TOPIC + "'");
    }

    private static ProducerRecord<String, byte[]> report(Skus skus, long number) {
        var sku = skus.at((int) (number % skus.count()));
        var version = figure(skus, number);
        var body = """
                {"id":"bench@%s/%d","supplier":"bench","location":"%s","sku":"%1$s","quantity":%2$d,"asOf":"%s",\
                "feed":"daily-stock","run":"bench-%2$d","version":%2$d}""".formatted(
                        sku,
                        version,
                        Stock.SUPPLIER_PLACE,
                        Instant.parse("2026-01-03T00:00:00Z").plusSeconds(version));
        var record = new ProducerRecord<>(TOPIC, "bench@" + sku, body.getBytes(UTF_8));
        record.headers().add("ce_type", "supplier.stock.reported.v1".getBytes(UTF_8));
        return record;
    }

    static double median(double[] values) {
        var sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
