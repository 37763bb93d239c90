package dev.perpetual.sandbox.shop;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.perpetual.sandbox.shop.QuantitiesDesk.Refusal;
import dev.perpetual.sandbox.shop.QuantitiesDesk.Reply;
import dev.perpetual.sandbox.shop.QuantitiesDesk.Request;
import dev.perpetual.sandbox.shop.Visits.Manners;
import dev.perpetual.sandbox.shop.Visits.Visit;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Several sales channels in one process.
 *
 * <ul>
 *   <li>{@code POST /channels/{id}/quantities}: signed quantities, as contracts/channel-webhook says
 *   <li>{@code GET /told?channel=}: what the channel was told last, and how its caller behaved
 *   <li>{@code GET /requests?channel=}: the newest requests, in the order they were answered
 *   <li>{@code POST /control}: {@link Behaviour} of a {@code channel}, or of all without one
 * </ul>
 */
public final class PretendShop implements AutoCloseable {

    private static final int BODY_BYTES_MAX = 1 << 20;
    private static final Pattern QUANTITIES = Pattern.compile("/channels/([^/]+)/quantities");

    private final Map<String, Visits> visits = new ConcurrentHashMap<>();
    private final Map<String, Behaviour> behaviours = new ConcurrentHashMap<>();
    private volatile Behaviour ordinary = Behaviour.GOOD;
    private final Memory memory;
    private final QuantitiesDesk desk;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private PretendShop(ShopSettings settings) throws IOException {
        memory = Memory.open(settings.data());
        desk = new QuantitiesDesk(settings.secret(), memory);
        server = HttpServer.create(new InetSocketAddress(settings.host(), settings.port()), 0);
        server.createContext("/channels/", exchange -> answer(exchange, this::quantities));
        server.createContext("/told", exchange -> answer(exchange, this::told));
        server.createContext("/requests", exchange -> answer(exchange, this::requests));
        server.createContext("/control", exchange -> answer(exchange, this::control));
        server.createContext(
                "/health", exchange -> answer(exchange, _ -> new Reply(200, Map.of("status", "UP"), null)));
        server.setExecutor(threads);
    }

    /** Starts a shop that remembers what was in its data directory. */
    public static PretendShop start(ShopSettings settings) throws IOException {
        var shop = new PretendShop(settings);
        shop.server.start();
        return shop;
    }

    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() throws IOException {
        server.stop(0);
        threads.shutdownNow();
        memory.close();
    }

    /** Runs until it is stopped. */
    public static void main(String[] arguments) throws IOException {
        try {
            var shop = start(ShopSettings.of(System.getenv()));
            System.out.println("The pretend shop listens on port " + shop.port());
        } catch (IllegalArgumentException | java.net.BindException e) {
            System.err.println("The pretend shop cannot start: " + e.getMessage());
            System.exit(2);
        }
    }

    private Reply quantities(HttpExchange exchange) throws IOException, InterruptedException {
        var path = QUANTITIES.matcher(exchange.getRequestURI().getPath());
        if (!path.matches() || !exchange.getRequestMethod().equals("POST")) {
            return new Reply(404, new Refusal("Expected POST /channels/{id}/quantities"), null);
        }
        var channel = path.group(1);
        var request = new Request(channel, body(exchange), headers(exchange));
        return desk.handle(request, behaviours.getOrDefault(channel, ordinary), visits(channel));
    }

    private Reply told(HttpExchange exchange) {
        var channel = parameter(exchange, "channel");
        return channel == null
                ? new Reply(400, new Refusal("Expected ?channel="), null)
                : new Reply(200, new WasTold(channel, visits(channel).manners(), memory.of(channel)), null);
    }

    private Reply requests(HttpExchange exchange) {
        var channel = parameter(exchange, "channel");
        return channel == null
                ? new Reply(400, new Refusal("Expected ?channel="), null)
                : new Reply(200, new WasAsked(channel, visits(channel).kept()), null);
    }

    private Reply control(HttpExchange exchange) throws IOException {
        var body = body(exchange);
        var behaviour = Json.MAPPER.readValue(body, Behaviour.class);
        var channel = Json.MAPPER.readTree(body).path("channel").asText(null);
        if (channel != null) {
            behaviours.put(channel, behaviour);
            return new Reply(200, behaviour, null);
        }
        behaviours.clear();
        ordinary = behaviour;
        return new Reply(200, behaviour, null);
    }

    /** What {@code GET /told} answers. */
    record WasTold(String channel, Manners manners, List<Told> quantities) {}

    /** What {@code GET /requests} answers. */
    record WasAsked(String channel, List<Visit> requests) {}

    /** One kind of request. */
    private interface Desk {
        Reply handle(HttpExchange exchange) throws IOException, InterruptedException;
    }

    private static void answer(HttpExchange exchange, Desk desk) throws IOException {
        try (exchange) {
            var reply = reply(exchange, desk);
            if (reply.retryAfter() != null) {
                exchange.getResponseHeaders()
                        .set("Retry-After", reply.retryAfter().toString());
            }
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            var bytes = Json.MAPPER.writeValueAsBytes(reply.body());
            exchange.sendResponseHeaders(reply.status(), bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private static Reply reply(HttpExchange exchange, Desk desk) throws IOException {
        try {
            return desk.handle(exchange);
        } catch (JsonProcessingException e) {
            return new Reply(400, new Refusal("Expected JSON, but: " + e.getOriginalMessage()), null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Reply(503, new Refusal("The shop is closing"), null);
        }
    }

    private Visits visits(String channel) {
        return visits.computeIfAbsent(channel, _ -> new Visits());
    }

    private static String body(HttpExchange exchange) throws IOException {
        return new String(exchange.getRequestBody().readNBytes(BODY_BYTES_MAX), StandardCharsets.UTF_8);
    }

    private static Map<String, List<String>> headers(HttpExchange exchange) {
        return exchange.getRequestHeaders().entrySet().stream()
                .collect(Collectors.toMap(
                        header -> header.getKey().toLowerCase(Locale.ROOT), Map.Entry::getValue, (first, _) -> first));
    }

    private static String parameter(HttpExchange exchange, String name) {
        var query = exchange.getRequestURI().getRawQuery();
        return query == null
                ? null
                : Pattern.compile("&")
                        .splitAsStream(query)
                        .filter(pair -> pair.startsWith(name + "="))
                        .map(pair -> URLDecoder.decode(pair.substring(name.length() + 1), StandardCharsets.UTF_8))
                        .findFirst()
                        .orElse(null);
    }
}
