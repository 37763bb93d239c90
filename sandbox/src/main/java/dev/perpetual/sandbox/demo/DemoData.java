package dev.perpetual.sandbox.demo;

import dev.perpetual.sandbox.client.Item;
import dev.perpetual.sandbox.client.Item.Pack;
import dev.perpetual.sandbox.client.Movement;
import dev.perpetual.sandbox.client.Movement.Cause;
import dev.perpetual.sandbox.demo.DemoItem.Kind;
import dev.perpetual.sandbox.demo.DemoPlaces.Place;
import dev.perpetual.sandbox.demo.Vocabulary.Shelf;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** The demo's items and their stock, all from one seed: the same seed, the same shop. */
final class DemoData {
    static final int ITEMS = 300;

    /** Few items make most of the sales: the demand of rank r is as r to the power of minus this. */
    private static final double SKEW = 0.9;

    private static final int SCARCE_PERCENT = 4;
    private static final int DROP_SHIPPED_PERCENT = 8;

    /** Units of an average item over all places; the best sellers have more, by demand. */
    private static final double UNITS_PER_ITEM = 140;

    private final List<DemoItem> items;

    private DemoData(List<DemoItem> items) {
        this.items = items;
    }

    static DemoData of(long seed) {
        var random = new SplittableRandom(seed);
        var items = new ArrayList<DemoItem>();
        for (var number = 0; number < ITEMS; number++) {
            items.add(item(random, number));
        }
        return new DemoData(List.copyOf(items));
    }

    List<DemoItem> items() {
        return items;
    }

    List<DemoItem> items(Kind kind) {
        return items.stream().filter(item -> item.kind() == kind).toList();
    }

    private static DemoItem item(SplittableRandom random, int number) {
        var shelf = shelf(random);
        var thing = pick(random, shelf.things());
        var name = "%s %s, %s".formatted(pick(random, Vocabulary.LOOKS), thing, pick(random, Vocabulary.SIZES));
        var sku = "%s-%05d".formatted(shelf.code(), 10_000 + number);
        var grams = random.nextLong(shelf.gramsMin(), shelf.gramsMax());
        var item = new Item(sku, name, packs(shelf, number), grams, grams * 3, shelf.originCountry(), null);
        var cents = random.nextLong(shelf.centsMin(), shelf.centsMax()) / 10 * 10 + 9;
        return new DemoItem(item, cents, Math.pow(random.nextInt(ITEMS) + 1.0, -SKEW), kind(random));
    }

    private static Kind kind(SplittableRandom random) {
        var percent = random.nextInt(100);
        if (percent < SCARCE_PERCENT) {
            return Kind.SCARCE;
        }
        return percent < SCARCE_PERCENT + DROP_SHIPPED_PERCENT ? Kind.DROP_SHIPPED : Kind.STOCKED;
    }

    private static List<Pack> packs(Shelf shelf, int number) {
        var packs = new ArrayList<Pack>();
        packs.add(new Pack("EACH", 1, gtin(number, 0)));
        if (shelf.innerPack() > 1) {
            packs.add(new Pack("INNER", shelf.innerPack(), gtin(number, 1)));
        }
        if (shelf.carton() > 1) {
            packs.add(new Pack("CARTON", shelf.carton(), gtin(number, 2)));
        }
        return packs;
    }

    /** A GTIN-13 of the range for use inside a company (20), with its check digit. */
    static String gtin(int number, int pack) {
        var digits = "20%09d%d".formatted(number + 1, pack);
        var sum = 0;
        for (var index = 0; index < digits.length(); index++) {
            sum += (digits.charAt(index) - '0') * (index % 2 == 0 ? 1 : 3);
        }
        return digits + (10 - sum % 10) % 10;
    }

    /** What is received before the first order, each place its share; ids belong to the run. */
    List<Movement> opening(long seed, String run, Instant at) {
        var random = new SplittableRandom(seed + 1);
        var mean = items.stream().mapToDouble(DemoItem::demand).average().orElseThrow();
        var movements = new ArrayList<Movement>();
        for (var item : items) {
            for (var place : DemoPlaces.ofOurs()) {
                var units = units(random, item, place, mean);
                if (units > 0) {
                    var id = "demo-%s/opening/%s/%s".formatted(run, place.id(), item.sku());
                    var cause = new Cause("purchase-order", "demo-%s/opening".formatted(run), null);
                    movements.add(Movement.receive(id, item.sku(), units, place.id(), at, cause));
                }
            }
        }
        return movements;
    }

    private static long units(SplittableRandom random, DemoItem item, Place place, double meanDemand) {
        var kept = random.nextDouble() < place.keeps();
        var share = 0.3 + random.nextDouble();
        return switch (item.kind()) {
            case DROP_SHIPPED -> 0;
            case SCARCE -> place.id().equals("wh-hamburg") ? 2 : 0;
            case STOCKED ->
                kept || place.id().equals("wh-hamburg")
                        ? Math.max(
                                2, Math.round(UNITS_PER_ITEM * place.keeps() * share * item.demand() / meanDemand / 3))
                        : 0;
        };
    }

    private static Shelf shelf(SplittableRandom random) {
        var percent = random.nextInt(100);
        for (var shelf : Vocabulary.SHELVES) {
            percent -= shelf.share();
            if (percent < 0) {
                return shelf;
            }
        }
        throw new IllegalStateException("Expected shares of shelves to sum to 100");
    }

    static <T> T pick(SplittableRandom random, List<T> of) {
        return of.get(random.nextInt(of.size()));
    }
}
