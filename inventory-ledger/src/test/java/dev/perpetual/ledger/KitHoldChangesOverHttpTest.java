package dev.perpetual.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import dev.perpetual.kit.testing.Eventually;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Promises of kits are amended, unpicked, confirmed and limited as the rules say, and stored and told as they are. */
@QuarkusTest
class KitHoldChangesOverHttpTest extends LedgerTest {

    private String cup = "";
    private String tea = "";
    private String kit = "";

    @BeforeEach
    void aKitOfTwoCupsAndATea() {
        cup = newItemWith(10, BERLIN);
        tea = newItemWith(9, BERLIN);
        kit = fresh("KIT");
        var parts = List.of(Map.of("sku", cup, "units", 2), Map.of("sku", tea, "units", 1));
        asAdmin()
                .body(Map.of("name", "Tea for one", "kit", parts))
                .put("/v1/items/" + kit)
                .then()
                .statusCode(200);
    }

    private static String kits(long quantity) {
        return "{\"line\":1,\"quantity\":%d}".formatted(quantity);
    }

    private static Response confirm(String hold) {
        return asAdmin().body(Map.of("id", fresh("c"))).post("/v1/holds/" + hold + "/confirm");
    }

    @Test
    void kits_are_amended_down_and_up_and_unpicked_as_whole_ones() {
        var id = fresh("hold");
        hold(id, kit, 4, BERLIN).then().statusCode(201);
        step(id, "pick", kits(3)).then().statusCode(200);
        step(id, "unpick", kits(2))
                .then()
                .statusCode(200)
                .body("lines[0].picked", equalTo(1))
                .body("lines[0].components.picked", equalTo(List.of(2, 1)))
                .body("lines[0].components.open", equalTo(List.of(6, 3)));
        step(id, "amend", kits(2))
                .then()
                .statusCode(200)
                .body("lines[0].moved", equalTo(2))
                .body("lines[0].open", equalTo(1))
                .body("lines[0].components.released", equalTo(List.of(4, 2)));
        assertThat(List.of(units(cup, "available"), units(tea, "available"))).containsExactly(6L, 7L);

        step(id, "amend", kits(6))
                .then()
                .statusCode(409)
                .body("type", containsString("insufficient-stock"))
                .body("lines[0].asked", equalTo(4))
                .body("lines[0].available", equalTo(3));
        movements(movementBody(fresh("m"), "assemble", kit, 1, BERLIN))
                .then()
                .body("results[0].outcome", equalTo("recorded"));
        step(id, "amend", kits(4))
                .then()
                .statusCode(200)
                .body("lines.moved.sum()", equalTo(2))
                .body("lines.open.sum()", equalTo(3));
        assertThat(List.of(units(kit, "held"), units(cup, "held"), units(tea, "held")))
                .as("the assembled one, and one more of parts")
                .containsExactly(1L, 4L, 2L);
        step(id, "ship", "").then().statusCode(200).body("state", equalTo("closed"));
    }

    @Test
    void kits_that_expired_are_held_again_when_they_are_confirmed_or_told_what_there_is() {
        var id = fresh("cart");
        var soon = "\"fill\":\"all\",\"expiresAt\":\"" + Instant.now().plusMillis(300) + "\"";
        asAdmin()
                .body(holdBody(id, kit, 4, BERLIN).replace("\"fill\":\"all\"", soon))
                .post("/v1/holds")
                .then()
                .statusCode(201);
        Eventually.holds(() -> asAdmin().get("/v1/holds/" + id).then().body("state", equalTo("closed")));

        var other = fresh("hold");
        hold(other, cup, 4, BERLIN).then().statusCode(201);
        confirm(id)
                .then()
                .statusCode(409)
                .body("type", containsString("insufficient-stock"))
                .body("lines[0].available", equalTo(3));
        step(other, "release", "").then().statusCode(200);
        confirm(id)
                .then()
                .statusCode(200)
                .body("state", equalTo("open"))
                .body("expiresAt", nullValue())
                .body("lines[0].moved", equalTo(4))
                .body("lines[0].components.open", equalTo(List.of(8, 4)))
                .body("lines[0].components.expired", equalTo(List.of(8, 4)));
    }

    @Test
    void a_limit_counts_kits_and_a_refusal_says_how_many_there_are() {
        var client = fresh("client");
        var scope = "client:" + client;
        asAdmin()
                .body("{\"unitsMax\":3}")
                .put("/v1/hold-limits/" + scope)
                .then()
                .statusCode(200);
        try {
            var owner = "\"client\":\"%s\",\"fill\"".formatted(client);
            asAdmin()
                    .body(holdBody(fresh("hold"), kit, 4, BERLIN).replace("\"fill\"", owner))
                    .post("/v1/holds")
                    .then()
                    .statusCode(409)
                    .body("type", containsString("hold-limit"))
                    .body("lines[0].available", equalTo(4));
            asAdmin()
                    .body(holdBody(fresh("hold"), kit, 3, BERLIN).replace("\"fill\"", owner))
                    .post("/v1/holds")
                    .then()
                    .statusCode(201);
            everythingIsAsItMustBe();
        } finally {
            asAdmin().delete("/v1/hold-limits/" + scope).then().statusCode(204);
        }
    }
}
