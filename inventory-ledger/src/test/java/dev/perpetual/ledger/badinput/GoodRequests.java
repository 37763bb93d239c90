package dev.perpetual.ledger.badinput;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** For every endpoint a request that it takes, which names as many members as make sense together. */
final class GoodRequests {

    private static final String TIME = "2026-03-02T08:00:00Z";

    private final Map<String, GoodRequest> all = new HashMap<>();
    private final Function<String, String> fresh;

    /** Stands at {@code place} with lots, has holds, documents and a case; see the test. */
    record Known(
            String sku,
            String place,
            String transit,
            String otherPlace,
            String lot,
            Map<String, String> holds,
            Map<String, String> documents,
            String discrepancy,
            String apiKey,
            Unit unit,
            String limit,
            GoodCounts.Known counted) {}

    /** Of an item that is tracked by serial. @param serial of a unit that the hold of the same name is picked with */
    record Unit(String sku, String serial) {}

    /** @param fresh makes ids that nobody else has */
    GoodRequests(Known known, Function<String, String> fresh) {
        this.fresh = fresh;
        catalog(known);
        stock(known);
        units(known);
        holds(known);
        limits(known);
        purchases(known);
        transfers(known);
        returns(known);
        proofs(known);
        new GoodCounts(known.counted(), fresh).all().forEach(this::add);
    }

    Map<String, GoodRequest> all() {
        return all;
    }

    private void add(GoodRequest request) {
        all.put(request.endpoint(), request);
    }

    private String id() {
        return fresh.apply("good");
    }

    private void catalog(Known known) {
        add(GoodRequest.of("GET /v1/items"));
        add(GoodRequest.of("GET /v1/items/{sku}", known.sku()));
        add(GoodRequest.of("PUT /v1/items/{sku}", id()).saying("""
                {"name":"Mug","packs":[{"code":"box","units":6,"gtin":"04012345678901"}],"weightGrams":350,"volumeMl":300,
                 "tracking":"none","restrictions":["age-18"],"hsCode":"6912","originCountry":"DE","status":"active"}""", "/name", "/packs/0/code", "/packs/0/units"));
        add(GoodRequest.of("POST /v1/items:import").rows("""
                {"sku":"%s","name":"Cup"}""".formatted(id()), "/sku", "/name"));
        add(GoodRequest.of("GET /v1/locations"));
        add(GoodRequest.of("GET /v1/locations/{id}", known.place()));
        add(GoodRequest.of("PUT /v1/locations/{id}", id())
                .saying("""
                {"name":"Dock","kind":"WAREHOUSE","parent":"%s","address":{"country":"DE","region":"BE","postalCode":"10115",
                 "latitude":52.5,"longitude":13.4},"timeZone":"Europe/Berlin","belowZero":"flag","sellable":true}""".formatted(known.place()), "/name", "/kind", "/address/country"));
        var lot = new String[] {known.sku(), known.lot()};
        add(GoodRequest.of("GET /v1/items/{sku}/lots/{lot}", lot));
        add(GoodRequest.of("PUT /v1/items/{sku}/lots/{lot}", lot).saying("{\"expiresAt\":\"2036-01-01T00:00:00Z\"}"));
        add(GoodRequest.of("GET /v1/items/{sku}/lots/{lot}/recipients", lot));
        add(GoodRequest.of("POST /v1/items/{sku}/lots/{lot}/recall", known.sku(), fresh.apply("L"))
                .saying("{\"id\":\"%s\",\"reason\":\"glass\"}".formatted(id()), "/id", "/reason"));
    }

