package dev.perpetual.router;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.perpetual.kit.testing.Eventually;
import dev.perpetual.kit.testing.TopicWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** The ledger as its contracts say it behaves, played on real topics: it judges holds by a stock of its own. */
final class PlayedLedger {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String AT = "2026-03-02T10:15:30.123Z";

    private final String bootstrapServers;
    private final TopicWriter catalog;
    private final TopicWriter levels;
    private final TopicWriter outcomes;
    private final Map<String, Long> available = new HashMap<>();
    private final Map<String, Long> versions = new HashMap<>();
    private final Map<String, HeldLine> held = new HashMap<>();
    private final Map<String, Long> holdVersions = new HashMap<>();
    private final Map<String, Map<String, Integer>> kits = new HashMap<>();
    private final Set<String> answered = new HashSet<>();
    private final List<JsonNode> requests = new ArrayList<>();
    private final Map<String, Long> limits = new ConcurrentHashMap<>();
    private final Set<String> deaf = ConcurrentHashMap.newKeySet();

    private static final class HeldLine {
        String sku = "";
        String location = "";
        long granted;
        long picked;
        long shipped;
        long released;
        long made;

        long open() {
            return granted - picked - shipped - released;
        }
    }

    PlayedLedger(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
        catalog = new TopicWriter(bootstrapServers, "catalog");
        levels = new TopicWriter(bootstrapServers, "stock-levels");
        outcomes = new TopicWriter(bootstrapServers, "hold-outcomes");
        Thread.ofPlatform().daemon().name("played-ledger").start(this::listen);
    }

