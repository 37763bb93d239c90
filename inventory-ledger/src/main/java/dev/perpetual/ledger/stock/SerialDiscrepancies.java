package dev.perpetual.ledger.stock;

import dev.perpetual.kit.database.Database;
import dev.perpetual.kit.problems.Problems;
import dev.perpetual.ledger.commit.SerialCases;
import dev.perpetual.ledger.domain.SerialCase;
import dev.perpetual.ledger.stock.DiscrepancyBody.CauseBody;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Holes in the ways of units, among the other discrepancies. */
final class SerialDiscrepancies {

    static final String KIND = "serial";

    private SerialDiscrepancies() {}

    static List<DiscrepancyBody> page(
            Connection connection, @Nullable String state, Instant after, String afterId, int limit, Instant now)
            throws SQLException {
        return SerialCases.page(connection, state, after, afterId, limit).stream()
                .map(each -> body(each, now))
                .toList();
    }

    /** A count says how many there are, not which: only the missing movement fills a hole. */
    static void mustBeOther(Database database, String id) {
        if (database.inTransaction(connection -> SerialCases.isOne(connection, id))) {
            throw Problems.conflict(
                    "needs-its-movement",
                    "Expected a case that a count can close, but %s asks which units, not how many; record the movement that is missing"
                            .formatted(id));
        }
    }

    private static DiscrepancyBody body(SerialCase each, Instant now) {
        var end = each.closedAt() == null ? now : each.closedAt();
        return new DiscrepancyBody(
                each.id(),
                KIND,
                each.isOpen() ? "open" : "closed",
                each.key().id().sku().code(),
                each.location().id(),
                null,
                null,
                each.key().spot().kind().code(),
                each.units(),
                new CauseBody(
                        each.cause().type(), each.cause().id(), each.cause().line()),
                each.openedBy(),
                each.openedAt(),
                Duration.between(each.openedAt(), end).toSeconds(),
                each.owner(),
                each.closedBy(),
                each.closedAt(),
                null,
                null,
                null,
                each.key().id().code().isEmpty() ? null : each.key().id().code());
    }
}
