package dev.perpetual.publisher.listings;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.perpetual.kit.problems.Expect;
import dev.perpetual.kit.problems.Problems;
import dev.perpetual.publisher.listings.PutListings.Outcome;
import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lists many items from JSON lines; a bad line is reported and stops nothing. */
@ApplicationScoped
public class ImportListings {

    private static final int LINES_PER_TRANSACTION = 1_000;

    private final PutListings putListings;
    private final ObjectMapper json;

    ImportListings(PutListings putListings, ObjectMapper json) {
        this.putListings = putListings;
        this.json = json;
    }

    /** One line of the body. */
    record Line(
            @Nullable String listing,
            @Nullable String sku,
            @Nullable String pack) {}

    /** What became of one line, counted from 1: {@code listed}, {@code unchanged} or {@code refused}. */
    public record Row(
            int line,
            @Nullable String listing,
            String outcome,
            @Nullable String problem) {}

    /** What became of all; read = listed + unchanged + refused. */
    public record Report(int read, long listed, long unchanged, long refused, List<Row> rows) {
        static Report of(List<Row> rows) {
            return new Report(
                    rows.size(), count(rows, "listed"), count(rows, "unchanged"), count(rows, "refused"), rows);
        }

        private static long count(List<Row> rows, String outcome) {
            return rows.stream().filter(row -> row.outcome().equals(outcome)).count();
        }
    }

    public Report run(String channel, BufferedReader body) throws IOException {
        var rows = new ArrayList<Row>();
        var waiting = new ArrayList<ListingDraft>();
        var lines = new ArrayList<Integer>();
        var number = 0;
        for (var text = body.readLine(); text != null; text = body.readLine()) {
            number++;
            if (text.isBlank()) {
                continue;
            }
            try {
                waiting.add(draft(text));
                lines.add(number);
            } catch (JsonProcessingException | HttpProblem bad) {
                rows.add(new Row(number, null, "refused", reason(bad)));
            }
            if (waiting.size() == LINES_PER_TRANSACTION) {
                put(channel, waiting, lines, rows);
            }
        }
        put(channel, waiting, lines, rows);
        rows.sort(Comparator.comparingInt(Row::line));
        return Report.of(rows);
    }

    private void put(String channel, List<ListingDraft> drafts, List<Integer> lines, List<Row> rows) {
        var outcomes = putListings.put(channel, drafts);
        for (var i = 0; i < outcomes.size(); i++) {
            rows.add(row(lines.get(i), outcomes.get(i)));
        }
        drafts.clear();
        lines.clear();
    }

    private static Row row(int line, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Listed(var draft, var isNew) ->
                new Row(line, draft.listing(), isNew ? "listed" : "unchanged", null);
            case Outcome.Refused refused -> new Row(line, refused.draft().listing(), "refused", refused.detail());
        };
    }

    private ListingDraft draft(String text) throws JsonProcessingException {
        var line = json.readValue(text, Line.class);
        if (line == null) {
            throw Problems.invalid("line", "Expected an object, but got null");
        }
        return new ListingDraft(
                Expect.id("listing", line.listing()),
                Expect.id("sku", line.sku()),
                line.pack() == null ? null : Expect.id("pack", line.pack()));
    }

    private static String reason(Exception bad) {
        return switch (bad) {
            case HttpProblem problem -> String.valueOf(problem.getDetail());
            case JsonProcessingException wrong ->
                "Expected a JSON object with listing and sku, but " + wrong.getOriginalMessage();
            default -> String.valueOf(bad.getMessage());
        };
    }
}
