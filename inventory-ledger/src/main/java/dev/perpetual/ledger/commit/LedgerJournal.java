package dev.perpetual.ledger.commit;

import dev.perpetual.kit.journal.JournalEntry;
import dev.perpetual.ledger.domain.Account;
import dev.perpetual.ledger.domain.Account.Beyond;
import dev.perpetual.ledger.domain.Account.Place;
import dev.perpetual.ledger.domain.HoldOutcome;
import dev.perpetual.ledger.domain.Lot;
import dev.perpetual.ledger.domain.Movement;
import dev.perpetual.ledger.wire.HoldOutcomeJson;
import dev.perpetual.ledger.wire.LotJson;
import dev.perpetual.ledger.wire.MovementJson;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The table {@code journal}: movements, hold outcomes and lots, appended in one statement and published as they are. */
final class LedgerJournal {

    private LedgerJournal() {}

    private record Row(JournalEntry event, @Nullable Movement movement) {}

    /** Adds the rows, and returns them as they are to be published. */
    static List<JournalEntry> append(
            Pipeline pipeline, List<Movement> movements, List<HoldOutcome> outcomes, List<Lot> lots, Instant now) {
        var rows = new ArrayList<Row>(movements.size() + outcomes.size());
        for (var movement : movements) {
            var sku = movement.sku().code();
            rows.add(new Row(
                    new JournalEntry(
                            MovementJson.TOPIC,
                            sku,
                            movement.version(),
                            sku,
                            MovementJson.TYPE,
                            MovementJson.of(movement),
                            now),
                    movement));
        }
        for (var outcome : outcomes) {
            rows.add(new Row(
                    new JournalEntry(
                            HoldOutcomeJson.TOPIC,
                            outcome.hold().id().id(),
                            outcome.hold().version(),
                            outcome.hold().owner().id(),
                            outcome.event().type(),
                            HoldOutcomeJson.of(outcome),
                            now),
                    null));
        }
        for (var lot : lots) {
            rows.add(new Row(
                    new JournalEntry(
                            LotJson.TOPIC,
                            LotJson.stream(lot.id()),
                            lot.version(),
                            lot.id().sku().code(),
                            LotJson.TYPE,
                            LotJson.of(lot, now),
                            now),
                    null));
        }
        pipeline.add(
                """
                INSERT INTO journal (recorded_at, topic, stream, version, key, type, body, kind, quantity, lot, owner,
                  from_location, from_account, to_location, to_account, cause_type, cause_id, command, discrepancy,
                  occurred_at, serials)
                SELECT ?, topic, stream, version, key, type, body::json, kind, quantity, lot, owner,
                  from_location, from_account, to_location, to_account, cause_type, cause_id, command, discrepancy,
                  occurred_at::timestamptz, serials::text[]
                FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) WITH ORDINALITY
                  AS entry (topic, stream, version, key, type, body, kind, quantity, lot, owner,
                    from_location, from_account, to_location, to_account, cause_type, cause_id, command, discrepancy,
                    occurred_at, serials, place)
                ORDER BY place""",
                rows,
                columns -> columns.same(now)
                        .text(row -> row.event().topic())
                        .text(row -> row.event().stream())
                        .number(row -> row.event().version())
                        .text(row -> row.event().key())
                        .text(row -> row.event().type())
                        .text(row -> row.event().body())
                        .text(row -> of(row, movement -> movement.kind().code()))
                        .optionalNumber(row ->
                                row.movement() == null ? null : row.movement().quantity())
                        .text(row -> of(row, movement -> movement.goods().lot()))
                        .text(row -> of(row, movement -> movement.goods().owner()))
                        .text(row -> of(row, movement -> location(movement.from())))
                        .text(row -> of(row, movement -> account(movement.from())))
                        .text(row -> of(row, movement -> location(movement.to())))
                        .text(row -> of(row, movement -> account(movement.to())))
                        .text(row -> of(row, movement -> movement.cause().type()))
                        .text(row -> of(row, movement -> movement.cause().id()))
                        .text(row -> of(row, Movement::command))
                        .text(row -> of(row, Movement::discrepancy))
                        .text(row -> of(row, movement -> movement.occurredAt().toString()))
                        .text(row -> of(row, movement -> Serials.array(movement.serials()))));
        return rows.stream().map(Row::event).toList();
    }

    private interface Column {
        @Nullable
        String of(Movement movement);
    }

    private static @Nullable String of(Row row, Column column) {
        return row.movement() == null ? null : column.of(row.movement());
    }

    private static @Nullable String location(Account account) {
        return account instanceof Place place ? place.location().id() : null;
    }

    private static String account(Account account) {
        return switch (account) {
            case Place place -> place.bucket().code();
            case Beyond beyond -> beyond.outside().code();
        };
    }
}