    private void listen() {
        var settings = new Properties();
        settings.put("bootstrap.servers", bootstrapServers);
        settings.put("enable.auto.commit", "false");
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            var topic = "fulfilment-requests";
            var partitions = Eventually.value(() -> consumer.partitionsFor(topic), found -> !found.isEmpty()).stream()
                    .map(one -> new TopicPartition(topic, one.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (!Thread.currentThread().isInterrupted()) {
                consumer.poll(Duration.ofMillis(20)).forEach(this::answer);
            }
        }
    }

    private void answer(ConsumerRecord<String, String> record) {
        try {
            var type =
                    new String(record.headers().lastHeader("ce_type").value(), java.nio.charset.StandardCharsets.UTF_8);
            var body = JSON.readTree(record.value());
            synchronized (this) {
                ((ObjectNode) body).put("type", type);
                requests.add(body);
                if (body.get("lines")
                        .valueStream()
                        .noneMatch(line -> deaf.contains(line.get("sku").asText()))) {
                    judge(type, body);
                }
            }
        } catch (com.fasterxml.jackson.core.JsonProcessingException wrong) {
            throw new IllegalStateException(wrong);
        }
    }

    private void judge(String type, JsonNode request) {
        if (!answered.add(request.get("id").asText())) {
            return;
        }
        switch (type) {
            case "fulfilment.hold.requested.v1" -> hold(request);
            case "fulfilment.release.requested.v1" -> step(request, "released");
            case "fulfilment.pick.requested.v1" -> step(request, "picked");
            case "fulfilment.unpick.requested.v1" -> step(request, "unpicked");
            case "fulfilment.ship.requested.v1" -> step(request, "shipped");
            default -> {} // Delivered and returned: no outcome of a hold.
        }
    }

    private void hold(JsonNode request) {
        var short_ = new ArrayList<JsonNode>();
        var wanted = new HashMap<String, Long>();
        for (var line : request.get("lines")) {
            var key = key(line);
            wanted.merge(key, line.get("quantity").asLong(), Long::sum);
            if (wanted.get(key) > promisable(line)) {
                short_.add(line);
            }
        }
        var outcome = outcome(request);
        var units = wanted.values().stream().mapToLong(Long::longValue).sum();
        var limited = units > limits.getOrDefault(request.path("channel").asText(), Long.MAX_VALUE);
        if (limited || !short_.isEmpty()) {
            outcome.put("state", "refused").put("reason", limited ? "hold-limit" : "insufficient-stock");
            var lines = outcome.putArray("lines");
            (limited ? request.get("lines").valueStream() : short_.stream())
                    .forEach(line -> copy(line, lines.addObject())
                            .put("asked", line.get("quantity").asLong())
                            .put("available", Math.min(line.get("quantity").asLong(), promisable(line)))
                            .put(
                                    "version",
                                    versions.getOrDefault(line.get("sku").asText(), 0L)));
            send("hold.refused.v1", request, outcome);
            return;
        }
        outcome.put("state", "open");
        var lines = outcome.putArray("lines");
        for (var line : request.get("lines")) {
            var one = new HeldLine();
            one.sku = line.get("sku").asText();
            one.location = line.get("location").asText();
            one.granted = line.get("quantity").asLong();
            held.put(name(request, line), one);
            one.made = one.granted - Math.min(one.granted, available.getOrDefault(key(line), 0L));
            if (one.granted > one.made) {
                change(one.sku, one.location, one.made - one.granted, true);
            }
            kits.getOrDefault(one.sku, Map.of()).forEach((part, perKit) -> {
                if (one.made > 0) {
                    change(part, one.location, -one.made * perKit, true);
                }
            });
            standing(line, one, one.granted, lines.addObject());
        }
        send("hold.granted.v1", request, outcome);
    }

    /** Assembled kits, and those that the parts at the place make. */
    private long promisable(JsonNode line) {
        var location = line.get("location").asText();
        var made = kits.getOrDefault(line.get("sku").asText(), Map.of()).entrySet().stream()
                .mapToLong(part ->
                        Math.max(0, available.getOrDefault(part.getKey() + "@" + location, 0L)) / part.getValue())
                .min()
                .orElse(0);
        return Math.max(0, available.getOrDefault(key(line), 0L)) + made;
    }

    private void step(JsonNode request, String what) {
        var outcome = outcome(request);
        var lines = outcome.putArray("lines");
        for (var line : request.get("lines")) {
            var one = held.get(name(request, line));
            var asked = line.get("quantity").asLong();
            var moved = Math.min(
                    asked,
                    switch (what) {
                        case "shipped" -> one.open() + one.picked;
                        case "unpicked" -> one.picked;
                        default -> one.open();
                    });
            switch (what) {
                case "released" -> {
                    one.released += moved;
                    giveBack(one, moved);
                }
                case "picked" -> one.picked += moved;
                case "unpicked" -> one.picked -= moved;
                default -> {
                    one.picked -= Math.min(one.picked, moved);
                    one.shipped += moved;
                }
            }
            standing(line, one, what.equals("shipped") ? asked : moved, lines.addObject());
        }
        var open = held.entrySet().stream()
                .filter(one -> one.getKey().startsWith(request.get("hold").asText() + "#"))
                .anyMatch(one -> one.getValue().open() + one.getValue().picked > 0);
        outcome.put("state", open ? "open" : "closed");
        send("hold." + what + ".v1", request, outcome);
    }

    private void giveBack(HeldLine one, long units) {
        var whole = Math.min(units, one.made);
        kits.getOrDefault(one.sku, Map.of())
                .forEach((part, perKit) -> change(part, one.location, whole * perKit, true));
        one.made -= whole;
        if (units > whole) {
            change(one.sku, one.location, units - whole, true);
        }
    }

    private ObjectNode outcome(JsonNode request) {
        var outcome = JSON.createObjectNode();
        var hold = request.get("hold").asText();
        outcome.put("hold", hold);
        outcome.putObject("owner")
                .put("type", "order")
                .put("id", request.get("order").asText());
        outcome.put("request", request.get("id").asText());
        outcome.put("version", holdVersions.merge(hold, 1L, Long::sum));
        outcome.put("recordedAt", AT);
        return outcome;
    }

    private void standing(JsonNode line, HeldLine one, long moved, ObjectNode to) {
        copy(line, to)
                .put("moved", moved)
                .put("granted", one.granted)
                .put("open", one.open())
                .put("picked", one.picked)
                .put("shipped", one.shipped)
                .put("released", one.released)
                .put("expired", 0)
                .put("version", versions.getOrDefault(one.sku, 0L));
        if (one.made == one.granted && one.made > 0) {
            components(one, to);
        } else if (one.made > 0) {
            var parts = to.putArray("parts");
            parts.addObject().put("granted", one.granted - one.made);
            components(one, parts.addObject().put("granted", one.made));
        }
    }

    private void components(HeldLine one, ObjectNode to) {
        var components = to.putArray("components");
        kits.get(one.sku)
                .forEach((part, units) -> components
                        .addObject()
                        .put("sku", part)
                        .put("perKit", units)
                        .put("open", one.made * units)
                        .put("picked", 0)
                        .put("shipped", 0)
                        .put("released", 0)
                        .put("expired", 0)
                        .put("version", versions.get(part)));
    }

    private static ObjectNode copy(JsonNode line, ObjectNode to) {
        return to.put("line", line.get("line").asInt())
                .put("sku", line.get("sku").asText())
                .put("location", line.get("location").asText());
    }

    private void send(String type, JsonNode request, ObjectNode outcome) {
        outcomes.write(
                request.get("order").asText(), type, outcome.get("version").asLong(), outcome.toString());
    }

    private void change(String sku, String location, long units, boolean tell) {
        available.merge(sku + "@" + location, units, Long::sum);
        versions.merge(sku, 1L, Long::sum);
        if (tell) {
            tell(sku, location);
        }
    }

    private void tell(String sku, String location) {
        var version = versions.get(sku);
        levels.write(sku + "@" + location, "stock.level.changed.v1", version, """
                {"sku":"%s","location":"%s","version":%d,"buckets":{"expected":0,"inspection":0,"available":%d,"held":0,
                 "picked":0,"blocked":0,"outbound":0},"onHand":%d,"occurredAt":"%s","recordedAt":"%s"}""".formatted(
                        sku,
                        location,
                        version,
                        available.get(sku + "@" + location),
                        available.get(sku + "@" + location),
                        AT,
                        AT));
    }

    private static String key(JsonNode line) {
        return line.get("sku").asText() + "@" + line.get("location").asText();
    }

    private static String name(JsonNode request, JsonNode line) {
        return request.get("hold").asText() + "#" + line.get("line").asInt();
    }

    void item(String sku) {
        item(sku, Map.of());
    }

    /** An item that is made of parts, if there are any. */
    synchronized void item(String sku, Map<String, Integer> parts) {
        kits.put(sku, parts);
        var kit = new ArrayList<String>();
        parts.forEach((part, units) -> kit.add("{\"sku\":\"%s\",\"units\":%d}".formatted(part, units)));
        catalog.write("item:" + sku, "catalog.item.changed.v1", 1, """
                {"sku":"%s","name":"Something","packs":[],"tracking":"none","kit":[%s],"restrictions":[],"status":"active",
                 "version":1,"recordedAt":"%s"}""".formatted(sku, String.join(",", kit), AT));
    }

    void location(String id, String kind, double latitude, double longitude) {
        catalog.write("location:" + id, "catalog.location.changed.v1", 1, """
                {"id":"%s","name":"%s","kind":"%s","address":{"country":"DE","latitude":%s,"longitude":%s},
                 "timeZone":"Europe/Berlin","belowZero":"refuse","sellable":true,"version":1,"recordedAt":"%s"}""".formatted(
                        id, id, kind, latitude, longitude, AT));
    }

    /** Stock arrives and everybody is told. */
    synchronized void receive(String sku, String location, long units) {
        change(sku, location, units, true);
    }

    /** Stock goes and the news is late. */
    synchronized void loseQuietly(String sku, String location, long units) {
        change(sku, location, -units, false);
    }

    /** Requests that name the SKU are not answered until {@link #listenTo}. */
    void ignore(String sku) {
        deaf.add(sku);
    }

    synchronized void listenTo(String sku) {
        deaf.remove(sku);
        List.copyOf(requests).stream()
                .filter(one -> one.get("lines")
                        .valueStream()
                        .anyMatch(line -> line.get("sku").asText().equals(sku)))
                .forEach(one -> judge(one.get("type").asText(), one));
    }

    /** A channel may hold no more units by one hold. */
    void limit(String channel, long units) {
        limits.put(channel, units);
    }

    /** What was asked for an order, in order. */
    synchronized List<JsonNode> requests(String order) {
        return requests.stream()
                .filter(one -> one.get("order").asText().equals(order))
                .toList();
    }

    synchronized long available(String sku, String location) {
        return available.getOrDefault(sku + "@" + location, 0L);
    }

    TopicWriter outcomes() {
        return outcomes;
    }
}
