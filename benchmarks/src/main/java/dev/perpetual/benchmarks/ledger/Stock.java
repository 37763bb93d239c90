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
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Items, places and opening stock, through the API. */
final class Stock {

    /** {@value} SKUs with stock in {@link #PLACES} places each: one page of levels. */
    static final int SPREAD_SKUS = 50;

    static final int PLACES = 10;
    static final String SUPPLIER_PLACE = "bench-supplier";
    private static final long UNITS = 1_000_000_000;

    private final UnderTest ledger;

    Stock(UnderTest ledger) {
        this.ledger = ledger;
    }

    void load() throws IOException, InterruptedException {
        UnderTest.say("Loading %d items", UnderTest.SKUS);
        putLocation(UnderTest.PLACE, "WAREHOUSE");
        putLocation(SUPPLIER_PLACE, "SUPPLIER");
        putItems(Stream.concat(IntStream.range(0, UnderTest.SKUS).mapToObj(UnderTest::sku), Stream.of(UnderTest.SINGLE))
                .toList());
        var movements = new ArrayList<Movement>();
        for (var i = 0; i < UnderTest.SKUS; i++) {
            movements.add(receive(UnderTest.sku(i), UnderTest.PLACE, UNITS));
        }
        movements.add(receive(UnderTest.SINGLE, UnderTest.PLACE, UNITS));
        spread(movements);
        ledger.client().record(movements);
    }

    /** Sorts before all others, so that they are the first page of all levels. */
    private void spread(List<Movement> movements) throws IOException, InterruptedException {
        var skus =
                IntStream.range(0, SPREAD_SKUS).mapToObj("ALL-%02d"::formatted).toList();
        putItems(skus);
        for (var place = 0; place < PLACES; place++) {
            putLocation("bench-" + place, "STORE");
            for (var sku : skus) {
                movements.add(receive(sku, "bench-" + place, UNITS));
            }
        }
    }

    void putLocation(String id, String kind) {
        ledger.client().putLocation(new Location(id, id, kind, null, "Europe/Berlin", "refuse", true));
    }

    void putItems(List<String> skus) throws IOException, InterruptedException {
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
