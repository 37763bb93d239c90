package dev.perpetual.ledger.commit;

import static java.util.stream.Collectors.joining;

import dev.perpetual.ledger.domain.Bucket;
import dev.perpetual.ledger.domain.Document;
import dev.perpetual.ledger.domain.DocumentLine;
import dev.perpetual.ledger.domain.DocumentLine.Case;
import dev.perpetual.ledger.domain.DocumentLine.Flag;
import dev.perpetual.ledger.domain.DocumentLine.Stage;
import dev.perpetual.ledger.domain.Goods;
import dev.perpetual.ledger.domain.Money;
import dev.perpetual.ledger.domain.Sku;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The table {@code document_line}: the rows of a document's lines, one per SKU, lot and owner. */
public final class DocumentLines {

    private static final String STAGES =
            Arrays.stream(Stage.values()).map(Stage::code).collect(joining(", "));

    /** The columns that {@link #read} reads, in its order. */
    public static final String COLUMNS = "line, sku, lot, owner, of_line, asked, beyond, announced, counted, factor,"
            + " bucket, unit_cost, currency, expires_on, flags, note, case_id, case_owner, case_opened_at,"
            + " case_closed_at, case_closed_by, " + STAGES;

    private static final String KEY = "kind, document, line, sku, lot, owner";
    private static final String ONCE = "of_line, factor, bucket, unit_cost, currency, expires_on";
    private static final String CHANGING = "asked, beyond, announced, counted, flags, note, case_id, case_owner,"
            + " case_opened_at, case_closed_at, case_closed_by, " + STAGES;

    private static final String UPSERT = """
            INSERT INTO document_line (%1$s, %2$s, %3$s)
            SELECT kind, document, line, sku, lot, owner, of_line, factor, bucket, unit_cost::numeric, currency,
              expires_on::date, asked, beyond, announced, counted, string_to_array(flags, ' '), note, case_id,
              case_owner, case_opened_at::timestamptz, case_closed_at::timestamptz, case_closed_by, %4$s
            FROM unnest(%5$s) AS next (%1$s, %2$s, %3$s)
            ON CONFLICT (%1$s) DO UPDATE SET %6$s""".formatted(
                    KEY,
                    ONCE,
                    CHANGING,
                    STAGES,
                    "?, ".repeat((KEY + "," + ONCE + "," + CHANGING).split(",").length - 1) + "?",
                    Arrays.stream(CHANGING.split(", "))
                            .map(column -> column + " = excluded." + column)
                            .collect(joining(", ")));

    private DocumentLines() {}

    /** Reads a row of {@link #COLUMNS}. @param first the place of the first of them */
    public static DocumentLine read(ResultSet row, int first) throws SQLException {
        var stages = new EnumMap<Stage, Long>(Stage.class);
        for (var stage : Stage.values()) {
            var units = row.getLong(first + 21 + stage.ordinal());
            if (units != 0) {
                stages.put(stage, units);
            }
        }
        return new DocumentLine(
                row.getInt(first),
                new Sku(row.getString(first + 1)),
                new Goods(row.getString(first + 2), row.getString(first + 3)),
                row.getObject(first + 4, Integer.class),
                row.getLong(first + 5),
                row.getLong(first + 6),
                row.getLong(first + 7),
                row.getLong(first + 8),
                row.getLong(first + 9),
                row.getString(first + 10) == null ? null : Bucket.valueOf(row.getString(first + 10)),
                row.getBigDecimal(first + 11) == null
                        ? null
                        : new Money(row.getBigDecimal(first + 11), row.getString(first + 12)),
                row.getObject(first + 13, LocalDate.class),
                stages,
                flags((String[]) row.getArray(first + 14).getArray()),
                row.getString(first + 15),
                row.getString(first + 16) == null
                        ? null
                        : new Case(
                                row.getString(first + 16),
                                row.getString(first + 17),
                                Columns.instant(row, first + 18),
                                Columns.optionalInstant(row, first + 19),
                                row.getString(first + 20)));
    }

