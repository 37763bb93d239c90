package dev.perpetual.ledger.documents;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.startsWith;

import dev.perpetual.kit.testing.Infrastructure;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What makes no sense gets a problem that says what was expected and what came, and changes nothing. */
@QuarkusTest
class BadDocumentsTest extends DocumentsTest {

    private static String sku;
    private static String order;
    private static String receipt;
    private static String transfer;
    private static String returned;

    @BeforeEach
    void known() {
        if (sku == null) {
            sku = newItemWith(100, BERLIN);
            order = order(sku, 10);
            receipt = fresh("R");
            receive(receipt, order, sku, "\"inspect\":2").then().statusCode(201);
            transfer = transfer(sku, 5, false);
            returned = ReturnsTest.authorised(ReturnsTest.sold(sku, 1), sku, 1);
        }
    }

    private static final String PURCHASE = """
            {"id":"ID","supplier":"MILL","to":"WH-BERLIN","expectedAt":"2036-01-01T00:00:00Z","tolerancePercent":5,
             "lines":[{"line":1,"sku":"SKU","quantity":7,"unitCost":{"amount":"1.00","currency":"EUR"}}]}""";
    private static final String RECEIPT = """
            {"id":"ID","purchaseOrder":"ORDER","occurredAt":"2026-03-02T08:00:00Z",
             "lines":[{"line":1,"sku":"SKU","good":7,"lot":"L","expiresOn":"2036-01-01"}]}""";
    private static final String TRANSFER = """
            {"id":"ID","from":"WH-BERLIN","via":"A-ROAD","to":"WH-MUNICH","hold":true,
             "lines":[{"line":1,"sku":"SKU","quantity":7,"bucket":"available"}]}""";
    private static final String RETURN = """
            {"id":"ID","order":"O-1","location":"WH-BERLIN","lines":[{"line":1,"sku":"SKU","quantity":7}]}""";
    private static final String STEP = """
            {"id":"ID","occurredAt":"2026-03-02T08:00:00Z","reason":"why","lines":[{"line":1,"WHAT":1}]}""";

    private static void isRefused(String path, String template, String good, String bad, int status) {
        assertThat(template).contains(good);
        var body = template.replace(good, bad)
                .replace("\"ID\"", "\"" + fresh("x") + "\"")
                .replace("\"SKU\"", "\"" + sku + "\"")
                .replace("\"ORDER\"", "\"" + order + "\"");
        var before = everything();
        post(path, body)
                .then()
                .statusCode(status)
                .contentType(startsWith("application/problem+json"))
                .body("detail", containsString("Expected"));
        assertThat(everything()).isEqualTo(before);
    }

