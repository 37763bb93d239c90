package dev.perpetual.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class LocationTreeTest extends LedgerTest {

    private static Response put(String id, String kind, String parent) {
        var body = new HashMap<String, Object>(Map.of("name", id, "kind", kind));
        if (parent != null) {
            body.put("parent", parent);
        }
        return asAdmin().body(body).put("/v1/locations/" + id);
    }

    private static String place(String what, String parent) {
        var id = fresh(what);
        put(id, "WAREHOUSE", parent).then().statusCode(200);
        return id;
    }

    private static void receive(String sku, long units, String location) {
        movement(fresh("m"), "receive", sku, units, location).then().body("results[0].outcome", equalTo("recorded"));
    }

    private static void receive(String sku, long units, String location, String lot, String owner) {
        movements("""
                {"id":"%s","kind":"receive","sku":"%s","quantity":%d,"location":"%s","lot":%s,"owner":%s,
                 "occurredAt":"2026-03-02T08:00:00Z","cause":{"type":"test","id":"T-1"}}""".formatted(fresh("m"), sku, units, location, text(lot), text(owner)))
                .then()
                .body("results[0].outcome", equalTo("recorded"));
    }

    private static String text(String value) {
        return value.isEmpty() ? "null" : "\"" + value + "\"";
    }

    private static Response move(String sku, long units, String from, String to, String more) {
        return movements("""
                {"id":"%s","kind":"move","sku":"%s","quantity":%d,"location":"%s","toLocation":"%s"%s,
                 "occurredAt":"2026-03-02T09:00:00Z","cause":{"type":"test","id":"T-2"}}""".formatted(fresh("m"), sku, units, from, to, more));
    }

    private static Response within(String location, String more) {
        return asAdmin().get("/v1/levels?within=" + location + more);
    }

    private static long available(String location, String sku, String more) {
        return within(location, "&sku=" + sku + more)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getLong("items.buckets.available.sum() ?: 0");
    }

    @Test
    void every_node_has_the_stock_of_all_that_is_inside_it() {
        var site = place("SITE", null);
        var cold = place("ZONE", site);
        var dry = place("ZONE", site);
        var bin = place("BIN", cold);
        var sku = newItem();
        receive(sku, 1, site);
        receive(sku, 20, cold);
        receive(sku, 300, bin);
        receive(sku, 4_000, dry);
        hold(fresh("h"), sku, 100, bin).then().statusCode(201);

        within(site, "")
                .then()
                .statusCode(200)
                .body("items", org.hamcrest.Matchers.hasSize(1))
                .body("items[0].location", equalTo(site))
                .body("items[0].buckets.available", equalTo(4_221))
                .body("items[0].buckets.held", equalTo(100))
                .body("items[0].onHand", equalTo(4_321))
                .body("items[0].version", equalTo(5));
        assertThat(available(cold, sku, "")).isEqualTo(220);
        assertThat(available(bin, sku, "")).isEqualTo(200);
        asAdmin().get("/v1/levels?location=" + cold).then().body("items.buckets.available", equalTo(List.of(20)));
        asAdmin()
                .get("/v1/levels/" + sku)
                .then()
                .body("totals.available", equalTo(4_221))
                .body("sites.location", equalTo(List.of(site)))
                .body("sites[0].totals.available", equalTo(4_221))
                .body("sites[0].onHand", equalTo(4_321))
                .body(
                        "levels.location.sort()",
                        equalTo(List.of(bin, cold, dry, site).stream().sorted().toList()));
    }

    @Test
    void a_zone_that_goes_to_another_site_takes_its_bins_and_their_stock_along_at_once() {
        var here = place("SITE", null);
        var there = place("SITE", null);
        var zone = place("ZONE", here);
        var bin = place("BIN", zone);
        var sku = newItem();
        receive(sku, 7, bin);
        var then = Instant.now();

        put(zone, "WAREHOUSE", there).then().statusCode(200).body("version", equalTo(2));

        assertThat(available(here, sku, "")).isZero();
        assertThat(available(there, sku, "")).isEqualTo(7);
        assertThat(available(there, sku, "&recordedAsOf=" + then))
                .as("by the tree of today")
                .isEqualTo(7);
        asAdmin()
                .get("/v1/locations/" + bin)
                .then()
                .body("parent", equalTo(zone))
                .body("version", equalTo(1));
        asAdmin()
                .get("/v1/locations?within=" + there)
                .then()
                .body(
                        "items.id",
                        equalTo(List.of(there, zone, bin).stream().sorted().toList()));
        asAdmin().get("/v1/locations?parent=" + there).then().body("items.id", equalTo(List.of(zone)));
        asAdmin().get("/v1/levels/" + sku).then().body("sites.location", equalTo(List.of(there)));

        put(zone, "WAREHOUSE", null).then().statusCode(200);
        asAdmin().get("/v1/levels/" + sku).then().body("sites.location", equalTo(List.of(zone)));
    }

    @Test
    void nothing_is_inside_itself_directly_or_through_others() {
        var site = place("SITE", null);
        var zone = place("ZONE", site);
        var bin = place("BIN", zone);
        for (var parent : List.of(site, zone, bin)) {
            put(site, "WAREHOUSE", parent)
                    .then()
                    .statusCode(422)
                    .body("type", endsWith("location-cycle"))
                    .body("detail", containsString("Expected a parent outside " + site));
        }
        put(site, "WAREHOUSE", fresh("NOWHERE")).then().statusCode(422).body("type", endsWith("unknown-location"));
        asAdmin()
                .get("/v1/locations/" + site)
                .then()
                .body("parent", equalTo(null))
                .body("version", equalTo(1));
    }

    @Test
    void two_places_that_are_put_inside_each_other_at_the_same_moment_do_not_both_succeed() throws Exception {
        for (var round = 0; round < 20; round++) {
            var one = place("SITE", null);
            var other = place("SITE", null);
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                var answers = new ArrayList<Integer>();
                var puts = List.<Callable<Integer>>of(
                        () -> put(one, "WAREHOUSE", other).statusCode(),
                        () -> put(other, "WAREHOUSE", one).statusCode());
                for (Future<Integer> each : threads.invokeAll(puts)) {
                    answers.add(each.get());
                }
                assertThat(answers).containsExactlyInAnyOrder(200, 422);
            }
        }
    }

    @Test
    void what_is_inside_is_of_the_same_kind_and_suppliers_and_the_road_are_inside_nothing() {
        var site = place("SITE", null);
        put(fresh("BIN"), "STORE", site).then().statusCode(422).body("type", endsWith("location-kind"));
        place("BIN", site);
        put(site, "STORE", null).then().statusCode(422).body("type", endsWith("location-kind"));
        for (var kind : List.of("SUPPLIER", "TRANSIT")) {
            var outside = fresh("OUTSIDE");
            put(outside, kind, null).then().statusCode(200);
            put(fresh("BIN"), kind, outside).then().statusCode(422).body("type", endsWith("location-kind"));
        }
    }

    @Test
    void a_tree_has_eight_levels_at_most_also_when_a_branch_is_taken_to_another() {
        var deepest = place("LEVEL", null);
        for (var level = 2; level <= 8; level++) {
            deepest = place("LEVEL", deepest);
        }
        put(fresh("BIN"), "WAREHOUSE", deepest).then().statusCode(422).body("type", endsWith("location-depth"));

        var site = place("SITE", null);
        var zone = place("ZONE", site);
        place("BIN", zone);
        var sixth = place("LEVEL", null);
        for (var level = 2; level <= 6; level++) {
            sixth = place("LEVEL", sixth);
        }
        put(site, "WAREHOUSE", sixth).then().statusCode(422).body("type", endsWith("location-depth"));
        put(zone, "WAREHOUSE", sixth).then().statusCode(200);
    }

    @Test
    void units_move_from_bin_to_bin_in_one_step_and_in_their_state() {
        var site = place("SITE", null);
        var bin = place("BIN", site);
        var other = place("BIN", place("ZONE", site));
        var sku = newItem();
        receive(sku, 10, bin);
        movement(fresh("m"), "block", sku, 3, bin).then().body("results[0].outcome", equalTo("recorded"));

        move(sku, 5, bin, other, "").then().body("results[0].outcome", equalTo("recorded"));
        move(sku, 2, bin, other, ",\"bucket\":\"blocked\"").then().body("results[0].outcome", equalTo("recorded"));
        move(sku, 3, bin, other, "")
                .then()
                .body("results[0].outcome", equalTo("refused"))
                .body("results[0].problem.type", endsWith("insufficient-stock"));
        move(sku, 1, bin, other, ",\"bucket\":\"blocked\",\"toBucket\":\"available\"")
                .then()
                .body("results[0].problem.type", endsWith("movement-not-allowed"));

        assertThat(asAdmin()
                        .get("/v1/levels?location=" + other + "&sku=" + sku)
                        .jsonPath()
                        .getMap("items[0].buckets"))
                .containsEntry("available", 5)
                .containsEntry("blocked", 2);
        asAdmin()
                .get("/v1/movements?sku=" + sku)
                .then()
                .body("items.kind", equalTo(List.of("receive", "block", "move", "move")));
    }

    @Test
    void a_move_stays_inside_its_site_and_can_be_reversed_after_the_tree_has_changed() {
        var site = place("SITE", null);
        var bin = place("BIN", site);
        var zone = place("ZONE", site);
        var sku = newItem();
        receive(sku, 10, bin);
        move(sku, 1, bin, BERLIN, "")
                .then()
                .body("results[0].problem.type", endsWith("movement-not-allowed"))
                .body("results[0].problem.detail", containsString("Expected a move inside a site"));
        move(sku, 4, bin, zone, "").then().body("results[0].version", equalTo(2));
        put(zone, "WAREHOUSE", null).then().statusCode(200);
        move(sku, 1, zone, bin, "").then().body("results[0].problem.type", endsWith("movement-not-allowed"));
        movements("""
                {"id":"%s","kind":"reverse","sku":"%s","location":"%s","occurredAt":"2026-03-02T10:00:00Z",
                 "cause":{"type":"movement","id":"%s/2"}}""".formatted(fresh("m"), sku, bin, sku)).then().body("results[0].outcome", equalTo("recorded"));
        assertThat(available(bin, sku, "")).isEqualTo(10);
    }

    @Test
    void lots_and_owners_are_kept_apart_when_asked_and_owners_can_be_chosen() {
        var site = place("SITE", null);
        var bin = place("BIN", site);
        var sku = newItem();
        receive(sku, 1, site, "L1", "");
        receive(sku, 10, bin, "L1", "");
        receive(sku, 100, bin, "L2", "MILL");
        receive(sku, 1_000, site, "L2", "BAKERY");

        assertThat(available(site, sku, "")).isEqualTo(1_111);
        assertThat(available(site, sku, "&owner=own")).isEqualTo(11);
        assertThat(available(site, sku, "&owner=consigned")).isEqualTo(1_100);
        assertThat(available(bin, sku, "&owner=consigned")).isEqualTo(100);
        assertThat(available(site, sku, "&owner=BAKERY")).isEqualTo(1_000);
        within(site, "&sku=" + sku + "&by=lot")
                .then()
                .body("items.lot", equalTo(List.of("L1", "L2")))
                .body("items.buckets.available", equalTo(List.of(11, 1_100)));
        within(site, "&sku=" + sku + "&by=lot,owner")
                .then()
                .body("items.owner", equalTo(java.util.Arrays.asList(null, "BAKERY", "MILL")))
                .body("items.buckets.available", equalTo(List.of(11, 1_000, 100)));
        asAdmin().get("/v1/levels?sku=" + sku + "&owner=own").then().body("items.buckets.available.sum()", equalTo(11));
        asAdmin()
                .get("/v1/levels?sku=" + sku + "&owner=consigned&recordedAsOf=" + Instant.now())
                .then()
                .body("items.buckets.available.sum()", equalTo(1_100));
    }

    @Test
    void what_cannot_be_asked_together_is_refused() {
        for (var wrong : List.of(
                "/v1/levels?within=A&location=B",
                "/v1/levels?by=lot",
                "/v1/levels?within=A&by=colour",
                "/v1/levels?owner=%20",
                "/v1/levels?within=A&cursor=%25",
                "/v1/levels?within=A&cursor=AA",
                "/v1/levels?within=A!",
                "/v1/locations?parent=A&within=B")) {
            asAdmin().get(wrong).then().statusCode(400);
        }
        within(fresh("NOWHERE"), "").then().statusCode(200).body("items", equalTo(List.of()));
    }

    /** Against sums in a map: random trees, stock and moves, asked at every node and at moments in both times. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {3, 14})
    void levels_of_every_node_are_the_sums_of_its_places_now_and_then(long seed) {
        var random = new SplittableRandom(seed);
        var places = new ArrayList<String>();
        var parents = new HashMap<String, String>();
        for (var i = 0; i < 8; i++) {
            var parent = places.isEmpty() || random.nextInt(5) == 0 ? null : places.get(random.nextInt(places.size()));
            var id = place("NODE", parent);
            places.add(id);
            parents.put(id, parent);
        }
        var skus = List.of(newItem(), newItem(), newItem());
        var stock = new TreeMap<String, Long>(); // By sku@place.
        var moments = new TreeMap<Instant, Map<String, Long>>();
        for (var step = 0; step < 30; step++) {
            var sku = skus.get(random.nextInt(skus.size()));
            var at = places.get(random.nextInt(places.size()));
            var units = 1 + random.nextInt(9);
            receive(sku, units, at);
            stock.merge(sku + "@" + at, (long) units, Long::sum);
            if (step % 10 == 0) {
                moments.put(Instant.now(), new TreeMap<>(stock));
            }
        }
        var moved = places.get(random.nextInt(places.size()));
        var target = places.get(random.nextInt(places.size()));
        if (put(moved, "WAREHOUSE", target).statusCode() == 200) {
            parents.put(moved, target);
        }
        moments.put(Instant.now(), stock);
        for (var node : places) {
            assertThat(available(node, "")).as("seed %d, %s", seed, node).isEqualTo(sums(stock, node, parents));
            moments.forEach((moment, then) -> assertThat(available(node, "&recordedAsOf=" + moment))
                    .as("seed %d, %s at %s", seed, node, moment)
                    .isEqualTo(sums(then, node, parents)));
        }
    }

    private static Map<String, Integer> available(String node, String more) {
        return within(node, more)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getMap("items.collectEntries { [it.sku, it.buckets.available] }");
    }

    private static Map<String, Integer> sums(Map<String, Long> stock, String node, Map<String, String> parents) {
        var sums = new TreeMap<String, Integer>();
        stock.forEach((place, units) -> {
            var parts = place.split("@");
            if (isInside(parts[1], node, parents)) {
                sums.merge(parts[0], Math.toIntExact(units), Integer::sum);
            }
        });
        return sums;
    }

    private static boolean isInside(String place, String node, Map<String, String> parents) {
        for (var at = place; at != null; at = parents.get(at)) {
            if (at.equals(node)) {
                return true;
            }
        }
        return false;
    }
}
