package dev.perpetual.ledger.commit;

import dev.perpetual.ledger.domain.Cause;
import dev.perpetual.ledger.domain.Document;
import dev.perpetual.ledger.domain.Document.Kind;
import dev.perpetual.ledger.domain.DocumentCommand.MoveDocument;
import dev.perpetual.ledger.domain.LocationId;
import dev.perpetual.ledger.domain.Sku;
import dev.perpetual.ledger.domain.Submitted;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The table {@code document}. A document changes only under the locks of all of its SKUs. */
public final class Documents {

    private static final String SELECT = "SELECT document.kind, document.id, state, version, partner, from_location,"
            + " via_location, to_location, about_type, about_id, tolerance_percent, expected_at, created_at,"
            + " created_by, " + DocumentLines.COLUMNS
            + " FROM document LEFT JOIN document_line AS line"
            + " ON line.kind = document.kind AND line.document = document.id";
    private static final String ORDER = " ORDER BY document.kind, document.id, line, sku, lot, owner";
    private static final int LINE = 15;

    private Documents() {}

    /** What the commands are about, and every other return of the orders whose goods they dispose of. */
    static Map<Document.Id, Document> load(Connection connection, List<Submitted> commands) throws SQLException {
        var ids = new TreeSet<Document.Id>();
        commands.forEach(submitted -> ids.addAll(submitted.command().documents()));
        var found = load(connection, ids);
        var orders = disposed(commands, found);
        if (orders.isEmpty()) {
            return found;
        }
        try (var select = connection.prepareStatement(SELECT
                + " WHERE document.kind = 'RETURN' AND (about_type, about_id) IN (SELECT * FROM unnest(?, ?))"
                + ORDER)) {
            new Columns<>(select, orders).text(Cause::type).text(Cause::id);
            read(select, found);
        }
        return found;
    }

    /** Documents with their lines, in the lines' order. */
    public static Map<Document.Id, Document> load(Connection connection, Collection<Document.Id> ids)
            throws SQLException {
        var found = new TreeMap<Document.Id, Document>();
        if (ids.isEmpty()) {
            return found;
        }
        try (var select = connection.prepareStatement(SELECT
                + " JOIN unnest(?, ?) AS wanted (kind, id) ON wanted.kind = document.kind AND wanted.id = document.id"
                + ORDER)) {
            new Columns<>(select, List.copyOf(ids)).text(id -> id.kind().name()).text(Document.Id::id);
            read(select, found);
        }
        return found;
    }

    /** The open announcements of an order, the oldest first. */
    public static List<Document.Id> announced(Connection connection, Document.Id order, int limit) throws SQLException {
        try (var select = connection.prepareStatement("""
                SELECT id FROM document WHERE about_id = ? AND about_type = 'purchase-order'
                  AND kind = 'ANNOUNCEMENT' AND state = 'OPEN' ORDER BY created_at, id LIMIT ?""")) {
            select.setString(1, order.id());
            select.setInt(2, limit);
            var rows = select.executeQuery();
            var ids = new ArrayList<Document.Id>();
            while (rows.next()) {
                ids.add(new Document.Id(Kind.ANNOUNCEMENT, rows.getString(1)));
            }
            return ids;
        }
    }

    private static void read(PreparedStatement select, Map<Document.Id, Document> found) throws SQLException {
        var rows = select.executeQuery();
        var read = new HashMap<Document.Id, Document>();
        while (rows.next()) {
            var id = new Document.Id(Kind.valueOf(rows.getString(1)), rows.getString(2));
            var document = read.get(id);
            if (document == null) {
                document = head(id, rows);
                read.put(id, document);
            }
            if (rows.getObject(LINE) != null) {
                document.lines().add(DocumentLines.read(rows, LINE));
            }
        }
        found.putAll(read);
    }

    private static Document head(Document.Id id, ResultSet row) throws SQLException {
        return new Document(
                id,
                Document.State.valueOf(row.getString(3)),
                row.getLong(4),
                row.getString(5),
                location(row.getString(6)),
                location(row.getString(7)),
                new LocationId(row.getString(8)),
                row.getString(9) == null ? null : new Cause(row.getString(9), row.getString(10), null),
                row.getInt(11),
                Columns.optionalInstant(row, 12),
                Columns.instant(row, 13),
                row.getString(14),
                new ArrayList<>());
    }

    private static @Nullable LocationId location(@Nullable String id) {
        return id == null ? null : new LocationId(id);
    }

