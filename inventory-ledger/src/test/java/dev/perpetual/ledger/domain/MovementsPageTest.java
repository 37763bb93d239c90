package dev.perpetual.ledger.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class MovementsPageTest {

    @Test
    void the_table_of_movements_is_what_the_code_says() throws IOException {
        var page = Files.readString(Path.of(System.getProperty("perpetual.root"), "docs", "movements.md"));
        assertThat(page).as("docs/movements.md holds this table").contains(table());
    }

    static String table() {
        return Arrays.stream(MovementKind.values())
                .map(kind -> "| %s | %s | %s | %s |\n"
                        .formatted(
                                kind.code(),
                                kind.nature().name().toLowerCase(Locale.ROOT),
                                kind.from().described(),
                                kind.to().described()))
                .collect(Collectors.joining("", "| kind | nature | from | to |\n|---|---|---|---|\n", "\n"));
    }
}
