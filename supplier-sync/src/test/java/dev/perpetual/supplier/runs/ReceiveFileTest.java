package dev.perpetual.supplier.runs;

import static io.restassured.RestAssured.config;
import static io.restassured.config.HttpClientConfig.httpClientConfig;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import dev.perpetual.kit.testing.Contracts;
import dev.perpetual.kit.testing.Infrastructure;
import dev.perpetual.kit.testing.TopicReader;
import dev.perpetual.supplier.SupplierSyncTest;
import io.quarkus.test.junit.QuarkusTest;
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

/** What a file does to what is known. */
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
        admin().config(config().httpClient(httpClientConfig().setParam("http.socket.timeout", 120_000)))
                .contentType("text/csv")
                .body(big.toString())
                .post(runs(supplier, FEED))
                .then()
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

    private static LinkedHashMap<String, Long> usual(long quantity) {
        var figures = new LinkedHashMap<String, Long>();
        for (var i = 1; i <= USUAL; i++) {
            figures.put("T-" + i, quantity);
        }
        return figures;
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
