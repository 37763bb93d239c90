package dev.perpetual.ledger.openings;

import static dev.perpetual.ledger.domain.Account.at;
import static dev.perpetual.ledger.domain.Account.beyond;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.perpetual.kit.access.Caller;
import dev.perpetual.kit.database.Database;
import dev.perpetual.kit.problems.Problems;
import dev.perpetual.ledger.commit.CommitLoop;
import dev.perpetual.ledger.domain.Answer;
import dev.perpetual.ledger.domain.Cause;
import dev.perpetual.ledger.domain.Command.RecordMovement;
import dev.perpetual.ledger.domain.MovementKind;
import dev.perpetual.ledger.domain.Outcome;
import dev.perpetual.ledger.domain.Outcome.KeyReused;
import dev.perpetual.ledger.domain.Outcome.Recorded;
import dev.perpetual.ledger.domain.Outcome.Refused;
import dev.perpetual.ledger.domain.Outcome.Rejected;
import dev.perpetual.ledger.domain.Outside;
import dev.perpetual.ledger.domain.Submitted;
import dev.perpetual.ledger.openings.OpeningRow.OpeningBody;
import dev.perpetual.ledger.openings.Openings.Place;
import dev.perpetual.ledger.openings.Openings.Result;
import dev.perpetual.ledger.wire.Times;
import dev.perpetual.ledger.wire.UploadedRows;
import dev.perpetual.ledger.wire.UploadedRows.Shape;
import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Takes opening balances from a file, many rows per commit. Each figure is recorded once, however often the file is sent,
 * and what the source said is kept beside it. A bad row is reported and takes no other with it.
 */
@ApplicationScoped
class ImportOpenings {

    private static final int ROWS_PER_COMMIT = 500;
    private static final int ERRORS_MAX = 10_000;
    private static final Shape<OpeningBody> SHAPE =
            new Shape<>(OpeningBody.class, Set.of("sku", "location", "quantity"), OpeningBody::of);

    private final Database database;
    private final CommitLoop loop;
    private final ObjectMapper json;
    private final Caller caller;

    ImportOpenings(Database database, CommitLoop loop, ObjectMapper json, Caller caller) {
        this.database = database;
        this.loop = loop;
        this.json = json;
        this.caller = caller;
    }

    /** Every row is in one of the counts. @param unchanged rows that an earlier file brought already */
    public record OpeningReport(
            String id, long read, long recorded, long unchanged, long rejected, List<OpeningError> errors) {}

    /** @param row counted from 1, the heading not among them */
    @JsonInclude(Include.NON_NULL)
    public record OpeningError(long row, @Nullable String sku, String detail) {}

    OpeningReport read(String id, @Nullable String contentType, InputStream body) {
        var running = new Running(id);
        UploadedRows.read(contentType, body, SHAPE, json, running);
        if (running.read == 0) {
            throw Problems.invalid("body", "Expected rows, but got none");
        }
        return running.report();
    }

    private final class Running implements UploadedRows.Sink<OpeningBody> {
        private final String id;
        private final String by = caller.name();
        private final Instant now = Times.now();
        private final Map<Place, OpeningRow> part = new LinkedHashMap<>();
        private final TreeMap<Long, OpeningError> errors = new TreeMap<>();
        private long run;
        private long read;
        private long recorded;
        private long unchanged;
        private long rejected;
        private long unreadable;

        Running(String id) {
            this.id = id;
        }

        @Override
        public void row(OpeningBody body) {
            read++;
            try {
                caller.mustActFor("location", String.valueOf(body.location()));
                var row = OpeningRow.of(read, body, now);
                var twin = part.putIfAbsent(Place.of(row), row);
                if (twin != null) {
                    unreadable++;
                    reject(read, body.sku(), duplicate(twin.line()));
                }
            } catch (HttpProblem wrong) {
                unreadable++;
                reject(read, body.sku(), String.valueOf(wrong.getDetail()));
            }
            if (part.size() == ROWS_PER_COMMIT) {
                commit();
            }
        }

        @Override
        public void unreadable(String detail) {
            read++;
            unreadable++;
            reject(read, null, detail);
        }

        private void reject(long row, @Nullable String sku, String detail) {
            rejected++;
            if (errors.size() < ERRORS_MAX) {
                errors.put(row, new OpeningError(row, sku, detail));
            }
        }

