package dev.perpetual.ledger.catalog;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import dev.perpetual.kit.problems.Problems;
import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes items from a stream of rows; a bad row is reported and takes no other with it. */
@ApplicationScoped
public class ImportItems {

    private static final int ROWS_PER_TRANSACTION_MAX = 500;
    private static final int ERRORS_MAX = 10_000;

    private final PutItems putItems;
    private final ObjectMapper json;

    ImportItems(PutItems putItems, ObjectMapper json) {
        this.putItems = putItems;
        this.json = json;
    }

    /** Every row is in one of the counts; rejected ones are named. */
    public record Report(long read, long stored, long rejected, List<RowError> errors) {}

    /** @param row counted from 1, the heading not among them */
    public record RowError(long row, @Nullable String sku, String detail) {}

    private final class Import {
        private final List<ItemBody> page = new ArrayList<>();
        private final List<RowError> errors = new ArrayList<>();
        private long read;
        private long stored;

        void row(ItemBody item) {
            read++;
            try {
                page.add(item.checked(item.sku() == null ? "" : item.sku()));
            } catch (HttpProblem wrong) {
                reject(item.sku(), String.valueOf(wrong.getDetail()));
            }
            if (page.size() == ROWS_PER_TRANSACTION_MAX) {
                store();
            }
        }

        void unreadable(String detail) {
            read++;
            reject(null, detail);
        }

        private void reject(@Nullable String sku, String detail) {
            if (errors.size() < ERRORS_MAX) {
                errors.add(new RowError(read, sku, detail));
            }
        }

        private void store() {
            if (!page.isEmpty()) {
                putItems.put(page);
                stored += page.size();
                page.clear();
            }
        }

        Report report() {
            store();
            return new Report(read, stored, read - stored, errors);
        }
    }

    /** One JSON object per line. */
    public Report jsonLines(InputStream body) {
        var running = new Import();
        try (var lines = new BufferedReader(new InputStreamReader(body, UTF_8))) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.isBlank()) {
                    continue;
                }
                try {
                    var item = json.readValue(line, ItemBody.class);
                    if (item == null) {
                        running.unreadable("Expected an item as one JSON object, but got null");
                    } else {
                        running.row(item);
                    }
                } catch (JsonProcessingException wrong) {
                    running.unreadable("Expected an item as one JSON object, but got " + wrong.getOriginalMessage());
                }
            }
        } catch (IOException lost) {
            throw new UncheckedIOException(lost);
        }
        return running.report();
    }

    /** A heading with the field names; restrictions are separated by {@code |}. */
    public Report csv(InputStream body) {
        var running = new Import();
        try (var rows = CsvReader.builder().ofNamedCsvRecord(new InputStreamReader(body, UTF_8))) {
            for (var row : rows) {
                if (row.findField("sku").isEmpty() || row.findField("name").isEmpty()) {
                    throw Problems.invalid("header", "Expected the columns sku and name, but got " + row.getHeader());
                }
                try {
                    running.row(item(row));
                } catch (NumberFormatException wrong) {
                    running.unreadable("Expected whole numbers, but got " + wrong.getMessage());
                }
            }
        } catch (CsvParseException wrong) {
            throw Problems.badRequest("malformed-csv", "Expected well-formed CSV, but " + wrong.getMessage());
        } catch (IOException lost) {
            throw new UncheckedIOException(lost);
        }
        return running.report();
    }

    private static ItemBody item(NamedCsvRecord row) {
        var restrictions = field(row, "restrictions");
        return new ItemBody(
                field(row, "sku"),
                field(row, "name"),
                null,
                number(row, "weightGrams"),
                number(row, "volumeMl"),
                field(row, "tracking"),
                null,
                restrictions == null ? null : Arrays.asList(restrictions.split("\\|")),
                field(row, "hsCode"),
                field(row, "originCountry"),
                field(row, "status"),
                null,
                null);
    }

    private static @Nullable Long number(NamedCsvRecord row, String name) {
        var text = field(row, name);
        return text == null ? null : Long.valueOf(text);
    }

    private static @Nullable String field(NamedCsvRecord row, String name) {
        return row.findField(name).filter(text -> !text.isEmpty()).orElse(null);
    }
}
