package dev.perpetual.sandbox.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;

/** The order-router: orders, fulfilments, decisions. */
public final class RouterClient {
    private final Api api;

    RouterClient(Api api) {
        this.api = api;
    }

    /** The same service with other patience. */
    public RouterClient with(Patience patience) {
        return new RouterClient(api.with(patience));
    }

    /** Posts an order and waits up to {@code wait} for its decision; the same order again answers the same. */
    public Placed place(OrderRequest order, Duration wait) {
        var answer = api.write(
                "POST",
                "/v1/orders",
                order,
                order.channel() + "/" + order.channelOrderId(),
                wait.isZero() ? Map.of() : Map.of("Prefer", "wait=" + wait.toSeconds()));
        return new Placed(answer.as(Order.class), answer.status(), answer.tries());
    }

    /** What would be decided now, and from which levels; nothing is written or held. */
    public JsonNode preview(OrderRequest order) {
        return api.post("/v1/decisions/preview", order, null, JsonNode.class);
    }

    /** Whether all of such an order could be held now, by what the router has heard of items and levels. */
    public boolean couldHold(OrderRequest order) {
        try {
            var verdict = preview(order).path("outcome").path("verdict").asText();
            return verdict.equalsIgnoreCase("complete");
        } catch (ApiProblem problem) {
            if (problem.type().equals("unknown-sku")) {
                return false;
            }
            throw problem;
        }
    }

    public Order order(String id) {
        return api.get("/v1/orders/" + Api.escaped(id), Order.class);
    }

    /** All orders of one channel. */
    public Stream<Order> ordersOf(String channel) {
        return Pages.of(api, "/v1/orders?limit=200&channel=" + Api.escaped(channel), Order.class);
    }

    /** All orders of all channels. */
    public Stream<Order> orders() {
        return Pages.of(api, "/v1/orders?limit=200", Order.class);
    }

    public Order cancel(String order, CancelRequest cancel) {
        return api.post("/v1/orders/" + Api.escaped(order) + "/cancel", cancel, cancel.id(), Cancelled.class)
                .order();
    }

    /** Takes shipped units back to the shelf. */
    public Order takeBack(String order, ReturnRequest back) {
        return api.post("/v1/orders/" + Api.escaped(order) + "/returns", back, back.id(), Order.class);
    }

    /** The policy that decides from now on; returns its version. */
    public int activatePolicy(String name, Object rules) {
        var version = api.put("/v1/policies/" + Api.escaped(name), rules, JsonNode.class)
                .path("version")
                .asInt();
        api.post(
                "/v1/policies/" + Api.escaped(name) + "/versions/" + version + "/activate", null, null, JsonNode.class);
        return version;
    }

    /** Exceptions that wait for a person. */
    public Stream<JsonNode> openExceptions() {
        return Pages.of(api, "/v1/exceptions?state=open&limit=200", JsonNode.class);
    }

    /** Lets an order go on. */
    public void approve(String exception, String commandId) {
        api.post(
                "/v1/exceptions/" + Api.escaped(exception) + "/approve",
                Map.of("id", commandId),
                commandId,
                JsonNode.class);
    }

    /** The work waiting at a location in this state. */
    public Stream<Fulfilment> fulfilments(String location, String state) {
        return Pages.of(
                api,
                "/v1/fulfilments?limit=200&location=" + Api.escaped(location) + "&state=" + Api.escaped(state),
                Fulfilment.class);
    }

    /** Confirms that all units of a fulfilment are off the shelf. */
    public JsonNode pick(String fulfilment, String commandId) {
        return confirm(fulfilment, "pick", commandId);
    }

    /** Confirms that all units of a fulfilment have left. */
    public JsonNode ship(String fulfilment, String commandId) {
        return confirm(fulfilment, "ship", commandId);
    }

    /**
     * Picks and ships all units of a fulfilment; false when there is nothing left to do, because its units were
     * cancelled meanwhile. The ids of both commands begin with {@code commandId}.
     */
    public boolean pickAndShip(String fulfilment, String commandId) {
        try {
            pick(fulfilment, commandId + "/pick");
            ship(fulfilment, commandId + "/ship");
            return true;
        } catch (ApiProblem problem) {
            if (problem.status() == 409 && problem.type().equals("fulfilment-state")) {
                return false;
            }
            throw problem;
        }
    }

    /** How it was decided. */
    public JsonNode decision(String order) {
        return api.get("/v1/orders/" + Api.escaped(order) + "/decision", JsonNode.class);
    }

    /** Decides again from the stored inputs and compares. */
    public JsonNode replayDecision(String order) {
        return api.post("/v1/orders/" + Api.escaped(order) + "/decision/replay", null, null, JsonNode.class);
    }

    /** What those who run it need. */
    public Operations operations() {
        return new Operations(api);
    }

    private JsonNode confirm(String fulfilment, String verb, String commandId) {
        return api.post(
                "/v1/fulfilments/" + Api.escaped(fulfilment) + "/" + verb,
                Map.of("id", commandId),
                commandId,
                JsonNode.class);
    }

    /** The order and how it came: 201 decided, 202 not yet, 200 known before; tries counts from 1. */
    public record Placed(Order order, int status, int tries) {}

    private record Cancelled(Order order) {}
}
