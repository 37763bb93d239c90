package dev.perpetual.benchmarks.ledger;

import dev.perpetual.sandbox.client.Location;
import dev.perpetual.sandbox.client.Movement;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Items, places and opening stock, through the API. */
final class Stock {

    static final int PLACES = 10;
    static final String SUPPLIER_PLACE = "bench-supplier";
    private static final int ITEMS_PER_CALL_MAX = 50_000;
    static final long UNITS = 1_000_000_000;

    private final UnderTest ledger;

    Stock(UnderTest ledger) {
        this.ledger = ledger;
    }

    void load() throws IOException, InterruptedException {
        UnderTest.say("Loading %d items", Skus.MANY.count());
        putLocation(UnderTest.PLACE, "WAREHOUSE");
        putLocation(SUPPLIER_PLACE, "SUPPLIER");
        var movements = new ArrayList<Movement>();
        for (var skus : List.of(Skus.MANY, Skus.ONE)) {
            putItems(skus.all());
            skus.all().forEach(sku -> movements.add(receive(sku, UnderTest.PLACE, UNITS)));
        }
        putItems(Skus.SPREAD.all());
        for (var place = 0; place < PLACES; place++) {
            var store = "bench-" + place;
            putLocation(store, "STORE");
            Skus.SPREAD.all().forEach(sku -> movements.add(receive(sku, store, UNITS)));
        }
        ledger.client().record(movements);
    }

    void putLocation(String id, String kind) {
        ledger.client().putLocation(new Location(id, id, kind, null, "Europe/Berlin", "refuse", true));
    }

    void putItems(List<String> skus) throws IOException, InterruptedException {
        for (var from = 0; from < skus.size(); from += ITEMS_PER_CALL_MAX) {
            importItems(skus.subList(from, Math.min(skus.size(), from + ITEMS_PER_CALL_MAX)));
        }
    }

    private void importItems(List<String> skus) throws IOException, InterruptedException {
        var lines = skus.stream()
                .map(sku -> "{\"sku\":\"%s\",\"name\":\"Bench item %s\"}".formatted(sku, sku))
                .collect(Collectors.joining("\n"));
        try (var http = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create(ledger.url() + "/v1/items:import"))
                    .header("Authorization", "Bearer " + ledger.running().adminKey())
                    .header("Content-Type", "application/x-ndjson")
                    .header("Idempotency-Key", "bench-items-" + skus.hashCode())
                    .POST(BodyPublishers.ofString(lines))
                    .build();
            var answer = http.send(request, BodyHandlers.ofString());
            if (answer.statusCode() != 200 || !answer.body().contains("\"rejected\":0")) {
                throw new IOException("Expected all items to be stored, but got " + answer.body());
            }
        }
    }

    static Movement receive(String sku, String place, long units) {
        return Movement.receive(
                "bench-open-" + sku + "-" + place,
                sku,
                units,
                place,
                Instant.parse("2026-01-02T08:00:00Z"),
                new Movement.Cause("opening", "bench", null));
    }
}
