package dev.perpetual.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perpetual.sandbox.Options;
import dev.perpetual.sandbox.Part;
import dev.perpetual.sandbox.Running;
import dev.perpetual.sandbox.Sandbox;
import dev.perpetual.sandbox.Target;
import dev.perpetual.sandbox.client.ApiProblem;
import dev.perpetual.sandbox.client.Interrupted;
import dev.perpetual.sandbox.client.Item;
import dev.perpetual.sandbox.client.Level;
import dev.perpetual.sandbox.client.Location;
import dev.perpetual.sandbox.client.Location.Address;
import dev.perpetual.sandbox.client.Movement;
import dev.perpetual.sandbox.client.Movement.Cause;
import dev.perpetual.sandbox.client.Order;
import dev.perpetual.sandbox.client.OrderRequest;
import dev.perpetual.sandbox.client.OrderRequest.ShipTo;
import dev.perpetual.sandbox.client.Perpetual;
import dev.perpetual.sandbox.client.ShopClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** One system for all test classes of a run, on free ports; a test takes it as a parameter. */
public final class House implements AutoCloseable {
    static final String HAMBURG = "e2e-hamburg";
    static final String LYON = "e2e-lyon";

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(25);

    private final Sandbox sandbox;
    private final Target target;
    private final Perpetual perpetual;

    private House(Sandbox sandbox) {
        this.sandbox = sandbox;
        this.target = Target.of(sandbox.running());
        this.perpetual = target.perpetual();
    }

