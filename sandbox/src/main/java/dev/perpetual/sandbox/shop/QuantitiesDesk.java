package dev.perpetual.sandbox.shop;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import dev.perpetual.sandbox.shop.Memory.Outcome;
import dev.perpetual.sandbox.shop.Visits.Listed;
import dev.perpetual.sandbox.shop.Visits.Visit;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Takes a channel's quantities: checks the signature, throttles, and remembers what is newer. */
final class QuantitiesDesk {

    private static final List<String> SIGNATURE_HEADERS = List.of(
            Webhook.UNBRANDED_MSG_ID_KEY, Webhook.UNBRANDED_MSG_TIMESTAMP_KEY, Webhook.UNBRANDED_MSG_SIGNATURE_KEY);

    private final Webhook webhook;
    private final Memory memory;

    QuantitiesDesk(String secret, Memory memory) {
        this.webhook = new Webhook(secret);
        this.memory = memory;
    }

    /** A request as it came. {@code headers} by lower-case name. */
    record Request(String channel, String body, Map<String, List<String>> headers) {
        String id() {
            return headers.getOrDefault(Webhook.UNBRANDED_MSG_ID_KEY, List.of(""))
                    .getFirst();
        }
    }

    /** The shop's answer. {@code retryAfter} in seconds, null for none. */
    record Reply(int status, Object body, Integer retryAfter) {}

    /** Only what the shop reads of a request's body. */
    record Body(String channel, List<Quantity> quantities) {}

    record Quantity(String listing, String sku, long quantity, long version) {}

    record Results(List<Outcome> results) {}

    record Refusal(String detail) {}

    Reply handle(Request request, Behaviour behaviour, Visits visits) throws IOException, InterruptedException {
        var now = Instant.now();
        var refusal = refuse(request);
        if (refusal != null) {
            visits.answered(new Visit(request.id(), now, refusal.status(), List.of()));
            return refusal;
        }
        var body = Json.MAPPER.readValue(request.body(), Body.class);
        var lines = body.quantities().stream()
                .map(quantity -> new Listed(quantity.listing(), quantity.quantity(), quantity.version()))
                .toList();
        visits.arrived(now, lines);
        if (behaviour.delayMillis() != null) {
            Thread.sleep(behaviour.delayMillis());
        }
        // Nobody sees what was told before the request that told it.
        synchronized (visits) {
            var reply = reply(body, behaviour, visits, now);
            if (reply.retryAfter() != null) {
                visits.stayAwayUntil(Instant.now().plusSeconds(reply.retryAfter()));
            }
            visits.answered(new Visit(request.id(), now, reply.status(), lines));
            return reply;
        }
    }

    private Reply refuse(Request request) {
        try {
            webhook.verify(request.body(), signatureHeaders(request));
        } catch (WebhookVerificationException e) {
            return new Reply(401, new Refusal("Expected a valid signature, but: " + e.getMessage()), null);
        }
        try {
            var body = Json.MAPPER.readValue(request.body(), Body.class);
            return request.channel().equals(body.channel()) && body.quantities() != null
                    ? null
                    : new Reply(400, new Refusal("Expected quantities of channel " + request.channel()), null);
        } catch (JsonProcessingException e) {
            return new Reply(400, new Refusal("Expected JSON, but: " + e.getOriginalMessage()), null);
        }
    }

    private Reply reply(Body body, Behaviour behaviour, Visits visits, Instant now) throws IOException {
        if (behaviour.answer() != null) {
            return new Reply(behaviour.answer(), new Refusal("As asked"), behaviour.retryAfterSeconds());
        }
        if (visits.tooMany(now, behaviour.requestsPerSecond())) {
            return new Reply(429, new Refusal("Too many requests"), behaviour.retryAfterSeconds());
        }
        if (body.quantities().stream().anyMatch(line -> behaviour.decline().contains(line.listing()))) {
            return new Reply(422, new Refusal("A listing is not for sale here"), null);
        }
        return new Reply(200, new Results(take(body, behaviour, now)), null);
    }

    private List<Outcome> take(Body body, Behaviour behaviour, Instant now) throws IOException {
        var sides = body.quantities().stream()
                .collect(Collectors.partitioningBy(line -> behaviour.reject().contains(line.listing())));
        var outcomes = memory.tell(sides.get(false).stream()
                .map(line ->
                        new Told(body.channel(), line.listing(), line.sku(), line.quantity(), line.version(), now, 1))
                .toList());
        sides.get(true)
                .forEach(line -> outcomes.add(new Outcome(
                        line.listing(), "rejected", line.quantity(), line.version(), "listing is not for sale here")));
        return outcomes;
    }

    private static Map<String, List<String>> signatureHeaders(Request request) {
        return SIGNATURE_HEADERS.stream()
                .filter(request.headers()::containsKey)
                .collect(
                        Collectors.toMap(name -> name, name -> request.headers().get(name)));
    }
}