    private static String everything() {
        return asAdmin().get("/v1/levels/" + sku).asString();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"quantity\":7|\"quantity\":0|400",
                "\"quantity\":7|\"quantity\":-7|400",
                "\"quantity\":7|\"quantity\":1.5|400",
                "\"quantity\":7|\"quantity\":\"7\"|400",
                "\"quantity\":7|\"quantity\":9223372036854775807|400",
                "\"quantity\":7|\"quantity\":9223372036854775808|400",
                "\"quantity\":7|\"good\":7|400",
                "\"quantity\":7|\"quantity\":null|400",
                "\"quantity\":7|\"quantity\":7,\"pack\":\"crate\"|422",
                "\"line\":1|\"line\":0|400",
                "\"line\":1|\"line\":-1|400",
                "\"line\":1|\"line\":2147483648|400",
                "\"line\":1|\"lines\":1|400",
                "\"sku\":\"SKU\"|\"sku\":\"\"|400",
                "\"sku\":\"SKU\"|\"sku\":\"a@b\"|400",
                "\"sku\":\"SKU\"|\"sku\":\"NOBODY-KNOWS\"|422",
                "\"supplier\":\"MILL\"|\"supplier\":\"\"|400",
                "\"supplier\":\"MILL\"|\"supplier\":\"a\\u0000b\"|400",
                "\"supplier\":\"MILL\"|\"supplier\":null|400",
                "\"to\":\"WH-BERLIN\"|\"to\":\"NOWHERE\"|422",
                "\"to\":\"WH-BERLIN\"|\"to\":7|400",
                "\"tolerancePercent\":5|\"tolerancePercent\":101|400",
                "\"tolerancePercent\":5|\"tolerancePercent\":-1|400",
                "2036-01-01T00:00:00Z|tomorrow|400",
                "2036-01-01T00:00:00Z|2036-02-30T00:00:00Z|400",
                "\"1.00\"|\"-1.00\"|400",
                "\"1.00\"|\"1e99\"|400",
                "\"1.00\"|\"one\"|400",
                "\"EUR\"|\"EURO\"|400",
                "\"EUR\"|\"XYZ\"|400",
                "\"id\":\"ID\"|\"id\":\"\"|400",
                "\"id\":\"ID\"|\"id\":null|400",
                "\"lines\":[|\"lines\":[null,|400",
                "\"lines\":[|\"lines\":[{\"line\":1,\"sku\":\"SKU\",\"quantity\":1},|400",
                "\"lines\":[|\"line\":[|400",
            })
    void a_bad_purchase_order_is_named(String good, String bad, int status) {
        isRefused("purchase-orders", PURCHASE, good, bad, status);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"good\":7|\"good\":0|400",
                "\"good\":7|\"good\":-1|400",
                "\"good\":7|\"quantity\":7|400",
                "\"good\":7|\"good\":7,\"missing\":1|400",
                "\"good\":7|\"good\":2000000000000|400",
                "\"lot\":\"L\"|\"lot\":\"\"|400",
                "\"lot\":\"L\"|\"lot\":\"L\\u0007\"|400",
                "2036-01-01|2036-13-01|400",
                "2036-01-01|01.02.2036|400",
                "2026-03-02T08:00:00Z|2999-03-02T08:00:00Z|400",
                "2026-03-02T08:00:00Z|0001-01-01T00:00:00Z|400",
                "\"purchaseOrder\":\"ORDER\"|\"purchaseOrder\":\"PO-NOBODY\"|422",
                "\"purchaseOrder\":\"ORDER\"|\"purchaseOrder\":\"ORDER\",\"supplier\":\"OTHER\"|400",
                "\"purchaseOrder\":\"ORDER\"|\"purchaseOrder\":\"ORDER\",\"announcement\":\"ASN-NOBODY\"|422",
                "\"purchaseOrder\":\"ORDER\"|\"supplier\":\"MILL\"|400",
                "\"purchaseOrder\":\"ORDER\"|\"location\":\"NOWHERE\"|422",
                "\"sku\":\"SKU\"|\"sku\":\"NOBODY-KNOWS\"|422",
            })
    void a_bad_receipt_is_named(String good, String bad, int status) {
        isRefused("receipts", RECEIPT, good, bad, status);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"quantity\":7|\"quantity\":700|409",
                "\"quantity\":7|\"quantity\":0|400",
                "\"from\":\"WH-BERLIN\"|\"from\":\"NOWHERE\"|422",
                "\"from\":\"WH-BERLIN\"|\"from\":\"WH-MUNICH\"|422",
                "\"from\":\"WH-BERLIN\"|\"from\":null|400",
                "\"to\":\"WH-MUNICH\"|\"to\":\"NOWHERE\"|422",
                "\"via\":\"A-ROAD\"|\"via\":\"WH-MUNICH\"|422",
                "\"via\":\"A-ROAD\"|\"via\":\"NOWHERE\"|422",
                "\"bucket\":\"available\"|\"bucket\":\"held\"|400",
                "\"bucket\":\"available\"|\"bucket\":\"drawer\"|400",
                "\"hold\":true|\"hold\":\"yes\"|400",
            })
    void a_bad_transfer_is_named(String good, String bad, int status) {
        isRefused("transfers", TRANSFER, good, bad, status);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"quantity\":7|\"restock\":7|400",
                "\"quantity\":7|\"quantity\":-7|400",
                "\"location\":\"WH-BERLIN\"|\"location\":\"NOWHERE\"|422",
                "\"order\":\"O-1\"|\"order\":\"\"|400",
                "\"order\":\"O-1\"|\"hold\":\"NO-HOLD\"|422",
                "\"sku\":\"SKU\"|\"sku\":\"NOBODY-KNOWS\"|422",
            })
    void a_bad_return_is_named(String good, String bad, int status) {
        isRefused("returns", RETURN, good, bad, status);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "purchase-orders/PO/close|quantity|\"quantity\":1|\"quantity\":99|409",
                "purchase-orders/PO/close|quantity|\"quantity\":1|\"quantity\":0|400",
                "purchase-orders/PO/close|quantity|\"line\":1|\"line\":9|422",
                "purchase-orders/PO/close|quantity|\"why\"|\"\"|400",
                "purchase-orders/PO/announce|quantity|\"line\":1|\"line\":9|422",
                "purchase-orders/PO/announce|quantity|\"quantity\":1|\"quantity\":-1|400",
                "purchase-orders/NOBODY/close|quantity|\"line\":1|\"line\":1|404",
                "receipts/RECEIPT/inspect|pass|\"pass\":1|\"pass\":3|409",
                "receipts/RECEIPT/inspect|pass|\"pass\":1|\"pass\":0|400",
                "receipts/RECEIPT/inspect|pass|\"pass\":1|\"good\":1|400",
                "receipts/RECEIPT/confirm|good|\"good\":1|\"good\":1|409",
                "receipts/RECEIPT/dispose|restock|\"restock\":1|\"restock\":99|409",
                "receipts/NOBODY/inspect|pass|\"line\":1|\"line\":1|404",
                "transfers/TRANSFER/ship|quantity|\"quantity\":1|\"quantity\":6|409",
                "transfers/TRANSFER/ship|quantity|2026-03-02T08:00:00Z|2999-03-02T08:00:00Z|400",
                "transfers/TRANSFER/receive|good|\"good\":1|\"good\":1,\"location\":\"NOWHERE\"|422",
                "transfers/TRANSFER/receive|good|\"line\":1|\"line\":9|422",
                "transfers/TRANSFER/receive|good|\"lines\"|\"rows\"|400",
                "transfers/TRANSFER/write-off|quantity|\"quantity\":1|\"quantity\":1|409",
                "transfers/TRANSFER/write-off|quantity|\"reason\"|\"because\"|400",
                "returns/RETURN/receive|quantity|\"line\":1|\"line\":9|422",
                "returns/RETURN/dispose|restock|\"restock\":1|\"restock\":1|409",
                "returns/RETURN/dispose|restock|\"restock\":1|\"quantity\":1|400",
                "returns/NOBODY/dispose|restock|\"line\":1|\"line\":1|404",
            })
    void a_bad_step_is_named(String path, String what, String good, String bad, int status) {
        var named = path.replace("/PO/", "/" + order + "/")
                .replace("/RECEIPT/", "/" + receipt + "/")
                .replace("/TRANSFER/", "/" + transfer + "/")
                .replace("/RETURN/", "/" + returned + "/");
        isRefused(named, STEP.replace("WHAT", what), good, bad, status);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "null", "7", "\"x\"", "{\"id\":\"a\",\"id\":\"b\"}"})
    void a_body_that_is_no_document_is_refused(String body) {
        for (var path : List.of("purchase-orders", "receipts", "transfers", "returns")) {
            post(path, body).then().statusCode(400).contentType(startsWith("application/problem+json"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "state=gone",
                "late=maybe",
                "flag=red",
                "olderThan=now",
                "cursor=x",
                "sku=%00",
                "location=%07",
                "cursor=MTk3MC0wMS0wMVQwMDowMDowMFofAAA"
            })
    void a_bad_question_is_refused(String query) {
        for (var path : List.of("purchase-orders", "receipts", "transfers", "returns")) {
            asAdmin()
                    .urlEncodingEnabled(false)
                    .get("/v1/" + path + "?" + query)
                    .then()
                    .statusCode(400)
                    .contentType(startsWith("application/problem+json"));
        }
    }

    @Test
    void an_id_of_another_kind_or_of_nobody_is_not_found() {
        asAdmin().get("/v1/transfers/" + order).then().statusCode(404);
        asAdmin().get("/v1/returns/NOBODY").then().statusCode(404);
        asAdmin().get("/v1/receipts/%00").then().statusCode(404);
    }

    @Test
    void only_a_key_of_that_place_may_act_there() {
        var munich = key(Map.of("kind", "location", "id", MUNICH));
        var mill = key(Map.of("kind", "supplier", "id", "MILL"));
        var body = PURCHASE.replace("\"ID\"", "\"" + fresh("x") + "\"").replace("\"SKU\"", "\"" + sku + "\"");
        as("nobody").body(body).post("/v1/purchase-orders").then().statusCode(401);
        as(munich).body(body).post("/v1/purchase-orders").then().statusCode(403);
        var step = STEP.replace("WHAT", "quantity");
        as(munich)
                .body(step)
                .post("/v1/purchase-orders/" + order + "/close")
                .then()
                .statusCode(403);
        as(munich).body(step).post("/v1/transfers/" + transfer + "/ship").then().statusCode(403);
        as(munich)
                .body(step)
                .post("/v1/returns/" + returned + "/receive")
                .then()
                .statusCode(403);
        as(mill).body("{\"id\":\"%s\",\"lines\":[{\"line\":1,\"quantity\":1}]}".formatted(fresh("ASN")))
                .post("/v1/purchase-orders/" + order + "/announce")
                .then()
                .statusCode(201);
    }

    private static io.restassured.specification.RequestSpecification as(String key) {
        return given().header("Authorization", "Bearer " + key).contentType("application/json");
    }

    private static String key(Map<String, String> scope) {
        return asAdmin()
                .body(Map.of("name", "test", "roles", List.of("stock:write"), "scope", scope))
                .post("/v1/api-keys")
                .then()
                .statusCode(201)
                .extract()
                .path("key");
    }

    @Test
    void the_wrong_content_type_is_told() {
        given().header("Authorization", "Bearer " + Infrastructure.ADMIN_KEY)
                .contentType("text/plain")
                .body("hello")
                .post("/v1/transfers")
                .then()
                .statusCode(415);
    }
}