    private void stock(Known known) {
        add(GoodRequest.of("GET /v1/levels"));
        add(GoodRequest.of("GET /v1/levels/{sku}", known.sku()));
        add(GoodRequest.of("GET /v1/items/{sku}/timeline", known.sku()));
        add(GoodRequest.of("GET /v1/snapshot"));
        add(GoodRequest.of("GET /v1/movements"));
        add(GoodRequest.of("POST /v1/movements")
                .saying(
                        """
                {"movements":[{"id":"%s","kind":"receive","sku":"%s","quantity":1,"pack":"box","location":"%s",
                 "bucket":"available","toBucket":"available","lot":"L-2","owner":"MILL","reason":"came",
                 "serials":["N-1","N-2"],
                 "unitCost":{"amount":"1.50","currency":"EUR"},"occurredAt":"%s",
                 "cause":{"type":"test","id":"T-1","line":1}}],"atomic":true}""".formatted(id(), known.unit().sku(), known.place(), TIME),
                        "/movements",
                        "/movements/0/id",
                        "/movements/0/kind",
                        "/movements/0/sku",
                        "/movements/0/quantity",
                        "/movements/0/location",
                        "/movements/0/occurredAt",
                        "/movements/0/cause",
                        "/movements/0/cause/type",
                        "/movements/0/cause/id",
                        "/movements/0/unitCost/amount",
                        "/movements/0/unitCost/currency"));
        add(GoodRequest.of("GET /v1/discrepancies"));
        add(GoodRequest.of("POST /v1/discrepancies/{id}/resolve", known.discrepancy())
                .saying("{\"id\":\"%s\",\"counted\":3,\"note\":\"seen\"}".formatted(id()), "/id"));
    }

    private void units(Known known) {
        add(GoodRequest.of("GET /v1/items/{sku}/serials", known.unit().sku()));
        add(GoodRequest.of(
                "GET /v1/items/{sku}/serials/{serial}",
                known.unit().sku(),
                known.unit().serial()));
    }

    private void limits(Known known) {
        add(GoodRequest.of("GET /v1/hold-limits"));
        add(GoodRequest.of("PUT /v1/hold-limits/{scope}", known.limit())
                .saying("{\"scope\":\"" + known.limit() + "\",\"unitsMax\":100,\"holdsMax\":10,\"minutesMax\":30}"));
        add(GoodRequest.of("DELETE /v1/hold-limits/{scope}", known.limit()));
    }

    private void holds(Known known) {
        add(GoodRequest.of("GET /v1/holds"));
        add(GoodRequest.of("GET /v1/holds/by-channel"));
        add(GoodRequest.of("GET /v1/holds/{hold}", known.holds().get("pick")));
        add(GoodRequest.of("POST /v1/holds")
                .saying(
                        """
                {"id":"%s","owner":{"type":"order","id":"O-1"},"fill":"all","expiresAt":"2036-01-01T00:00:00Z",
                 "channel":"web","client":"C-1",
                 "lines":[{"line":1,"sku":"%s","location":"%s","quantity":1,"lot":"%s","owner":"MILL"}]}""".formatted(id(), known.sku(), known.place(), known.lot()),
                        "/id",
                        "/owner",
                        "/owner/type",
                        "/owner/id",
                        "/lines",
                        "/lines/0/line",
                        "/lines/0/sku",
                        "/lines/0/location",
                        "/lines/0/quantity"));
        for (var step : new String[] {"pick", "ship"}) {
            add(GoodRequest.of("POST /v1/holds/{hold}/" + step, known.holds().get(step))
                    .saying("""
                    {"id":"%s","occurredAt":"%s","lines":[{"line":1,"quantity":1,"serials":["%s"]}]}""".formatted(id(), TIME, step), "/id", "/lines/0/line", "/lines/0/quantity"));
        }
        for (var step : new String[] {"unpick", "release"}) {
            add(GoodRequest.of("POST /v1/holds/{hold}/" + step, known.holds().get(step))
                    .saying("""
                    {"id":"%s","occurredAt":"%s","lines":[{"line":1,"quantity":1}]}""".formatted(id(), TIME), "/id", "/lines/0/line", "/lines/0/quantity"));
        }
        add(GoodRequest.of("POST /v1/holds/{hold}/amend", known.holds().get("amend"))
                .saying("""
                {"id":"%s","fill":"all","lines":[{"line":1,"quantity":6,"lot":"%s","owner":"MILL"}]}""".formatted(id(), known.lot()), "/id", "/lines", "/lines/0/line", "/lines/0/quantity"));
        add(GoodRequest.of("POST /v1/holds/{hold}/confirm", known.holds().get("confirm"))
                .saying(
                        "{\"id\":\"%s\",\"owner\":{\"type\":\"order\",\"id\":\"O-2\"}}".formatted(id()),
                        "/id",
                        "/owner/type",
                        "/owner/id"));
        add(GoodRequest.of("POST /v1/holds/{hold}/extend", known.holds().get("extend"))
                .saying("{\"id\":\"%s\",\"expiresAt\":\"2037-01-01T00:00:00Z\"}".formatted(id()), "/id", "/expiresAt"));
    }

