package dev.perpetual.ledger.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The small world in which all histories play, and the law of movements as the documentation tells it. */
final class Naive {

    /** Before all that happens in a history, in seconds since its start. */
    static final long EPOCH = -1_000_000_000L;

    static final List<String> SKUS = List.of("A", "B", "S");

    /** Its units have numbers. */
    static final String TRACKED = "S";

    static final String RETIRED = "OLD";
    static final String UNKNOWN = "NONE";
    static final List<String> BUCKETS =
            List.of("expected", "inspection", "available", "held", "picked", "blocked", "outbound");

    /** A place. @param strict a request that takes more than is there is refused @param site outermost around it */
    record Place(String kind, boolean strict, boolean sells, String site) {}

    static final Map<String, Place> PLACES = Map.of(
            "W1", new Place("WAREHOUSE", true, true, "W1"),
            "BIN", new Place("WAREHOUSE", true, true, "W1"),
            "W2", new Place("STORE", false, true, "W2"),
            "SUP", new Place("SUPPLIER", true, true, "SUP"),
            "ROAD", new Place("TRANSIT", true, false, "ROAD"));

    private static final Set<String> CROSSING = Set.of("transfer-out", "transfer-in", "reverse");

    /** A row of docs/movements.md. */
    record Law(boolean isRequest, Set<String> from, Set<String> to) {}

    static final Map<String, Law> LAWS = laws();

    private Naive() {}

    private static Map<String, Law> laws() {
        var laws = new HashMap<String, Law>();
        try {
            var root = Path.of(System.getProperty("perpetual.root", ".."));
            for (var line : Files.readAllLines(root.resolve("docs/movements.md"))) {
                var cells = line.split("\\|");
                if (cells.length == 5 && !cells[1].contains("--") && !cells[1].contains("kind")) {
                    laws.put(
                            cells[1].strip(),
                            new Law(cells[2].strip().equals("request"), names(cells[3]), names(cells[4])));
                }
            }
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
        return laws;
    }

    private static Set<String> names(String cell) {
        return Set.copyOf(Arrays.asList(cell.strip().split(", ")));
    }

    static boolean isKnown(String sku) {
        return SKUS.contains(sku) || sku.equals(RETIRED);
    }

    static boolean allows(String kind, Told.Spot from, Told.Spot to) {
        var law = LAWS.get(kind);
        if (!law.from().contains(from.name()) || !law.to().contains(to.name()) || from.equals(to)) {
            return false;
        }
        if (!from.isInside() && !to.isInside()) {
            return false;
        }
        if (from.isInside() && to.isInside()) {
            if (kind.equals("return")) {
                return false; // It always crosses our border.
            }
            if (kind.equals("move")) {
                return !from.place().equals(to.place())
                        && from.name().equals(to.name())
                        && PLACES.get(from.place())
                                .site()
                                .equals(PLACES.get(to.place()).site());
            }
            return from.place().equals(to.place()) || CROSSING.contains(kind);
        }
        return true;
    }
}
