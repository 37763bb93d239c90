package dev.perpetual.publisher.push;

import static java.util.stream.Collectors.toMap;

import dev.perpetual.kit.database.Database;
import dev.perpetual.publisher.availability.ListingRow;
import dev.perpetual.publisher.availability.Quantities;
import dev.perpetual.publisher.domain.Answer;
import dev.perpetual.publisher.domain.Answer.Line;
import dev.perpetual.publisher.domain.Answer.Verdict;
import dev.perpetual.publisher.domain.AnswerRules;
import dev.perpetual.publisher.sql.Columns;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Writes down what came of an attempt: accepted, rejected, to be repeated, and how long the channel is left alone. */
@ApplicationScoped
class SettleDelivery {

    private final Database database;
    private final Duration backoffFirst;
    private final Duration backoffMost;

    SettleDelivery(
            Database database,
            @ConfigProperty(name = "perpetual.push.backoff-first") Duration backoffFirst,
            @ConfigProperty(name = "perpetual.push.backoff-most") Duration backoffMost) {
        this.database = database;
        this.backoffFirst = backoffFirst;
        this.backoffMost = backoffMost;
    }

    /** Does nothing when another replica has taken the channel over: that one will find out for itself. */
    void settle(Holding holding, String delivery, Answer answer) {
        var now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        var chance = ThreadLocalRandom.current().nextDouble();
        database.inTransaction(connection -> settle(connection, holding, delivery, answer, chance, now));
    }

    /** Returns whether the channel is still ours. */
    private boolean settle(
            Connection connection, Holding holding, String delivery, Answer answer, double chance, Instant now)
            throws SQLException {
        var standing = holding.lock(connection);
        if (!standing.held()) {
            return false;
        }
        var failures = standing.failures() + 1;
        var backoff = AnswerRules.backoff(failures, chance, backoffFirst, backoffMost);
        var listings = Deliveries.lockListings(connection, delivery);
        switch (answer) {
            case Answer.Taken(var lines) -> {
                taken(connection, delivery, listings, lines, now);
                holding.well(connection);
            }
            case Answer.Declined(var reason) -> {
                declined(connection, delivery, listings, reason, now);
                holding.well(connection);
            }
            case Answer.Throttled(var reason, var retryAfter) -> {
                Deliveries.rest(connection, delivery);
                holding.leaveAlone(connection, millis(retryAfter, backoff), retryAfter != null, failures, reason);
            }
            case Answer.Unavailable(var reason, var retryAfter) -> {
                Deliveries.rest(connection, delivery);
                holding.leaveAlone(connection, millis(retryAfter, backoff), retryAfter != null, failures, reason);
            }
            case Answer.Barred(var reason) -> {
                showRejected(connection, delivery, reason, now);
                Deliveries.rest(connection, delivery);
                holding.leaveAlone(connection, backoff.toMillis(), false, failures, reason);
            }
        }
        return true;
    }

    private static long millis(@Nullable Duration retryAfter, Duration backoff) {
        return (retryAfter == null ? backoff : retryAfter).toMillis();
    }

    private static void taken(
            Connection connection, String delivery, List<String> listings, List<Line> lines, Instant now)
            throws SQLException {
        var named = lines.stream().collect(toMap(Line::listing, line -> line, (first, _) -> first));
        var accepted = new ArrayList<Line>();
        var rejected = new ArrayList<Line>();
        for (var listing : listings) {
            var line = named.getOrDefault(listing, new Line(listing, Verdict.ACCEPTED, null, null));
            (line.verdict() == Verdict.ACCEPTED ? accepted : rejected).add(line);
        }
        accept(connection, delivery, accepted, now);
        reject(connection, delivery, rejected, now);
        Deliveries.end(connection, delivery);
    }

    /** Something in the batch is wrong: smaller batches find out what, and a batch of one is it. */
    private static void declined(
            Connection connection, String delivery, List<String> listings, String reason, Instant now)
            throws SQLException {
        if (listings.size() > 1) {
            Deliveries.halve(connection, delivery, listings.size() / 2);
        } else {
            var lines = listings.stream().map(listing -> new Line(listing, Verdict.REJECTED, reason, null));
            reject(connection, delivery, lines.toList(), now);
        }
        Deliveries.end(connection, delivery);
    }

    private static void accept(Connection connection, String delivery, List<Line> lines, Instant now)
            throws SQLException {
        try (var update = connection.prepareStatement("""
                UPDATE listing SET accepted_quantity = sent_quantity, accepted_version = sent_version, accepted_at = ?,
                  accepted_sum = sent_sum, settled_version = greatest(settled_version, sent_version),
                  seen_quantity = coalesce(line.seen, seen_quantity),
                  seen_at = CASE WHEN line.seen IS NULL THEN seen_at ELSE ? END,
                  rejected_version = NULL, rejected_reason = NULL, rejected_at = NULL,
                  together = 100, delivery = NULL, revision = revision + 1, recorded_at = ?
                FROM unnest(?, ?) AS line (id, seen) WHERE delivery = ? AND listing.id = line.id
                RETURNING
                """ + ListingRow.COLUMNS)) {
            Columns.set(update, 1, now);
            Columns.set(update, 2, now);
            Columns.set(update, 3, now);
            update.setArray(4, Columns.texts(connection, lines, Line::listing));
            update.setArray(5, Columns.longs(connection, lines, Line::seen));
            update.setString(6, delivery);
            Quantities.tell(connection, update);
        }
    }

    private static void reject(Connection connection, String delivery, List<Line> lines, Instant now)
            throws SQLException {
        try (var update = connection.prepareStatement("""
                UPDATE listing SET rejected_version = sent_version, rejected_reason = line.reason, rejected_at = ?,
                  settled_version = greatest(settled_version, sent_version),
                  seen_quantity = coalesce(line.seen, seen_quantity),
                  seen_at = CASE WHEN line.seen IS NULL THEN seen_at ELSE ? END,
                  delivery = NULL, revision = revision + 1, recorded_at = ?
                FROM unnest(?, ?, ?) AS line (id, reason, seen) WHERE delivery = ? AND listing.id = line.id
                RETURNING
                """ + ListingRow.COLUMNS)) {
            Columns.set(update, 1, now);
            Columns.set(update, 2, now);
            Columns.set(update, 3, now);
            update.setArray(4, Columns.texts(connection, lines, Line::listing));
            update.setArray(5, Columns.texts(connection, lines, SettleDelivery::reason));
            update.setArray(6, Columns.longs(connection, lines, Line::seen));
            update.setString(7, delivery);
            Quantities.tell(connection, update);
        }
    }

    /** Rejected for now: the request stays open and is repeated. */
    private static void showRejected(Connection connection, String delivery, String reason, Instant now)
            throws SQLException {
        try (var update = connection.prepareStatement("""
                UPDATE listing SET rejected_version = sent_version, rejected_reason = ?, rejected_at = ?,
                  revision = revision + 1, recorded_at = ?
                WHERE delivery = ? AND (rejected_version, rejected_reason) IS DISTINCT FROM (sent_version, ?)
                RETURNING
                """ + ListingRow.COLUMNS)) {
            update.setString(1, reason);
            Columns.set(update, 2, now);
            Columns.set(update, 3, now);
            update.setString(4, delivery);
            update.setString(5, reason);
            Quantities.tell(connection, update);
        }
    }

    private static String reason(Line line) {
        return Objects.requireNonNullElse(line.reason(), "No reason given");
    }
}
