package dev.perpetual.endtoend.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a client wants of a ledger: a path, a body, and enough to understand what it is answered. */
sealed interface Ask {

    /** The id of the request; the same request keeps it. */
    String id();

    String path();

    /** JSON; empty for a GET. */
    String body();

    /** So many units of a SKU at a location. */
    record Line(String sku, String location, long units) {}

    /** A promise of all of it, or refused. */
    record Hold(String id, List<Line> lines) implements Ask {
        @Override
        public String path() {
            return "/v1/holds";
        }

        @Override
        public String body() {
            var all = new ArrayList<String>();
            for (var i = 0; i < lines.size(); i++) {
                all.add("{\"line\":%d,\"sku\":\"%s\",\"location\":\"%s\",\"quantity\":%d}"
                        .formatted(
                                i + 1,
                                lines.get(i).sku(),
                                lines.get(i).location(),
                                lines.get(i).units()));
            }
            return "{\"id\":\"%s\",\"owner\":{\"type\":\"order\",\"id\":\"O-%s\"},\"fill\":\"all\",\"lines\":[%s]}"
                    .formatted(id, id, String.join(",", all));
        }
    }

    /** @param step release or ship */
    record Step(String id, String hold, String step, List<Integer> lines) implements Ask {
        @Override
        public String path() {
            return "/v1/holds/" + hold + "/" + step;
        }

        /** One unit of each line; without lines all that is open. */
        @Override
        public String body() {
            if (lines.isEmpty()) {
                return "{\"id\":\"%s\"}".formatted(id);
            }
            return "{\"id\":\"%s\",\"lines\":[%s]}"
                    .formatted(
                            id,
                            lines.stream()
                                    .map("{\"line\":%d,\"quantity\":1}"::formatted)
                                    .collect(Collectors.joining(",")));
        }
    }

    /**
     * Movements that take effect all or none.
     *
     * @param kind receive, sell, or transfer, which is judged
     * @param target of a transfer
     */
    record Movements(String id, String kind, List<Line> lines, String target) implements Ask {
        @Override
        public String path() {
            return "/v1/movements";
        }

        @Override
        public String body() {
            var all = new ArrayList<String>();
            for (var line : lines) {
                all.add(String.format(
                        Locale.ROOT,
                        """
                        {"id":"%s-%s","kind":"%s","sku":"%s","quantity":%d,"location":"%s"%s,
                         "occurredAt":"2026-03-02T08:00:00Z","cause":{"type":"test","id":"%s"}}""",
                        id,
                        line.sku(),
                        kind,
                        line.sku(),
                        line.units(),
                        line.location(),
                        kind.equals("transfer") ? ",\"toLocation\":\"" + target + "\"" : "",
                        id));
            }
            return "{\"atomic\":true,\"movements\":[%s]}".formatted(String.join(",", all));
        }
    }

    /** A look at all levels of a SKU; it has no id for the ledger and is never asked again. */
    record Look(String id, String sku) implements Ask {
        @Override
        public String path() {
            return "/v1/levels/" + sku;
        }

        @Override
        public String body() {
            return "";
        }
    }
}