    private static Set<Flag> flags(String[] names) {
        var flags = EnumSet.noneOf(Flag.class);
        for (var name : names) {
            flags.add(Flag.valueOf(name));
        }
        return flags;
    }

    /** A line of a purchase order with a case. @param location where it was to come */
    public record Difference(String order, String location, DocumentLine line) {}

    private static final String DIFFERENCES = "SELECT document.id, to_location, " + COLUMNS
            + " FROM document_line AS line JOIN document"
            + " ON document.kind = line.kind AND document.id = line.document WHERE ";

    /** Cases by age. @param state open or closed; null for both */
    public static List<Difference> differences(
            Connection connection, @Nullable String state, Instant after, String afterId, int limit)
            throws SQLException {
        var filter = state == null ? "" : " AND case_closed_at IS " + (state.equals("open") ? "NULL" : "NOT NULL");
        try (var select = connection.prepareStatement(DIFFERENCES
                + "case_id IS NOT NULL AND (case_opened_at, case_id) > (?::timestamptz, ?)" + filter
                + " ORDER BY case_opened_at, case_id LIMIT ?")) {
            select.setString(1, after.toString());
            select.setString(2, afterId);
            select.setInt(3, limit);
            return differences(select.executeQuery());
        }
    }

    /** The case of that id. */
    public static Optional<Difference> difference(Connection connection, String id) throws SQLException {
        try (var select = connection.prepareStatement(DIFFERENCES + "case_id = ?")) {
            select.setString(1, id);
            return differences(select.executeQuery()).stream().findFirst();
        }
    }

    private static List<Difference> differences(ResultSet rows) throws SQLException {
        var found = new ArrayList<Difference>();
        while (rows.next()) {
            found.add(new Difference(rows.getString(1), rows.getString(2), read(rows, 3)));
        }
        return found;
    }

    private record Row(Document document, DocumentLine line) {
        String flags() {
            return line.flags().stream().sorted().map(Flag::name).collect(joining(" "));
        }

        <T> @Nullable T ofCase(Function<Case, @Nullable T> column) {
            return line.dispute() == null ? null : column.apply(line.dispute());
        }
    }

    static void store(Pipeline pipeline, Collection<Document> changed, Map<Document.Id, Document> known) {
        List<Row> rows = new ArrayList<>();
        for (var document : changed) {
            var before = known.get(document.id());
            for (var line : document.lines()) {
                if (before == null || !before.lines().contains(line)) {
                    rows.add(new Row(document, line));
                }
            }
        }
        pipeline.add(UPSERT, rows, columns -> {
            columns.text(row -> row.document().id().kind().name())
                    .text(row -> row.document().id().id())
                    .number(row -> row.line().line())
                    .text(row -> row.line().sku().code())
                    .text(row -> row.line().goods().lot())
                    .text(row -> row.line().goods().owner())
                    .optionalNumber(row ->
                            row.line().of() == null ? null : row.line().of().longValue())
                    .number(row -> row.line().factor())
                    .text(row -> row.line().bucket() == null
                            ? null
                            : row.line().bucket().name())
                    .text(row -> row.line().unitCost() == null
                            ? null
                            : row.line().unitCost().amount().toPlainString())
                    .text(row -> row.line().unitCost() == null
                            ? null
                            : row.line().unitCost().currency())
                    .text(row -> row.line().expiresOn() == null
                            ? null
                            : row.line().expiresOn().toString())
                    .number(row -> row.line().asked())
                    .number(row -> row.line().beyond())
                    .number(row -> row.line().announced())
                    .number(row -> row.line().counted())
                    .text(Row::flags)
                    .text(row -> row.line().note())
                    .text(row -> row.ofCase(Case::id))
                    .text(row -> row.ofCase(Case::owner))
                    .time(row -> row.ofCase(Case::openedAt))
                    .time(row -> row.ofCase(Case::closedAt))
                    .text(row -> row.ofCase(Case::closedBy));
            for (var stage : Stage.values()) {
                columns.number(row -> row.line().at(stage));
            }
        });
    }
}
