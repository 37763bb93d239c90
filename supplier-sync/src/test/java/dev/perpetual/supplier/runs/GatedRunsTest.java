package dev.perpetual.supplier.runs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;

import dev.perpetual.supplier.SupplierSyncTest;
import io.quarkus.test.junit.QuarkusTest;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Files that are stopped, and what a person may say to them. */
@QuarkusTest
class GatedRunsTest extends SupplierSyncTest {

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

    private static LinkedHashMap<String, Long> usual(long quantity) {
        var figures = new LinkedHashMap<String, Long>();
        for (var i = 1; i <= USUAL; i++) {
            figures.put("T-" + i, quantity);
        }
        return figures;
    }
}
