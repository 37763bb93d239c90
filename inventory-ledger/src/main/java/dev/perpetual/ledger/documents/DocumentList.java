package dev.perpetual.ledger.documents;

import dev.perpetual.kit.database.Database;
import dev.perpetual.kit.paging.Cursor;
import dev.perpetual.kit.paging.Page;
import dev.perpetual.kit.problems.Expect;
import dev.perpetual.kit.problems.Problems;
import dev.perpetual.ledger.commit.Documents;
import dev.perpetual.ledger.domain.Document;
import dev.perpetual.ledger.domain.Document.Kind;
import dev.perpetual.ledger.domain.DocumentLine.Flag;
import dev.perpetual.ledger.wire.ReadIds;
import dev.perpetual.ledger.wire.Times;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.QueryParam;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Documents for people, oldest first. */
@ApplicationScoped
class DocumentList {

    private static final int PAGE = 100;

    private final Database database;

    DocumentList(Database database) {
        this.database = database;
    }

    /** Which documents; absent means any. */
    static class Wanted {
        @QueryParam("state")
        @Nullable
        String state;

        @QueryParam("late")
        @Nullable
        String late;

        @QueryParam("flag")
        @Nullable
        String flag;

        @QueryParam("location")
        @Nullable
        String location;

        @QueryParam("about")
        @Nullable
        String about;

        @QueryParam("sku")
        @Nullable
        String sku;

        @QueryParam("olderThan")
        @Nullable
        String olderThan;

        @QueryParam("cursor")
        @Nullable
        String cursor;
    }

    Page<DocumentAnswer> page(Kind kind, Wanted wanted) {
        var now = Times.now();
        var filter = new ArrayList<String>();
        var values = new ArrayList<String>();
        if (wanted.state != null) {
            filter.add("state = ?");
            values.add(Expect.oneOf("state", Document.State.class, wanted.state).name());
        }
        if (wanted.late != null) {
            if (!List.of("true", "false").contains(wanted.late)) {
                throw Problems.invalid(
                        "late", "Expected true or false, but got " + Expect.text("late", wanted.late, 50));
            }
            filter.add("(state = 'OPEN' AND coalesce(expected_at, 'infinity') < ?::timestamptz) = " + wanted.late);
            values.add(now.toString());
        }
        if (wanted.flag != null) {
            filter.add("EXISTS (SELECT 1 FROM document_line AS line WHERE line.kind = document.kind"
                    + " AND line.document = document.id AND ? = ANY(flags))");
            values.add(Expect.oneOf("flag", Flag.class, wanted.flag).name());
        }
        if (wanted.location != null) {
            filter.add("? IN (from_location, to_location, via_location)");
            values.add(ReadLines.location("location", wanted.location).id());
        }
        if (wanted.about != null) {
            filter.add("about_id = ?");
            values.add(ReadIds.reference("about", wanted.about));
        }
        if (wanted.sku != null) {
            filter.add("EXISTS (SELECT 1 FROM document_line AS line WHERE line.kind = document.kind"
                    + " AND line.document = document.id AND sku = ?)");
            values.add(ReadIds.id("sku", wanted.sku));
        }
        if (wanted.olderThan != null) {
            filter.add("created_at < ?::timestamptz");
            values.add(Times.of("olderThan", wanted.olderThan).toString());
        }
        var after = wanted.cursor == null ? List.of(Instant.EPOCH.toString(), "") : Cursor.read(wanted.cursor, 2);
        var since = Times.of("cursor", after.getFirst());
        if (!after.getLast().isEmpty()) {
            ReadIds.reference("cursor", after.getLast());
        }
        return database.inTransaction(connection -> {
            var ids = ids(connection, kind, filter, values, since, after.getLast());
            var more = ids.size() > PAGE;
            var page = more ? ids.subList(0, PAGE) : ids;
            var found = Documents.load(connection, page);
            return new Page<>(
                    page.stream()
                            .map(id -> DocumentAnswer.of(Objects.requireNonNull(found.get(id)), now))
                            .toList(),
                    more
                            ? Cursor.of(
                                    Objects.requireNonNull(found.get(page.getLast()))
                                            .createdAt()
                                            .toString(),
                                    page.getLast().id())
                            : null);
        });
    }

    private static List<Document.Id> ids(
            Connection connection, Kind kind, List<String> filter, List<String> values, Instant since, String after)
            throws SQLException {
        var sql =
                new StringBuilder("SELECT id FROM document WHERE kind = ? AND (created_at, id) > (?::timestamptz, ?)");
        filter.forEach(condition -> sql.append(" AND ").append(condition));
        try (var select = connection.prepareStatement(
                sql.append(" ORDER BY created_at, id LIMIT ?").toString())) {
            select.setString(1, kind.name());
            select.setString(2, since.toString());
            select.setString(3, after);
            for (var i = 0; i < values.size(); i++) {
                select.setString(4 + i, values.get(i));
            }
            select.setInt(4 + values.size(), PAGE + 1);
            var rows = select.executeQuery();
            var ids = new ArrayList<Document.Id>();
            while (rows.next()) {
                ids.add(new Document.Id(kind, rows.getString(1)));
            }
            return ids;
        }
    }
}
