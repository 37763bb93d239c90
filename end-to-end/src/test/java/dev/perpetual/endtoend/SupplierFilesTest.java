package dev.perpetual.endtoend;

import static dev.perpetual.endtoend.House.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perpetual.sandbox.client.Location;
import dev.perpetual.sandbox.client.Location.Address;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A supplier's file that cannot be right changes nothing, down to what the shop shows. */
@ExtendWith(House.Given.class)
class SupplierFilesTest {
    private static final String SUPPLIER = "e2e-gated";
    private static final String CHANNEL = "scenario-58";

    @Test
    void scenario_58_truncated_empty_or_yesterdays_files_stop_at_the_gate_and_nobody_is_set_to_zero(House house) {
        var skus = new ArrayList<String>();
        for (var number = 0; number < 10; number++) {
            skus.add(house.newItem("GATED"));
        }
        var good = file(skus, skus.size(), 40);
        prepare(house, skus, good);
        assertThat(state(house, run(house, good))).isEqualTo("applied");
        skus.forEach(sku -> house.awaitTold(CHANNEL, sku, 40));

        assertThat(state(house, run(house, file(skus, 4, 40)))).as("truncated").isNotEqualTo("applied");
        assertThat(state(house, run(house, file(skus, 0, 40)))).as("empty").isNotEqualTo("applied");
        assertThat(state(house, run(house, good))).as("again").isNotEqualTo("applied");
        assertThat(state(house, run(house, file(skus, skus.size(), 0))))
                .as("all zero")
                .isNotEqualTo("applied");

        assertThat(skus)
                .allSatisfy(sku ->
                        assertThat(house.level(sku, SUPPLIER).in("available")).isEqualTo(40));
        assertThat(house.shop().told(CHANNEL)).containsEntry(skus.getFirst(), 40L);
    }

    private static void prepare(House house, List<String> skus, String firstFile) {
        var address = new Address("DK", null, null, 55.7, 12.57);
        house.perpetual()
                .ledger()
                .putLocation(new Location(SUPPLIER, SUPPLIER, "SUPPLIER", address, "UTC", "flag", true));
        house.perpetual().supplier().putSupplier(SUPPLIER, Map.of("name", SUPPLIER));
        house.perpetual()
                .supplier()
                .putFeed(
                        SUPPLIER,
                        "stock",
                        Map.of(
                                "transport", Map.of("type", "upload"),
                                "format", Map.of("type", "csv"),
                                "mapping", Map.of("sku", "sku", "quantity", "qty", "location", SUPPLIER)));
        skus.forEach(sku -> house.listed(CHANNEL, sku));
        house.awaitKnown(SUPPLIER, "stock", firstFile);
    }

    private static JsonNode run(House house, String csv) {
        return house.perpetual()
                .supplier()
                .run(SUPPLIER, "stock", csv.getBytes(UTF_8), UUID.randomUUID().toString());
    }

    private static String state(House house, JsonNode run) {
        var id = run.path("id").asText();
        var state = new String[1];
        eventually(() -> {
            state[0] = house.perpetual().supplier().run(id).path("state").asText();
            return !List.of("received", "staging", "staged", "running").contains(state[0]);
        });
        return state[0];
    }

    private static String file(List<String> skus, int rows, long quantity) {
        var csv = new StringBuilder("sku,qty\n");
        skus.stream()
                .limit(rows)
                .forEach(sku -> csv.append(sku).append(',').append(quantity).append('\n'));
        return csv.toString();
    }
}