    private void purchases(Known known) {
        var order = known.documents().get("order");
        var receipt = known.documents().get("receipt");
        add(GoodRequest.of("GET /v1/purchase-orders"));
        add(GoodRequest.of("GET /v1/purchase-orders/{order}", order));
        add(GoodRequest.of("GET /v1/purchase-orders/{order}/announcements", order));
        add(GoodRequest.of("POST /v1/purchase-orders")
                .saying(
                        """
                {"id":"%s","supplier":"MILL","to":"%s","expectedAt":"2036-01-01T00:00:00Z","tolerancePercent":5,
                 "lines":[{"line":1,"sku":"%s","pack":"box","quantity":7,"unitCost":{"amount":"1.00","currency":"EUR"}}]}""".formatted(id(), known.place(), known.sku()),
                        "/id",
                        "/supplier",
                        "/to",
                        "/lines",
                        "/lines/0/line",
                        "/lines/0/sku",
                        "/lines/0/quantity",
                        "/lines/0/unitCost/amount",
                        "/lines/0/unitCost/currency"));
        add(GoodRequest.of("POST /v1/purchase-orders/{order}/announce", order)
                .saying("""
                {"id":"%s","arrivesAt":"2036-01-01T00:00:00Z",
                 "lines":[{"line":1,"quantity":1,"lot":"L","expiresOn":"2036-01-01"}]}""".formatted(id()), "/id", "/lines", "/lines/0/line", "/lines/0/quantity"));
        add(step("POST /v1/purchase-orders/{order}/close", order, "quantity", true));
        add(closeAnnouncement(known.documents()));
        add(GoodRequest.of("GET /v1/receipts"));
        add(GoodRequest.of("GET /v1/receipts/{receipt}", receipt));
        add(GoodRequest.of("POST /v1/receipts")
                .saying(
                        """
                {"id":"%s","purchaseOrder":"%s","location":"%s","complete":false,"occurredAt":"%s",
                 "lines":[{"line":1,"sku":"%s","good":1,"damaged":1,"inspect":1,"lot":"L","expiresOn":"2036-01-01"}]}""".formatted(id(), order, known.place(), TIME, known.sku()),
                        "/id",
                        "/lines",
                        "/lines/0/line",
                        "/lines/0/sku"));
        add(step("POST /v1/receipts/{receipt}/inspect", receipt, "pass", false));
        add(step("POST /v1/receipts/{receipt}/dispose", known.documents().get("failed"), "writeOff", false));
        add(step("POST /v1/receipts/{receipt}/confirm", known.documents().get("parked"), "good", false));
    }

    private GoodRequest closeAnnouncement(Map<String, String> documents) {
        return GoodRequest.of(
                        "POST /v1/purchase-orders/{order}/announcements/{announcement}/close",
                        documents.get("order"),
                        documents.get("announcement"))
                .saying("""
                {"id":"%s","reason":"why","occurredAt":"%s","lines":[{"line":1,"quantity":1}]}""".formatted(id(), TIME), "/id", "/lines/0/line", "/lines/0/quantity");
    }

