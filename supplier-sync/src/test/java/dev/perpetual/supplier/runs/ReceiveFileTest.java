package dev.perpetual.supplier.runs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.perpetual.kit.testing.Contracts;
import dev.perpetual.kit.testing.Infrastructure;
import dev.perpetual.kit.testing.TopicReader;
import dev.perpetual.supplier.SupplierSyncTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class ReceiveFileTest extends SupplierSyncTest {

    private static final String FEED = "daily";
    private static final int USUAL = 20;

    private String supplier;

    @BeforeEach
    void a_supplier_and_the_catalog() throws Exception {
        catalogHas(LOCATION, List.of("MUG", "BOWL", "PLATE"));
        manyItems("T-", USUAL);
        supplier = supplier();
        feed(supplier, FEED, "");
    }

    @Test
    void applies_a_file_and_reports_it_to_the_topic() {
        upload(supplier, FEED, "sku,qty\nMUG,12\nBOWL,0\n")
                .statusCode(202)
                .body("state", is("applied"))
                .body("counts.read", is(2))
                .body("counts.applied", is(2))
                .body("diff.added", is(2))
                .body("gates.passed", contains(true, true, true, true, true));
        assertThat(known(supplier)).isEqualTo(Map.of("MUG", 12L, "BOWL", 0L));
        try (var topic = new TopicReader(Infrastructure.running().bootstrapServers(), "supplier-reports")) {
            var record = topic.await(found -> found.key().equals(supplier + "@MUG"));
            assertThat(TopicReader.header(record, "ce_type")).isEqualTo("supplier.stock.reported.v1");
            assertThat(TopicReader.header(record, "ce_id")).isEqualTo(supplier + "@MUG/1");
            assertThat(Contracts.violations("supplier-reports", "supplier.stock.reported.v1", record.value()))
                    .isEmpty();
            assertThat(Contracts.tree(record.value()).get("quantity").asLong()).isEqualTo(12);
        }
    }

    @Test
    void scenario_58_a_file_cut_off_at_40_percent_changes_nothing_and_waits() {
        var full = usual(100);
        upload(supplier, FEED, csv(full)).body("state", is("applied"));
        var cut = csv(usual(101)).substring(0, csv(usual(101)).length() * 2 / 5);

        upload(supplier, FEED, cut)
                .statusCode(202)
                .body("state", is("waiting"))
                .body("gates.find { it.name == 'row-count' }.passed", is(false));

        assertThat(known(supplier)).isEqualTo(full);
    }

    @Test
    void scenario_58_an_empty_file_sets_nobody_to_zero() {
        feed(supplier, FEED, ",\"absentRows\":\"zero\"");
        var full = usual(100);
        upload(supplier, FEED, csv(full)).body("state", is("applied"));

        upload(supplier, FEED, "").body("state", is("waiting"));
        upload(supplier, FEED, "sku,qty\n")
                .body("state", is("waiting"))
                .body("gates.findAll { !it.passed }.name", contains("not-empty", "row-count", "share-to-zero"));

        assertThat(known(supplier)).isEqualTo(full);
    }

    @Test
    void scenario_58_yesterdays_file_again_is_stopped_unless_somebody_says_it_is_as_of_later() {
        var yesterday = csv(usual(100));
        var today = csv(usual(200));
        upload(supplier, FEED, yesterday).body("state", is("applied"));
        upload(supplier, FEED, today).body("state", is("applied"));

        upload(supplier, FEED, yesterday)
                .body("state", is("waiting"))
                .body("gates.findAll { !it.passed }.name", contains("not-repeated"));
        assertThat(known(supplier)).isEqualTo(usual(200));

        admin().contentType("text/csv")
                .body(yesterday.getBytes(UTF_8))
                .queryParam("asOf", java.time.Instant.now().toString())
                .post(runs(supplier, FEED))
                .then()
                .body("state", is("applied"));
        assertThat(known(supplier)).isEqualTo(usual(100));
    }

    @Test
    void scenario_58_too_many_skus_going_to_zero_wait_for_a_person() {
        feed(supplier, FEED, ",\"absentRows\":\"zero\",\"gates\":{\"rowDropMax\":1}");
        upload(supplier, FEED, csv(usual(100))).body("state", is("applied"));
        var seven = usual(100);
        seven.keySet().removeAll(List.of("T-1", "T-2", "T-3", "T-4"));
        List.of("T-5", "T-6", "T-7").forEach(sku -> seven.put(sku, 0L));

        var run = upload(supplier, FEED, csv(seven))
                .body("state", is("waiting"))
                .body("counts.absent", is(4))
                .body("diff.toZero", is(7))
                .body("gates.find { !it.passed }.got", is("7 of 20 (35 %)"))
                .extract()
                .<String>path("id");
        assertThat(known(supplier)).isEqualTo(usual(100));

        admin().post("/v1/runs/" + run + "/approve")
                .then()
                .statusCode(200)
                .body("state", is("applied"))
                .body("decidedBy", notNullValue());
        assertThat(known(supplier))
                .containsEntry("T-1", 0L)
                .containsEntry("T-5", 0L)
                .containsEntry("T-8", 100L);
        admin().post("/v1/runs/" + run + "/approve").then().statusCode(200);
        admin().post("/v1/runs/" + run + "/discard").then().statusCode(409).body("type", endsWith("run-not-waiting"));
    }

    @Test
    void a_discarded_run_changes_nothing() {
        upload(supplier, FEED, csv(usual(100)));
        var run = upload(supplier, FEED, "sku,qty\n").extract().<String>path("id");
        admin().post("/v1/runs/" + run + "/discard").then().statusCode(200).body("state", is("discarded"));
        admin().post("/v1/runs/" + run + "/approve").then().statusCode(409);
        assertThat(known(supplier)).isEqualTo(usual(100));
    }

    @Test
    void a_waiting_run_is_superseded_by_a_fresher_one() {
        upload(supplier, FEED, csv(usual(100)));
        var run = upload(supplier, FEED, "sku,qty\n").extract().<String>path("id");
        upload(supplier, FEED, csv(usual(300))).body("state", is("applied"));
        admin().get("/v1/runs/" + run).then().body("state", is("superseded"));
    }

    @Test
    void scenario_59_unclear_rows_are_set_aside_one_by_one_with_reasons() {
        feed(supplier, FEED, ",\"gates\":{\"rejectedShareMax\":1}");
        upload(supplier, FEED, csv(Map.of("T-1", 5))).body("state", is("applied"));
        var run = upload(supplier, FEED, """
                        sku,qty
                        MUG,7
                        T-1,-5
                        T-2,10+
                        T-3,1.000
                        T-4,
                        T-5,3
                        T-5,4
                        NOBODY,1
                        ,1
                        BOWL,1,2
                        """)
                .statusCode(202)
                .body("state", is("applied"))
                .body("counts.read", is(10))
                .body("counts.applied", is(1))
                .body("counts.rejected", is(9))
                .extract()
                .<String>path("id");

        admin().get("/v1/runs/" + run + "/rows?outcome=rejected")
                .then()
                .body("items.line", contains(3, 4, 5, 6, 7, 8, 9, 10, 11))
                .body("items[0].column", is("qty"))
                .body("items[0].expected", is("zero or more units"))
                .body("items[0].got", is("-5"))
                .body("items[1].got", is("10+"))
                .body("items[2].expected", containsString("a thousand or one?"))
                .body("items[3].got", is("nothing"))
                .body("items[4].got", is("also line 8"))
                .body("items[5].got", is("also line 7"))
                .body("items[6].expected", is("a SKU of the catalog"))
                .body("items[8].got", is("3 columns"));
        assertThat(known(supplier)).isEqualTo(Map.of("MUG", 7L, "T-1", 5L));
    }

    @Test
    void scenario_59_the_feed_may_say_what_its_writing_means() {
        admin().contentType("application/json")
                .body("""
                        {"transport":{"type":"upload"},
                         "format":{"type":"csv","delimiter":";","charset":"windows-1252","thousands":"."},
                         "mapping":{"sku":"Artikel","quantity":"Bestand","location":"depot","packFactor":6,
                           "skuAliases":{"Becher-ß":"MUG"},"quantityWords":{"10+":10}}}""")
                .put("/v1/suppliers/%s/feeds/weekly".formatted(supplier))
                .then()
                .statusCode(200);
        admin().contentType("text/csv")
                .body("ARTIKEL;Farbe;bestand\r\n\"Becher-ß\";rot;1.000\r\nBOWL;\"a;b\";10+\r\n"
                        .getBytes(java.nio.charset.Charset.forName("windows-1252")))
                .post(runs(supplier, "weekly"))
                .then()
                .body("state", is("applied"));
        assertThat(known(supplier)).isEqualTo(Map.of("MUG", 6000L, "BOWL", 60L));
    }

    @Test
    void stale_never_beats_fresh_and_a_later_as_of_is_reported_even_when_the_figure_is_the_same() {
        feed(supplier, FEED, "");
        dated("""
                sku,qty,at
                MUG,5,2026-03-02T10:00:00Z
                BOWL,5,2026-03-02T10:00:00Z
                PLATE,5,2026-03-02T10:00:00Z
                """).body("state", is("applied"));
        var run = dated("""
                sku,qty,at
                MUG,9,2026-03-02T09:00:00Z
                BOWL,5,2026-03-02T11:00:00Z
                PLATE,6,2026-03-02T11:00:00Z
                """)
                .body("state", is("applied"))
                .body("counts.applied", is(1))
                .body("counts.unchanged", is(1))
                .body("counts.rejected", is(1))
                .body("diff.confirmed", is(1))
                .extract()
                .<String>path("id");
        admin().get("/v1/runs/" + run + "/rows?outcome=rejected")
                .then()
                .body("items[0].expected", is("a figure not older than 2026-03-02T10:00:00Z"));
        assertThat(known(supplier)).isEqualTo(Map.of("MUG", 5L, "BOWL", 5L, "PLATE", 6L));
        admin().get("/v1/suppliers/%s/stock?sku=BOWL".formatted(supplier))
                .then()
                .body("items[0].asOf", is("2026-03-02T11:00:00Z"))
                .body("items[0].version", is(2))
                .body("items[0].freshness", is("withdrawn"))
                .body("items[0].trusted", nullValue());
    }

    @Test
    void a_dry_run_shows_the_diff_and_changes_nothing() {
        upload(supplier, FEED, csv(usual(100)));
        var run = admin().contentType("text/csv")
                .body(csv(usual(99)))
                .queryParam("dryRun", true)
                .post(runs(supplier, FEED))
                .then()
                .statusCode(200)
                .body("state", is("previewed"))
                .body("diff.lowered", is(USUAL))
                .body("diff.changes", hasSize(USUAL))
                .body("diff.changes[0].from", is(100))
                .body("diff.changes[0].to", is(99))
                .extract()
                .<String>path("id");
        assertThat(known(supplier)).isEqualTo(usual(100));
        admin().post("/v1/runs/" + run + "/approve").then().statusCode(409);
        upload(supplier, FEED, csv(usual(99))).body("state", is("applied"));
    }

    @Test
    void the_same_key_is_the_same_run_and_another_content_under_it_is_refused() {
        var first = keyed("k-1", csv(usual(100))).statusCode(202).extract().<String>path("id");
        keyed("k-1", csv(usual(100))).statusCode(202).body("id", is(first));
        keyed("k-1", csv(usual(101))).statusCode(422).body("type", endsWith("idempotency-key-reused"));
        assertThat(known(supplier)).isEqualTo(usual(100));
        admin().get("/v1/runs?supplier=" + supplier).then().body("items", hasSize(1));
    }

    @Test
    void the_same_upload_sent_by_many_at_once_is_one_run() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var calls = Collections.nCopies(8, (Callable<String>)
                    () -> keyed("at-once", csv(usual(100))).extract().path("id"));
            var ids = new HashSet<String>();
            for (var call : threads.invokeAll(calls)) {
                ids.add(call.get());
            }
            assertThat(ids).hasSize(1);
        }
        assertThat(count("SELECT count(*) FROM journal WHERE key LIKE '" + supplier + "@%'"))
                .isEqualTo(USUAL);
    }

    @Test
    void two_feeds_of_one_supplier_at_once_leave_dense_versions() throws Exception {
        feed(supplier, "other", "");
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var calls = new ArrayList<Callable<Object>>();
            for (var i = 1; i <= 5; i++) {
                var quantity = i;
                calls.add(() -> upload(supplier, FEED, csv(usual(quantity))).statusCode(202));
                calls.add(() ->
                        upload(supplier, "other", csv(usual(100 + quantity))).statusCode(202));
            }
            for (var call : threads.invokeAll(calls)) {
                call.get();
            }
        }
        assertThat(count("SELECT min(version) FROM stream WHERE id LIKE '" + supplier + "@%'"))
                .isEqualTo(count("SELECT count(*) FROM journal WHERE key = '" + supplier + "@T-1'"));
    }

    @Test
    void takes_a_form_as_well() {
        admin().multiPart("file", "stock.csv", csv(usual(100)).getBytes(UTF_8), "text/csv")
                .post(runs(supplier, FEED))
                .then()
                .statusCode(202)
                .body("file", is("stock.csv"))
                .body("state", is("applied"));
    }

    @Test
    void takes_a_hundred_thousand_rows() throws Exception {
        manyItems("B-", 100_000);
        var big = new StringBuilder("sku,qty\n");
        for (var i = 1; i <= 100_000; i++) {
            big.append("B-").append(i).append(',').append(i % 50).append('\n');
        }
        upload(supplier, FEED, big.toString())
                .statusCode(202)
                .body("state", is("applied"))
                .body("counts.applied", is(100_000));
        assertThat(count("SELECT count(*) FROM journal WHERE topic = 'supplier-reports' AND key LIKE '" + supplier
                        + "@%'"))
                .isEqualTo(100_000);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void whatever_comes_is_applied_whole_or_not_at_all(long seed) throws Exception {
        var random = new SplittableRandom(seed);
        feed(supplier, FEED, ",\"absentRows\":\"%s\"".formatted(random.nextBoolean() ? "keep" : "zero"));
        var zeroWhenAbsent = admin().get("/v1/suppliers/%s/feeds/%s".formatted(supplier, FEED))
                .path("absentRows")
                .equals("zero");
        var model = new TreeMap<String, Long>();
        for (var step = 0; step < 15; step++) {
            var file = new LinkedHashMap<String, String>();
            for (var i = 1; i <= USUAL; i++) {
                if (random.nextInt(10) > 0) {
                    var bad = random.nextInt(12) == 0;
                    file.put("T-" + i, bad ? "?" : Long.toString(random.nextInt(4) * random.nextInt(1, 9)));
                }
            }
            var run =
                    upload(supplier, FEED, csv(file)).statusCode(202).extract().jsonPath();
            assertThat(run.getLong("counts.read"))
                    .as("seed %d step %d", seed, step)
                    .isEqualTo(file.size())
                    .isEqualTo(run.getLong("counts.applied")
                            + run.getLong("counts.unchanged")
                            + run.getLong("counts.rejected"));
            if (run.getString("state").equals("applied")) {
                file.forEach((sku, quantity) -> {
                    if (!quantity.equals("?")) {
                        model.put(sku, Long.valueOf(quantity));
                    }
                });
                if (zeroWhenAbsent) {
                    model.replaceAll((sku, quantity) -> file.containsKey(sku) ? quantity : Long.valueOf(0));
                }
            }
            assertThat(known(supplier)).as("seed %d step %d", seed, step).isEqualTo(model);
        }
        assertThat(count("""
                        SELECT count(*) FROM stream JOIN (SELECT stream, count(*) AS entries, max(version) AS newest
                          FROM journal WHERE topic = 'supplier-reports' GROUP BY stream) told ON told.stream = stream.id
                        WHERE stream.id LIKE '%s@%%' AND (entries <> version OR newest <> version)""".formatted(supplier))).as("versions are dense").isZero();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"sku,stock\nMUG,1\n", "sku;qty\nMUG;1\n", "MUG,1\n"})
    void a_missing_column_rejects_the_file_and_says_which_came(String file) {
        upload(supplier, FEED, file)
                .statusCode(422)
                .contentType("application/problem+json")
                .body("type", endsWith("missing-column"))
                .body("detail", containsString("but got"))
                .body("expected", notNullValue())
                .body("run", notNullValue());
        admin().get("/v1/runs?supplier=%s&state=rejected".formatted(supplier))
                .then()
                .body("items[0].counts.read", is(0))
                .body("items[0].problem.type", is("missing-column"));
        assertThat(known(supplier)).isEmpty();
    }

    @Test
    void a_file_that_breaks_off_inside_quotes_or_is_no_text_is_rejected_whole() {
        upload(supplier, FEED, "sku,qty\nMUG,1\nBOWL,\"2\n").statusCode(422).body("type", endsWith("malformed-csv"));
        admin().contentType("text/csv")
                .body(new byte[] {'s', 'k', 'u', ',', 'q', 't', 'y', '\n', 'M', (byte) 0xE9, ',', '1'})
                .post(runs(supplier, FEED))
                .then()
                .statusCode(422)
                .body("type", endsWith("wrong-charset"));
        assertThat(known(supplier)).isEmpty();
    }

    @Test
    void what_cannot_be_asked_is_answered_with_a_problem() {
        upload("nobody", FEED, "sku,qty\n").statusCode(404).body("type", endsWith("unknown-supplier"));
        upload(supplier, "other", "sku,qty\n").statusCode(404).body("type", endsWith("unknown-feed"));
        upload(supplier, "..", "sku,qty\n").statusCode(404);
        admin().contentType("application/pdf")
                .body(new byte[] {'x'})
                .post(runs(supplier, FEED))
                .then()
                .statusCode(415);
        admin().multiPart("other", "x").post(runs(supplier, FEED)).then().statusCode(400);
        admin().get("/v1/runs/no-such-run").then().statusCode(404).body("type", endsWith("unknown-run"));
        admin().contentType("application/json")
                .body("{\"name\":")
                .put("/v1/suppliers/" + supplier)
                .then()
                .statusCode(400)
                .body("type", endsWith("malformed-json"));
        assertThat(known(supplier)).isEmpty();
    }

    @ParameterizedTest(name = "announced: {0}")
    @ValueSource(booleans = {true, false})
    void fifty_megabytes_are_too_large(boolean announced) throws Exception {
        var zeros = HttpRequest.BodyPublishers.ofInputStream(() -> new LimitedZeros(50L * 1024 * 1024));
        var body = announced ? HttpRequest.BodyPublishers.fromPublisher(zeros, 50L * 1024 * 1024) : zeros;
        try (var http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            var request = HttpRequest.newBuilder(
                            URI.create("http://localhost:%d%s".formatted(RestAssured.port, runs(supplier, FEED))))
                    .header("Authorization", "Bearer " + Infrastructure.ADMIN_KEY)
                    .header("Content-Type", "text/csv")
                    .POST(body)
                    .build();
            try {
                assertThat(http.send(request, HttpResponse.BodyHandlers.ofString())
                                .statusCode())
                        .isEqualTo(413);
            } catch (IOException closed) {
                // The server does not read on to the end of what it refuses; whether the answer is seen is chance.
                assertThat(closed).isNotInstanceOf(HttpTimeoutException.class);
            }
        }
        assertThat(known(supplier)).isEmpty();
        admin().get("/v1/runs?supplier=" + supplier).then().body("items", hasSize(0));
    }

    /** So many zero bytes and no array of them. */
    private static final class LimitedZeros extends InputStream {
        private long left;

        LimitedZeros(long bytes) {
            left = bytes;
        }

        @Override
        public int read() {
            return left-- > 0 ? 0 : -1;
        }
    }

    @Test
    void a_feed_that_is_not_quite_defined_is_refused_with_the_member_at_fault() {
        refused("{}", "transport");
        refused(definition("\"transport\":{\"type\":\"pigeon\"}"), "transport.type");
        refused(definition("\"format\":{\"type\":\"csv\",\"delimiter\":\";;\"}"), "format.delimiter");
        refused(definition("\"format\":{\"type\":\"csv\",\"charset\":\"klingon\"}"), "format.charset");
        refused(definition("\"mapping\":{\"sku\":\"a\",\"quantity\":\"b\"}"), "mapping.location");
        refused(
                definition("\"mapping\":{\"sku\":\"a\",\"quantity\":\"b\",\"location\":\"depot\",\"packFactor\":0}"),
                "mapping");
        refused(definition("\"gates\":{\"shareToZeroMax\":1.5}"), "gates");
        refused(definition("\"gates\":{\"shareToZeroMaxx\":0.5}"), "shareToZeroMaxx");
        refused(definition("\"absentRows\":\"perhaps\""), "absentRows");
        refused(definition("\"freshness\":{\"fullFor\":\"a day\"}"), "freshness.fullFor");
    }

    @Test
    void a_definition_is_told_as_it_was_put_and_a_stale_change_is_refused() {
        var path = "/v1/suppliers/%s/feeds/%s".formatted(supplier, FEED);
        var tag = admin().get(path)
                .then()
                .body("mapping.sku", is("sku"))
                .body("version", is(1))
                .body("overdue", is(false))
                .extract()
                .header("ETag");
        feed(supplier, FEED, ",\"schedule\":{\"every\":\"PT1H\"}");
        admin().contentType("application/json")
                .header("If-Match", tag)
                .body(definition("\"absentRows\":\"zero\""))
                .put(path)
                .then()
                .statusCode(412)
                .body("type", endsWith("version-changed"));
        admin().get("/v1/suppliers/%s/feeds".formatted(supplier)).then().body("items.version", contains(2));
    }

    @Test
    void a_key_of_one_supplier_acts_for_no_other() {
        var key = admin().contentType("application/json")
                .body("""
                        {"name":"mill-%s","roles":["feeds:read","feeds:write"],"scope":{"kind":"supplier","id":"%s"}}""".formatted(supplier, supplier))
                .post("/v1/api-keys")
                .then()
                .extract()
                .<String>path("key");
        with(key)
                .contentType("text/csv")
                .body("sku,qty\nMUG,1\n")
                .post(runs(supplier, FEED))
                .then()
                .statusCode(202);
        var other = supplier();
        feed(other, FEED, "");
        var run = upload(other, FEED, "sku,qty\nMUG,1\n").extract().<String>path("id");
        with(key)
                .contentType("text/csv")
                .body("sku,qty\nMUG,2\n")
                .post(runs(other, FEED))
                .then()
                .statusCode(403);
        with(key).get("/v1/runs/" + run).then().statusCode(403);
        with(key).get("/v1/runs").then().statusCode(403);
        with(key).get("/v1/runs?supplier=" + supplier).then().statusCode(200).body("items.supplier", hasItem(supplier));
        with(key).get("/v1/suppliers/%s/stock".formatted(other)).then().statusCode(403);
        with("nonsense").get("/v1/runs").then().statusCode(401);
    }

    private static LinkedHashMap<String, Long> usual(long quantity) {
        var figures = new LinkedHashMap<String, Long>();
        for (var i = 1; i <= USUAL; i++) {
            figures.put("T-" + i, quantity);
        }
        return figures;
    }

    private static String definition(String member) {
        var name = member.substring(1, member.indexOf('"', 1));
        var members = new TreeMap<>(Map.of(
                "transport", "\"transport\":{\"type\":\"upload\"}",
                "format", "\"format\":{\"type\":\"csv\"}",
                "mapping", "\"mapping\":{\"sku\":\"sku\",\"quantity\":\"qty\",\"location\":\"depot\"}"));
        members.put(name, member);
        return "{" + String.join(",", members.values()) + "}";
    }

    private void refused(String definition, String field) {
        admin().contentType("application/json")
                .body(definition)
                .put("/v1/suppliers/%s/feeds/refused".formatted(supplier))
                .then()
                .statusCode(400)
                .body("field", equalTo(field));
    }

    private io.restassured.response.ValidatableResponse dated(String file) {
        admin().contentType("application/json")
                .body("""
                        {"transport":{"type":"upload"},"format":{"type":"csv"},
                         "mapping":{"sku":"sku","quantity":"qty","asOf":"at","location":"depot"}}""")
                .put("/v1/suppliers/%s/feeds/dated".formatted(supplier))
                .then()
                .statusCode(200);
        return upload(supplier, "dated", file);
    }

    private io.restassured.response.ValidatableResponse keyed(String key, String file) {
        return admin().contentType("text/csv")
                .header("Idempotency-Key", supplier + key)
                .body(file.getBytes(UTF_8))
                .post(runs(supplier, FEED))
                .then();
    }
}
