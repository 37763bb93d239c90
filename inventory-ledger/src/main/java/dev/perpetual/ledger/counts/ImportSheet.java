package dev.perpetual.ledger.counts;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.perpetual.kit.access.Caller;
import dev.perpetual.kit.database.Database;
import dev.perpetual.kit.problems.Problems;
import dev.perpetual.ledger.counts.CountBodies.SeenBody;
import dev.perpetual.ledger.counts.ReadSeen.Seen;
import dev.perpetual.ledger.domain.StockCount.Mode;
import dev.perpetual.ledger.stock.MovementBody.MoneyBody;
import dev.perpetual.ledger.wire.Times;
import dev.perpetual.ledger.wire.UploadedRows;
import dev.perpetual.ledger.wire.UploadedRows.Fields;
import dev.perpetual.ledger.wire.UploadedRows.Shape;
import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes a sheet of counted lines from a file, part by part. Each part takes effect once, so the same file under the same
 * key goes on where it stopped. A bad row is reported and takes no other with it.
 */
@ApplicationScoped
class ImportSheet {

    private static final int ROWS_PER_PART = 500;
    private static final int ERRORS_MAX = 10_000;
    private static final Shape<SeenBody> SHAPE =
            new Shape<>(SeenBody.class, Set.of("sku", "location", "quantity"), ImportSheet::fromCsv);

    private final Database database;
    private final CountSteps steps;
    private final EnterCounted enter;
    private final ObjectMapper json;
    private final Caller caller;

    ImportSheet(Database database, CountSteps steps, EnterCounted enter, ObjectMapper json, Caller caller) {
        this.database = database;
        this.steps = steps;
        this.enter = enter;
        this.json = json;
        this.caller = caller;
    }

    /** Every row is in one of the counts; rejected ones are named. @param blank rows without a figure: not counted */
    public record SheetReport(
            String count, long read, long entered, long blank, long rejected, List<SheetError> errors) {}

    /** @param row counted from 1, the heading not among them */
    @JsonInclude(Include.NON_NULL)
    public record SheetError(long row, @Nullable String sku, String problem, String detail) {}

    private record Row(long number, SeenBody body, Seen seen) {}

    /** What became of a part: the errors of its rows; all others were entered. */
    record PartReport(List<SheetError> errors) {}

    SheetReport read(String count, String key, @Nullable String contentType, InputStream body, @Nullable Mode mode) {
        var head = database.inTransaction(connection -> Counts.find(connection, count))
                .orElseThrow(Counts::unknown);
        head.named().forEach(location -> caller.mustActFor("location", location));
        var running = new Running(head, key, mode);
        UploadedRows.read(contentType, body, SHAPE, json, running);
        if (running.read == 0) {
            throw Problems.invalid("body", "Expected rows, but got none");
        }
        running.enterPart();
        return new SheetReport(count, running.read, running.entered, running.blank, running.rejected, running.errors);
    }

    private final class Running implements UploadedRows.Sink<SeenBody> {
        private final Counts.Head head;
        private final String key;
        private final @Nullable Mode mode;
        private final Instant now = Times.now();
        private final String by = caller.name();
        private final List<Row> part = new ArrayList<>();
        private final Set<List<@Nullable String>> lines = new HashSet<>();
        private final List<SheetError> errors = new ArrayList<>();
        private int parts;
        private long read;
        private long entered;
        private long blank;
        private long rejected;

        Running(Counts.Head head, String key, @Nullable Mode mode) {
            this.head = head;
            this.key = key;
            this.mode = mode;
        }

        @Override
        public void row(SeenBody row) {
            read++;
            Seen seen;
            try {
                seen = ReadSeen.seen("row " + read, row, now);
            } catch (HttpProblem wrong) {
                reject(new SheetError(read, row.sku(), "invalid-request", String.valueOf(wrong.getDetail())));
                return;
            }
            if (seen == null) {
                blank++;
                return;
            }
            if (mode != Mode.ADD && !lines.add(Arrays.asList(row.sku(), row.location(), row.lot(), row.owner()))) {
                reject(new SheetError(
                        read,
                        row.sku(),
                        "duplicate-line",
                        "Expected each line once unless mode is add, but got one twice"));
                return;
            }
            part.add(new Row(read, row, seen));
            if (part.size() == ROWS_PER_PART) {
                enterPart();
            }
        }

        @Override
        public void unreadable(String detail) {
            read++;
            reject(new SheetError(read, null, "invalid-request", detail));
        }

        private void reject(SheetError error) {
            rejected++;
            if (errors.size() < ERRORS_MAX) {
                errors.add(error);
            }
        }

        private void enterPart() {
            if (part.isEmpty()) {
                return;
            }
            var seen = part.stream().map(Row::seen).toList();
            var openings = enter.openings(head.id(), head.createdAt(), seen);
            var done = steps.once(
                    key + "/" + ++parts,
                    "import %s %s".formatted(head.id(), mode),
                    part.stream().map(Row::body).toList(),
                    PartReport.class,
                    connection -> {
                        var locked = Counts.lock(connection, head.id());
                        var refused = enter.enter(connection, locked, seen, openings, mode, by, now);
                        return new PartReport(refused.stream()
                                .map(each -> error(part.get(each.index()), each))
                                .toList());
                    });
            entered += part.size() - done.errors().size();
            done.errors().forEach(this::reject);
            part.clear();
        }

        private SheetError error(Row row, EnterCounted.Refused refused) {
            return new SheetError(row.number(), row.body().sku(), refused.problem(), refused.detail());
        }
    }

    private static SeenBody fromCsv(Fields row) {
        var amount = row.text("unitCost");
        return new SeenBody(
                row.text("sku"),
                row.text("location"),
                row.text("lot"),
                row.text("owner"),
                row.number("quantity"),
                row.number("version"),
                row.text("countedAt"),
                amount == null ? null : new MoneyBody(amount, row.text("currency")));
    }
}