    /** What came back from orders to be sold again without a document. */
    static Map<Cause, Map<Sku, Long>> restocked(
            Connection connection, List<Submitted> commands, Map<Document.Id, Document> documents) throws SQLException {
        var orders = disposed(commands, documents);
        var found = new HashMap<Cause, Map<Sku, Long>>();
        if (orders.isEmpty()) {
            return found;
        }
        try (var select = connection.prepareStatement("""
                SELECT cause_type, cause_id, stream, sum(quantity)::bigint
                FROM unnest(?, ?) AS about (type, id) JOIN journal ON cause_id = about.id AND cause_type = about.type
                WHERE topic = 'stock-movements' AND kind IN ('return', 'restock') AND to_account = 'available' GROUP BY 1, 2, 3""")) {
            new Columns<>(select, orders).text(Cause::type).text(Cause::id);
            var rows = select.executeQuery();
            while (rows.next()) {
                found.computeIfAbsent(new Cause(rows.getString(1), rows.getString(2), null), _ -> new HashMap<>())
                        .put(new Sku(rows.getString(3)), rows.getLong(4));
            }
        }
        return found;
    }

    private static List<Cause> disposed(List<Submitted> commands, Map<Document.Id, Document> documents) {
        var orders = new ArrayList<Cause>();
        for (var submitted : commands) {
            if (submitted.command() instanceof MoveDocument move && move.step() == MoveDocument.Step.DISPOSE) {
                var document = documents.get(move.document());
                if (document != null
                        && document.id().kind() == Kind.RETURN
                        && document.about() != null
                        && !orders.contains(document.about())) {
                    orders.add(document.about());
                }
            }
        }
        return orders;
    }

    /** Finds more when another instance changed one of them meanwhile. */
    static void store(Pipeline pipeline, Collection<Document> changed, Map<Document.Id, Document> known) {
        var sorted = changed.stream().sorted(Comparator.comparing(Document::id)).toList();
        insert(
                pipeline,
                sorted.stream().filter(each -> !known.containsKey(each.id())).toList());
        update(
                pipeline,
                sorted.stream().filter(each -> known.containsKey(each.id())).toList(),
                known);
        DocumentLines.store(pipeline, sorted, known);
    }

    private static void insert(Pipeline pipeline, List<Document> fresh) {
        pipeline.addEach(
                """
                INSERT INTO document (kind, id, state, version, partner, from_location, via_location, to_location,
                  about_type, about_id, tolerance_percent, expected_at, created_at, created_by)
                SELECT kind, id, state, version, partner, from_location, via_location, to_location, about_type,
                  about_id, tolerance_percent, expected_at::timestamptz, created_at::timestamptz, created_by
                FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                  AS fresh (kind, id, state, version, partner, from_location, via_location, to_location, about_type,
                    about_id, tolerance_percent, expected_at, created_at, created_by)
                ON CONFLICT DO NOTHING""",
                fresh,
                columns -> columns.text(each -> each.id().kind().name())
                        .text(each -> each.id().id())
                        .text(each -> each.state().name())
                        .number(Document::version)
                        .text(Document::partner)
                        .text(each -> each.from() == null ? null : each.from().id())
                        .text(each -> each.via() == null ? null : each.via().id())
                        .text(each -> each.to().id())
                        .text(each -> each.about() == null ? null : each.about().type())
                        .text(each -> each.about() == null ? null : each.about().id())
                        .number(Document::tolerancePercent)
                        .time(Document::expectedAt)
                        .time(Document::createdAt)
                        .text(Document::createdBy),
                FoundMore::new);
    }

    private static void update(Pipeline pipeline, List<Document> changed, Map<Document.Id, Document> known) {
        pipeline.addEach(
                """
                UPDATE document
                SET state = next.state, version = next.version, expected_at = next.expected_at::timestamptz
                FROM unnest(?, ?, ?, ?, ?, ?) AS next (kind, id, before, state, version, expected_at)
                WHERE document.kind = next.kind AND document.id = next.id AND document.version = next.before""",
                changed,
                columns -> columns.text(each -> each.id().kind().name())
                        .text(each -> each.id().id())
                        .number(each ->
                                Objects.requireNonNull(known.get(each.id())).version())
                        .text(each -> each.state().name())
                        .number(Document::version)
                        .time(Document::expectedAt),
                FoundMore::new);
    }
}