    /** @param mayBeEmpty no lines mean all that can */
    private GoodRequest step(String endpoint, String document, String quantity, boolean mayBeEmpty) {
        var request = GoodRequest.of(endpoint, document);
        var body = """
                {"id":"%s","reason":"why","occurredAt":"%s","lines":[{"line":1,"%s":1}]}""".formatted(id(), TIME, quantity);
        return mayBeEmpty
                ? request.saying(body, "/id", "/lines/0/line", "/lines/0/" + quantity)
                : request.saying(body, "/id", "/lines", "/lines/0/line", "/lines/0/" + quantity);
    }

    private void transfers(Known known) {
        add(GoodRequest.of("GET /v1/transfers"));
        add(GoodRequest.of("GET /v1/transfers/{transfer}", known.documents().get("transfer")));
        add(GoodRequest.of("POST /v1/transfers")
                .saying(
                        """
                {"id":"%s","from":"%s","via":"%s","to":"%s","hold":true,"expectedAt":"2036-01-01T00:00:00Z",
                 "lines":[{"line":1,"sku":"%s","quantity":1,"bucket":"available"}]}""".formatted(id(), known.place(), known.transit(), known.otherPlace(), known.sku()),
                        "/id",
                        "/from",
                        "/to",
                        "/lines",
                        "/lines/0/line",
                        "/lines/0/sku",
                        "/lines/0/quantity"));
        add(GoodRequest.of(
                        "POST /v1/transfers/{transfer}/ship", known.documents().get("transfer"))
                .saying("""
                {"id":"%s","reason":"why","occurredAt":"%s","lines":[{"line":1,"quantity":1,"serials":["sent"]}]}""".formatted(id(), TIME), "/id", "/lines/0/line", "/lines/0/quantity"));
        add(step("POST /v1/transfers/{transfer}/close", known.documents().get("open"), "quantity", true));
        add(step("POST /v1/transfers/{transfer}/receive", known.documents().get("shipped"), "good", false));
        add(step("POST /v1/transfers/{transfer}/write-off", known.documents().get("shipped"), "quantity", false));
    }

    private void returns(Known known) {
        var returned = known.documents().get("return");
        add(GoodRequest.of("GET /v1/returns"));
        add(GoodRequest.of("GET /v1/returns/{return}", returned));
        add(GoodRequest.of("POST /v1/returns")
                .saying(
                        """
                {"id":"%s","order":"%s","location":"%s","expectedAt":"2036-01-01T00:00:00Z",
                 "lines":[{"line":1,"sku":"%s","quantity":1}]}""".formatted(id(), known.documents().get("sold"), known.place(), known.sku()),
                        "/id",
                        "/location",
                        "/lines/0/line",
                        "/lines/0/sku",
                        "/lines/0/quantity"));
        add(step("POST /v1/returns/{return}/receive", returned, "quantity", false));
        add(step("POST /v1/returns/{return}/dispose", known.documents().get("returned"), "restock", false));
        add(step("POST /v1/returns/{return}/close", known.documents().get("unclosed"), "quantity", true));
    }

    private void proofs(Known known) {
        add(GoodRequest.of("POST /v1/verify"));
        add(GoodRequest.of("POST /v1/audit"));
        add(GoodRequest.of("POST /v1/rebuild"));
        add(GoodRequest.of("GET /v1/seals"));
        add(GoodRequest.of("GET /v1/parked"));
        add(GoodRequest.of("POST /v1/parked/replay")
                .saying("{\"topic\":\"nowhere\",\"key\":\"k\"}", "/topic", "/key as it is"));
        add(GoodRequest.of("POST /v1/parked/discard")
                .saying("{\"topic\":\"nowhere\",\"key\":\"k\"}", "/topic", "/key as it is"));
        add(GoodRequest.of("POST /v1/api-keys")
                .saying("""
                {"name":"robot","roles":["stock:read"],"scope":{"kind":"location","id":"%s"}}""".formatted(known.place()), "/name", "/roles", "/scope/kind", "/scope/id"));
        add(GoodRequest.of("DELETE /v1/api-keys/{id}", known.apiKey()));
    }
}
