package dev.perpetual.sandbox.demo;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** What the two suppliers say they have, as the files they send. */
final class DemoSupply {
    static final String FEED = "stock";
    static final List<String> SUPPLIERS = List.of(DemoPlaces.SUPPLIER_NORTH, DemoPlaces.SUPPLIER_SOUTH);

    private final DemoData data;
    private final SplittableRandom random;

    DemoSupply(DemoData data, long seed) {
        this.data = data;
        this.random = new SplittableRandom(seed + 3);
    }

    /** The feed: a CSV with a moment in each row, so that a newer file beats an older one. */
    static Map<String, Object> feed(String supplier, String transport) {
        return Map.of(
                "transport", Map.of("type", transport),
                "format", Map.of("type", "csv", "delimiter", ";"),
                "mapping",
                        Map.of(
                                "sku", "article",
                                "quantity", "stock",
                                "location", supplier,
                                "asOf", "as_of",
                                "quantityWords", Map.of("sold out", 0, "plenty", 100)),
                "absentRows", "keep");
    }

    /** The file of a supplier: every item that only suppliers have, and some that we stock too. */
    String file(String supplier, Instant asOf) {
        var rows = new StringBuilder("article;name;stock;as_of\n");
        for (var item : data.items()) {
            if (offers(supplier, item)) {
                rows.append(item.sku())
                        .append(';')
                        .append(item.item().name().replace(';', ','))
                        .append(';');
                rows.append(figure())
                        .append(';')
                        .append(asOf.truncatedTo(ChronoUnit.SECONDS))
                        .append('\n');
            }
        }
        return rows.toString();
    }

    /** How many rows its file has. */
    long rows(String supplier) {
        return data.items().stream().filter(item -> offers(supplier, item)).count();
    }

    private static boolean offers(String supplier, DemoItem item) {
        var north = supplier.equals(DemoPlaces.SUPPLIER_NORTH);
        var even = item.sku().hashCode() % 2 == 0;
        return switch (item.kind()) {
            case DROP_SHIPPED -> north || even;
            case SCARCE -> false;
            case STOCKED -> north == even && item.sku().hashCode() % 3 == 0;
        };
    }

    private String figure() {
        var percent = random.nextInt(100);
        if (percent < 3) {
            return "sold out";
        }
        return percent < 13 ? "plenty" : Integer.toString(1 + random.nextInt(80));
    }
}
