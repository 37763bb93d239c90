package dev.perpetual.kit.relay;

import java.net.URI;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** How the engine reads the write-ahead log and how its producer writes to the broker. */
final class RelayEngineProperties {

    private final URI database;
    private final RelaySettings settings;
    private final String bootstrapServers;

    RelayEngineProperties(String jdbcUrl, RelaySettings settings, String bootstrapServers) {
        this.database = URI.create(jdbcUrl.substring("jdbc:".length()));
        this.settings = settings;
        this.bootstrapServers = bootstrapServers;
    }

    Properties engine() {
        var properties = new Properties();
        properties.putAll(Map.ofEntries(
                Map.entry("name", "relay"),
                Map.entry("connector.class", "io.debezium.connector.postgresql.PostgresConnector"),
                Map.entry("topic.prefix", "relay"),
                Map.entry("database.hostname", database.getHost()),
                Map.entry("database.port", Integer.toString(database.getPort() < 0 ? 5432 : database.getPort())),
                Map.entry("database.user", settings.username()),
                Map.entry("database.password", settings.password().orElse("")),
                Map.entry("database.dbname", databaseName()),
                Map.entry("plugin.name", "pgoutput"),
                Map.entry("slot.name", ReplicationSlot.slotName(databaseName())),
                Map.entry("slot.max.retries", "0"),
                Map.entry("publication.name", "relay"),
                Map.entry("publication.autocreate.mode", "disabled"),
                Map.entry("table.include.list", "public.journal"),
                Map.entry("skipped.operations", "u,d,t"),
                Map.entry("snapshot.mode", "no_data"),
                // The slot is the only position: with no offset of its own the engine starts from there.
                Map.entry("offset.storage", "org.apache.kafka.connect.storage.MemoryOffsetBackingStore"),
                Map.entry("offset.flush.interval.ms", "0"),
                // The engine ends at the first error; the relay starts it again from the slot.
                Map.entry("errors.max.retries", "0"),
                // Each message, which is many events, is a batch, taken at once. The interval is also how long the
                // engine rests when it has read all there is, so an event may wait as long; each one that brings
                // nothing costs a millisecond of spinning.
                Map.entry("max.batch.size", "1"),
                Map.entry("poll.interval.ms", "50"),
                Map.entry("max.queue.size", "1024"),
                Map.entry("max.queue.size.in.bytes", "33554432"),
                // The engine acknowledges only what it has received: nothing, while others alone write on the server.
                // A message that is no event lets it: with the heartbeat after the one that sent it.
                Map.entry("heartbeat.interval.ms", "5000"),
                Map.entry("heartbeat.action.query", "SELECT pg_logical_emit_message(true, 'perpetual.heartbeat', '')"),
                Map.entry("status.update.interval.ms", "2000"),
                Map.entry("provide.transaction.metadata", "false"),
                Map.entry("tombstones.on.delete", "false"),
                Map.entry("record.processing.threads", "1")));
        return properties;
    }

    private String databaseName() {
        return database.getPath().substring(1);
    }

    /**
     * Topics that get more partitions are noticed soon. What is read in one go leaves in one request: the broker's work is
     * by request and partition more than by event.
     */
    Map<String, Object> producer() {
        return Map.ofEntries(
                Map.entry(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers),
                Map.entry(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class),
                Map.entry(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class),
                Map.entry(ProducerConfig.ACKS_CONFIG, "all"),
                Map.entry(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true),
                Map.entry(ProducerConfig.LINGER_MS_CONFIG, 10),
                Map.entry(ProducerConfig.BATCH_SIZE_CONFIG, 131_072),
                Map.entry(ProducerConfig.MAX_BLOCK_MS_CONFIG, 20_000),
                Map.entry(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 50_000),
                Map.entry(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000),
                Map.entry(ProducerConfig.METADATA_MAX_AGE_CONFIG, 5_000),
                Map.entry(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 8_000_000));
    }
}
