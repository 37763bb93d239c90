package dev.perpetual.ledger.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** The histories are worth something only if they find what is wrong; so wrong rules are given to them, one at a time. */
class PlantedFaultsTest {

    private static final int HISTORIES_MAX = 20_000;
    private static final int STEPS_MAX = 12;
    private static final Path PAGE = Path.of(System.getProperty("perpetual.root", ".."), "docs", "planted-faults.md");

    private record Found(PlantedFault fault, List<String> how) {}

    @Test
    void every_planted_fault_is_found_and_listed() throws Exception {
        var tasks = new ArrayList<Callable<Found>>();
        for (var fault : PlantedFault.all()) {
            tasks.add(() -> new Found(fault, PlantedDomain.find(fault, HISTORIES_MAX)));
        }
        var page = new StringBuilder(HEAD);
        try (var threads = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
            for (var found :
                    threads.invokeAll(tasks).stream().map(Future::resultNow).toList()) {
                assertThat(found.how()).as("found: " + found.fault()).isNotEmpty();
                assertThat(Integer.parseInt(found.how().get(2)))
                        .as(found.how().get(3))
                        .isLessThanOrEqualTo(STEPS_MAX);
                page.append("| %s | %s | %s | %s | %s |%n"
                        .formatted(
                                found.fault().what(),
                                found.fault().file(),
                                found.how().get(0),
                                found.how().get(1),
                                found.how().get(2)));
            }
        }
        if (Boolean.getBoolean("faults.write")) {
            Files.writeString(PAGE, page);
        }
        assertThat(Files.readString(PAGE))
                .as("docs/planted-faults.md; write it anew with -Dfaults.write=true")
                .isEqualTo(page.toString());
    }

    @Test
    void a_fault_that_can_no_longer_be_planted_is_noticed() {
        var gone = new PlantedFault("Nothing", "LedgerRules", "no such text", "anything");
        assertThatThrownBy(() -> PlantedDomain.find(gone, 1))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("Expected src/main/java/dev/perpetual/ledger/domain/LedgerRules.java to contain");
    }

    @Test
    void rules_without_a_fault_pass() throws Exception {
        var same = new PlantedFault("Nothing", "LedgerRules", "var mark = books.mark();", "int mark = books.mark();");
        assertThat(PlantedDomain.find(same, 300)).isEmpty();
    }

    private static final String HEAD = """
            # Planted faults

            A test is worth what it finds. Each of these faults is a small change to one file of the ledger's rules. A test
            plants them one at a time, compiles the file in memory, and runs [random histories](../inventory-ledger/src/test/java/dev/perpetual/ledger/model)
            of the seeds 1, 2, 3, … against the changed rules until a comparison with the naive ledger, an invariant or the
            replay fails; then it shortens the history. All of them must be found, and a test keeps this list equal to what it
            finds (`-Dfaults.write=true` writes it anew).

            | fault | file | found by | after histories | steps of the shortest history |
            |---|---|---|---|---|
            """;
}
