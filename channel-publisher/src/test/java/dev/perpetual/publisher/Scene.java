package dev.perpetual.publisher;

import static io.restassured.RestAssured.given;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.perpetual.kit.testing.Eventually;
import dev.perpetual.kit.testing.Infrastructure;
import dev.perpetual.kit.testing.TopicWriter;
import dev.perpetual.sandbox.shop.PretendShop;
import dev.perpetual.sandbox.shop.ShopSettings;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.function.Predicate;

/** One test's own channel, SKUs and warehouse, with a real shop behind the channel and the ledger's topics before it. */
public final class Scene implements AutoCloseable {

    public static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    public static final String KEEP_NOTHING_BACK = "{}";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String mark = UUID.randomUUID().toString().substring(0, 8);
    public final String channel = "shop-" + mark;
    public final String warehouse = "WH-" + mark;
    private final TopicWriter levels = writer("stock-levels");
    private final TopicWriter catalog = writer("catalog");
    private final HttpClient client = HttpClient.newHttpClient();
    private final Path shopData;
    private PretendShop shop;
    private final int shopPort;
    private long version;

    public Scene() {
        try {
            shopData = Files.createTempDirectory("pretend-shop");
            shop = PretendShop.start(new ShopSettings("127.0.0.1", 0, SECRET, shopData));
            shopPort = shop.port();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        location(warehouse, "WAREHOUSE", true);
    }

    private static TopicWriter writer(String topic) {
        return new TopicWriter(Infrastructure.running().bootstrapServers(), topic);
    }

    public static RequestSpecification admin() {
        return given().header("Authorization", "Bearer " + Infrastructure.ADMIN_KEY)
                .contentType("application/json");
    }

    String sku(String name) {
        return name + "-" + mark;
    }

    /** The catalog tells of an item with a case of twelve. */
    public void item(String name, String status) {
        var sku = sku(name);
        catalog.write("item:" + sku, "catalog.item.changed.v1", ++version, """
                {"sku":"%s","name":"%s","packs":[{"code":"case-12","units":12}],"status":"%s","version":%d}""".formatted(sku, name, status, version));
    }

    /** The catalog tells of a kit. @param parts each as {@code {"sku":…,"units":…}} */
    public void kit(String name, String mode, String... parts) {
        var sku = sku(name);
        catalog.write("item:" + sku, "catalog.item.changed.v1", ++version, """
                {"sku":"%s","name":"%s","packs":[],"kit":[%s],"kitMode":"%s","status":"active","version":%d}""".formatted(
                        sku, name, String.join(",", parts), mode, version));
    }

    public String part(String name, int units) {
        return "{\"sku\":\"%s\",\"units\":%d}".formatted(sku(name), units);
    }

    public void location(String id, String kind, boolean sellable) {
        catalog.write("location:" + id, "catalog.location.changed.v1", ++version, """
                {"id":"%s","name":"%s","kind":"%s","sellable":%s,"version":%d}""".formatted(
                        id, id, kind, sellable, version));
    }

    /** The ledger tells of the SKU's level in the scene's warehouse. */
    public void level(String name, long available) {
        level(name, warehouse, available, ++version);
    }

    public void level(String name, String location, long available, long levelVersion) {
        rawLevel(name, location, levelVersion, """
                {"sku":"%s","location":"%s","version":%d,"buckets":{"available":%d,"held":0},"onHand":%d,\
                "occurredAt":"2026-03-02T10:15:30Z","recordedAt":"2026-03-02T10:15:30Z"}""".formatted(sku(name), location, levelVersion, available, available));
    }

    public void rawLevel(String name, String location, long levelVersion, String body) {
        levels.write(sku(name) + "@" + location, "stock.level.changed.v1", levelVersion, body);
    }

    /** A channel at the scene's shop. */
    public void channel(String secretRef, String budget) {
        admin().body("""
                        {"kind":"webhook","connection":{"url":"%s"},"secretRef":"%s","budget":%s}""".formatted(shopUrl("/channels/" + channel + "/quantities"), secretRef, budget))
                .put("/v1/channels/" + channel)
                .then()
                .statusCode(org.hamcrest.Matchers.oneOf(200, 201));
    }

    public void channel() {
        channel("shop", "{\"requestsPerSecond\":200,\"burst\":200,\"concurrent\":2}");
    }

    /** In force as soon as the catalog's records of its locations are here. */
    public void policy(String policy) {
        Eventually.value(
                () -> admin().body(policy)
                        .put("/v1/channels/" + channel + "/policy")
                        .statusCode(),
                it -> it == 200);
    }

    /** Lists the item as soon as the catalog's record of it is here. */
    public void listing(String name) {
        listing(name, "{\"sku\":\"%s\"}".formatted(sku(name)));
    }

    public void listing(String name, String body) {
        Eventually.value(
                () -> admin().body(body)
                        .put("/v1/channels/" + channel + "/listings/" + name)
                        .statusCode(),
                it -> it == 200 || it == 201);
    }

    public ValidatableResponse post(String action) {
        return admin().post("/v1/channels/" + channel + "/" + action).then().statusCode(200);
    }

    /** The listing's row of {@code GET /quantities}. */
    public JsonNode quantities(String listing) {
        var page = tree(admin().get("/v1/channels/" + channel + "/quantities?limit=500")
                .then()
                .statusCode(200)
                .extract()
                .asString());
        for (var row : page.path("items")) {
            if (row.path("listing").asText().equals(listing)) {
                return row;
            }
        }
        throw new AssertionError("Expected listing " + listing + ", but got " + page);
    }

    public JsonNode awaitQuantities(String listing, Predicate<JsonNode> wanted) {
        return Eventually.value(() -> quantities(listing), wanted);
    }

    /** What the shop shows; -1 when it was told nothing of the listing. */
    public long shown(String listing) {
        for (var told : shopGet("/told").path("quantities")) {
            if (told.path("listing").asText().equals(listing)) {
                return told.path("quantity").asLong();
            }
        }
        return -1;
    }

    public void awaitShown(String listing, long quantity) {
        Eventually.value(() -> shown(listing), shown -> shown == quantity);
    }

    public JsonNode shopGet(String path) {
        return tree(send(HttpRequest.newBuilder(shopUrl(path + "?channel=" + channel))));
    }

    /** How the shop treats the scene's channel from now on. */
    public void behave(String members) {
        var body = "{\"channel\":\"%s\"%s}".formatted(channel, members.isEmpty() ? "" : "," + members);
        send(HttpRequest.newBuilder(shopUrl("/control")).POST(BodyPublishers.ofString(body)));
    }

    public void closeShop() {
        try {
            shop.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same shop again, with what it remembers. */
    public void reopenShop() {
        Eventually.holds(() -> shop = PretendShop.start(new ShopSettings("127.0.0.1", shopPort, SECRET, shopData)));
    }

    URI shopUrl(String path) {
        return URI.create("http://127.0.0.1:" + shopPort + path);
    }

    public static JsonNode tree(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), BodyHandlers.ofString()).body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Leaves nothing that other tests would wait for. */
    @Override
    public void close() {
        admin().post("/v1/channels/" + channel + "/pause");
        closeShop();
        levels.close();
        catalog.close();
        client.close();
    }
}
