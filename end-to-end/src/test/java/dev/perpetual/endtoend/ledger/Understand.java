package dev.perpetual.endtoend.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.perpetual.endtoend.ledger.Exchange.Claim;
import dev.perpetual.endtoend.ledger.Exchange.Effect;
import java.util.ArrayList;
import java.util.List;

/** What an answer says, in the few words of the check. Knows the API and nothing else of the ledger. */
final class Understand {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Understand() {}

    static Exchange answer(Ask ask, long sent, long answered, int status, String body) {
        var effects = new ArrayList<Effect>();
        var claims = new ArrayList<Claim>();
        var json = read(body);
        switch (ask) {
            case Ask.Hold hold when status == 201 -> granted(json, effects);
            case Ask.Hold hold when status == 409 -> refused(json, claims);
            case Ask.Step step when status == 200 -> moved(step, json, effects);
            case Ask.Movements movements when status == 200 -> results(movements, json, effects, claims);
            case Ask.Look look when status == 200 -> levels(json, claims);
            default ->
                throw new IllegalStateException(
                        "Expected to understand the answer to %s, but got %d %s".formatted(ask, status, body));
        }
        return new Exchange(ask.id(), sent, answered, effects, claims, List.of(comparable(ask, status, body)));
    }

    /** The answer without what may differ when it is told again: whether it is, and where. */
    static String comparable(Ask ask, int status, String body) {
        var json = read(body);
        if (ask instanceof Ask.Movements) {
            for (var result : json.path("results")) {
                if (result.path("outcome").asText().equals("repeated")) {
                    ((ObjectNode) result).put("outcome", "recorded");
                }
            }
        }
        return status + " " + json;
    }

    private static JsonNode read(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException damaged) {
            throw new IllegalStateException("Expected JSON, but got " + body, damaged);
        }
    }

    private static void granted(JsonNode hold, List<Effect> effects) {
        for (var line : hold.path("lines")) {
            var units = line.path("granted").asLong();
            effects.add(new Effect(
                    line.path("sku").asText(),
                    line.path("version").asLong(),
                    line.path("location").asText(),
                    -units,
                    units,
                    true));
        }
    }

    private static void refused(JsonNode problem, List<Claim> claims) {
        for (var line : problem.path("lines")) {
            claims.add(Claim.refused(
                    line.path("sku").asText(),
                    line.path("version").asLong(),
                    line.path("location").asText(),
                    line.path("available").asLong(),
                    line.path("asked").asLong()));
        }
        if (claims.isEmpty()) {
            throw new IllegalStateException("Expected a refusal to say what there is, but got " + problem);
        }
    }

    private static void moved(Ask.Step step, JsonNode hold, List<Effect> effects) {
        for (var line : hold.path("lines")) {
            var units = line.path("moved").asLong();
            if (units > 0) {
                effects.add(new Effect(
                        line.path("sku").asText(),
                        line.path("version").asLong(),
                        line.path("location").asText(),
                        step.step().equals("release") ? units : 0,
                        -units,
                        false));
            }
        }
    }

    private static void results(Ask.Movements ask, JsonNode answer, List<Effect> effects, List<Claim> claims) {
        for (var i = 0; i < ask.lines().size(); i++) {
            var line = ask.lines().get(i);
            var result = answer.path("results").path(i);
            var version = result.path("version").asLong();
            if (result.path("outcome").asText().equals("refused")) {
                // Some say only that another one was short, so what is refused need not say what there is.
                for (var short_ : result.path("problem").path("lines")) {
                    claims.add(Claim.refused(
                            short_.path("sku").asText(),
                            short_.path("version").asLong(),
                            short_.path("location").asText(),
                            short_.path("available").asLong(),
                            short_.path("asked").asLong()));
                }
            } else if (ask.kind().equals("transfer")) {
                // Two movements: out, and in with the version that is told.
                effects.add(new Effect(line.sku(), version - 1, line.location(), -line.units(), 0, true));
                effects.add(new Effect(line.sku(), version, ask.target(), line.units(), 0, false));
            } else {
                var units = ask.kind().equals("receive") ? line.units() : -line.units();
                effects.add(new Effect(line.sku(), version, line.location(), units, 0, false));
            }
        }
    }

    private static void levels(JsonNode item, List<Claim> claims) {
        for (var level : item.path("levels")) {
            claims.add(Claim.read(
                    item.path("sku").asText(),
                    item.path("version").asLong(),
                    level.path("location").asText(),
                    level.path("buckets").path("available").asLong(),
                    level.path("buckets").path("held").asLong()));
        }
    }
}