        private static String duplicate(long line) {
            return "Expected one figure for each SKU, location, bucket, lot and owner, but row %d has it already"
                    .formatted(line);
        }

        private void commit() {
            var rows = List.copyOf(part.values());
            part.clear();
            if (rows.isEmpty()) {
                return;
            }
            begin();
            var fresh = database.inTransaction(connection -> {
                var known = Openings.known(connection, id, rows);
                var said = rows.stream()
                        .filter(row -> !isOfThisFile(known.get(Place.of(row))))
                        .toList();
                Openings.say(connection, id, run, said);
                return new Fresh(known, said);
            });
            for (var row : rows) {
                var known = fresh.known().get(Place.of(row));
                if (known != null && isOfThisFile(known)) {
                    unreadable++;
                    reject(row.line(), row.key().sku().code(), duplicate(known.line()));
                }
            }
            record(fresh);
        }

        private void begin() {
            if (run == 0) {
                run = database.inTransaction(connection -> Openings.begin(connection, id, by, now));
            }
        }

        private boolean isOfThisFile(Openings.@Nullable Known known) {
            return known != null && known.run() == run;
        }

        private void record(Fresh fresh) {
            var asked = new ArrayList<OpeningRow>();
            var results = new ArrayList<Result>();
            for (var row : fresh.said()) {
                var known = fresh.known().get(Place.of(row));
                var opened = known == null ? null : known.opened();
                if (opened == null && row.quantity() > 0) {
                    asked.add(row);
                } else if (opened == null || opened == row.quantity()) {
                    unchanged += opened == null ? 0 : 1;
                    recorded += opened == null ? 1 : 0;
                    results.add(new Result(row, row.quantity(), null));
                } else {
                    results.add(rejected(
                            row,
                            "Expected the figure that was opened first, %d, but got %d"
                                    .formatted(opened, row.quantity())));
                }
            }
            var answers = asked.isEmpty()
                    ? List.<Answer>of()
                    : loop.submit(asked.stream().map(this::command).toList());
            var newest = (Instant) null;
            for (var i = 0; i < asked.size(); i++) {
                var answer = answers.get(i);
                results.add(result(asked.get(i), answer.outcome(), answer.repeated()));
                if (answer.outcome() instanceof Recorded at) {
                    newest = newest == null || at.recordedAt().isAfter(newest) ? at.recordedAt() : newest;
                }
            }
            var recordedAt = newest;
            database.inTransaction(connection -> {
                Openings.keep(connection, id, results, recordedAt);
                return results;
            });
        }

        private Result result(OpeningRow row, Outcome outcome, boolean repeated) {
            return switch (outcome) {
                case Recorded _ -> {
                    unchanged += repeated ? 1 : 0;
                    recorded += repeated ? 0 : 1;
                    yield new Result(row, row.quantity(), null);
                }
                case Refused refused -> rejected(row, refused.detail());
                case Rejected wrong -> rejected(row, wrong.detail());
                case KeyReused _ -> rejected(row, "Expected the content that was sent first, but got another");
                default -> throw new IllegalStateException("Expected the outcome of a movement, but got " + outcome);
            };
        }

        private Result rejected(OpeningRow row, String why) {
            reject(row.line(), row.key().sku().code(), why);
            return new Result(row, null, why);
        }

        private Submitted command(OpeningRow row) {
            return new Submitted(
                    row.command(id),
                    row.contentHash(),
                    by,
                    new RecordMovement(
                            MovementKind.RECEIVE,
                            row.key().sku(),
                            row.quantity(),
                            beyond(Outside.OPENING),
                            at(row.key().location(), row.bucket()),
                            row.key().goods(),
                            null,
                            row.unitCost(),
                            new Cause("opening", id, null),
                            row.occurredAt()));
        }

        OpeningReport report() {
            commit();
            begin();
            database.inTransaction(connection -> {
                Openings.end(connection, id, unreadable);
                return run;
            });
            return new OpeningReport(id, read, recorded, unchanged, rejected, List.copyOf(errors.values()));
        }
    }

    /** What a part said and what was known of it before. */
    private record Fresh(Map<Place, Openings.Known> known, List<OpeningRow> said) {}
}