    /** Hands the shared system to tests; it is started by the first and stopped after the last. */
    public static final class Given implements ParameterResolver {
        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
            return parameter.getParameter().getType() == House.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
            return test.getRoot()
                    .getStore(Namespace.create(House.class))
                    .computeIfAbsent(House.class, _ -> started(), House.class);
        }
    }

    private static House started() {
        var data = Path.of("target", "house").toAbsolutePath();
        var house = new House(Sandbox.start(Options.onFreePorts(data).fresh(true)));
        house.putLocation(HAMBURG, "DE", 53.54, 9.99);
        house.putLocation(LYON, "FR", 45.73, 4.84);
        return house;
    }

    public Perpetual perpetual() {
        return perpetual;
    }

    Target target() {
        return target;
    }

    Sandbox sandbox() {
        return sandbox;
    }

    public Running running() {
        return sandbox.running();
    }

    ShopClient shop() {
        return target.shop().orElseThrow();
    }

    /** A SKU that no other test has, known to everybody who needs it. */
    String newItem(String name) {
        var sku = name + "-" + UUID.randomUUID().toString().substring(0, 8);
        return known(Item.named(sku, name));
    }

    /** A kit that is promised by one unit of each part. */
    String newKit(String name, String... parts) {
        var sku = name + "-" + UUID.randomUUID().toString().substring(0, 8);
        return known(Item.kit(
                sku, name, Stream.of(parts).map(part -> new Item.Part(part, 1)).toList()));
    }

    private String known(Item item) {
        var sku = item.sku();
        perpetual.ledger().putItem(item);
        // The router turns away an order for an item that it has not heard of, and routes none to such a warehouse.
        eventually(() -> perpetual
                .router()
                .preview(request("preview", sku, sku, 1))
                .at("/input/nodes")
                .findValuesAsText("id")
                .containsAll(List.of(HAMBURG, LYON)));
        return sku;
    }

    void putLocation(String id, String country, double latitude, double longitude) {
        var address = new Address(country, null, null, latitude, longitude);
        perpetual.ledger().putLocation(new Location(id, id, "WAREHOUSE", address, "UTC", "flag", true));
    }

    /** Goods arrive; returns the id of the movement. */
    String receive(String sku, String location, long quantity) {
        var id = "receipt-" + UUID.randomUUID();
        record(Movement.receive(id, sku, quantity, location, Instant.now(), new Cause("purchase-order", id, null)));
        return id;
    }

    void record(Movement movement) {
        var result = perpetual.ledger().record(List.of(movement)).getFirst();
        Assertions.assertThat(result.outcome()).as("%s", result).isEqualTo("recorded");
    }

    /** Waits until the router has heard that so much is available there. */
    void awaitHeard(String sku, String location, long available) {
        eventually(
                () -> heard(sku, location) == available,
                () -> "the router has heard of " + heard(sku, location) + " " + sku + " at " + location);
    }

    private long heard(String sku, String location) {
        for (var level :
                perpetual.router().preview(request("preview", sku, sku, 1)).at("/input/levels")) {
            if (level.path("sku").asText().equals(sku)
                    && level.path("location").asText().equals(location)) {
                return level.path("available").asLong();
            }
        }
        return 0;
    }

    /** An order of a new id for one SKU, decided or not. */
    Order order(String channel, String sku, long quantity) {
        return order(channel, UUID.randomUUID().toString(), sku, quantity);
    }

    Order order(String channel, String channelOrderId, String sku, long quantity) {
        return perpetual
                .router()
                .place(request(channel, channelOrderId, sku, quantity), Duration.ofSeconds(20))
                .order();
    }

    static OrderRequest request(String channel, String channelOrderId, String sku, long quantity) {
        return new OrderRequest(
                channel,
                channelOrderId,
                Instant.parse("2026-06-01T10:00:00Z"),
                new ShipTo("DE", null, null, null),
                List.of(new OrderRequest.Line(1, sku, quantity, null)),
                "allow",
                null);
    }

    Level level(String sku, String location) {
        return perpetual
                .ledger()
                .levelsOf(sku)
                .filter(level -> level.location().equals(location))
                .findFirst()
                .orElse(new Level(sku, location, Map.of(), 0, 0, null));
    }

    /** Lists a SKU on a channel of its own that may show the two warehouses. */
    void listed(String channel, String sku) {
        var publisher = perpetual.publisher();
        var url = target.shopInside().orElseThrow().resolve("/channels/" + channel + "/quantities");
        publisher.putChannel(
                channel, Map.of("kind", "webhook", "connection", Map.of("url", url.toString()), "secretRef", "shop"));
        publisher.putPolicy(channel, Map.of("includeSuppliers", true));
        eventually(() -> {
            publisher.putListing(channel, sku, sku);
            return true;
        });
    }

    /** Waits until supplier-sync has heard of the feed's location and of every item in the file. */
    void awaitKnown(String supplier, String feed, String csv) {
        eventually(() -> perpetual.supplier().knowsAllOf(supplier, feed, csv.getBytes(UTF_8)));
    }

    /** Waits until the shop was told this quantity last. */
    void awaitTold(String channel, String sku, long quantity) {
        eventually(() -> shop().told(channel).getOrDefault(sku, -1L) == quantity, () -> "told " + shop().told(channel));
    }

    /** Waits until the order is as expected. */
    Order awaitState(String order, String state) {
        eventually(
                () -> perpetual.router().order(order).state().equals(state),
                () -> "order " + perpetual.router().order(order));
        return perpetual.router().order(order);
    }

    /** The first fulfilment waiting for this order at a location. */
    String fulfilmentOf(Order order) {
        var part = order.parts().getFirst();
        return part.id();
    }

    /** Waits until every part is. */
    public void awaitReady() {
        for (var part : Part.values()) {
            sandbox.awaitReady(part);
        }
    }

    /** Waits until it holds; what throws a problem is asked again. */
    static void eventually(Supplier<Boolean> condition) {
        eventually(condition, () -> "it");
    }

    static void eventually(Supplier<Boolean> condition, Supplier<String> seen) {
        var deadline = System.nanoTime() + SOON.toNanos();
        while (true) {
            ApiProblem problem = null;
            try {
                if (condition.get()) {
                    return;
                }
            } catch (ApiProblem notYet) {
                problem = notYet;
            }
            if (System.nanoTime() > deadline) {
                throw new AssertionError("Expected to hold within %s, but got %s".formatted(SOON, seen.get()), problem);
            }
            Interrupted.pause(LOOK_AGAIN);
        }
    }

    /** A member of a JSON answer. */
    static JsonNode in(JsonNode node, String pointer) {
        return node.at(pointer);
    }

    @Override
    public void close() {
        sandbox.close();
    }
}
