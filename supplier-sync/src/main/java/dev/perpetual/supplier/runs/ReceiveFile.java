package dev.perpetual.supplier.runs;

import dev.perpetual.kit.database.Database;
import dev.perpetual.supplier.catalog.KnownCatalog;
import dev.perpetual.supplier.domain.Feed;
import dev.perpetual.supplier.domain.Format;
import dev.perpetual.supplier.domain.JudgedRow;
import dev.perpetual.supplier.domain.Row;
import dev.perpetual.supplier.domain.RowRules;
import dev.perpetual.supplier.domain.UnreadableFile;
import dev.perpetual.supplier.feeds.DefineFeed;
import dev.perpetual.supplier.feeds.Feeds;
import dev.perpetual.supplier.formats.CsvFile;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Takes a file in: staged, judged row by row, compared, gated, and applied whole or not at all, in one transaction. */
@ApplicationScoped
public class ReceiveFile {

    private static final int ROWS_AT_ONCE = 2_000;
    private static final long ROWS_MAX = 5_000_000;

    private final Database database;
    private final Feeds feeds;
    private final KnownCatalog catalog;
    private final Runs runs;
    private final RunRows rows;
    private final DecideRun decideRun;
    private final MeterRegistry metrics;

    ReceiveFile(
            Database database,
            Feeds feeds,
            KnownCatalog catalog,
            Runs runs,
            RunRows rows,
            DecideRun decideRun,
            MeterRegistry metrics) {
        this.database = database;
        this.feeds = feeds;
        this.catalog = catalog;
        this.runs = runs;
        this.rows = rows;
        this.decideRun = decideRun;
        this.metrics = metrics;
    }

    /**
     * The run, decided. An arrival that was received before is answered with its first run and changes nothing.
     *
     * @throws io.quarkiverse.resteasy.problem.HttpProblem 404 when there is no such supplier or feed
     */
    public Run receive(Arrival arrival) {
        var run = taken(arrival);
        metrics.counter("perpetual.supplier.runs", "state", run.state()).increment();
        return run;
    }

    private Run taken(Arrival arrival) {
        return database.inTransaction(connection -> {
            var feed = feeds.lock(connection, arrival.feed());
            var earlier = runs.find(connection, arrival.run());
            if (earlier.isPresent()) {
                return earlier.get();
            }
            runs.begin(connection, arrival, feed);
            try {
                mustHaveLocation(connection, feed);
                stage(connection, arrival, feed);
            } catch (UnreadableFile unreadable) {
                rows.clear(connection, arrival.run());
                runs.reject(connection, arrival.run(), problem(unreadable), arrival.receivedAt());
                return runs.find(connection, arrival.run()).orElseThrow();
            }
            return decideRun.first(connection, feed, arrival);
        });
    }

    private void mustHaveLocation(Connection connection, Feed feed) throws SQLException, UnreadableFile {
        var location = feed.mapping().location();
        var kind = catalog.locationKind(connection, location).orElse("none that is known");
        if (!kind.equals(DefineFeed.SUPPLIER_LOCATION)) {
            throw new UnreadableFile(
                    "unknown-location",
                    "Expected location %s of kind SUPPLIER in the catalog, but its kind is %s"
                            .formatted(location, kind),
                    DefineFeed.SUPPLIER_LOCATION,
                    List.of(kind));
        }
    }

    private void stage(Connection connection, Arrival arrival, Feed feed) throws SQLException, UnreadableFile {
        var format = switch (feed.format()) {
            case Format.Csv csv -> csv;
        };
        try (var file = CsvFile.open(arrival.content(), format, feed.mapping())) {
            var place = 1L;
            var batch = nextRows(file);
            while (!batch.isEmpty()) {
                rows.stage(
                        connection,
                        arrival.run(),
                        place,
                        judge(connection, batch, file, feed, arrival),
                        arrival.asOf());
                place += batch.size();
                mustNotExceed(place - 1);
                batch = nextRows(file);
            }
            if (Files.size(arrival.content()) != arrival.bytes()) {
                throw new IOException("Expected %s to be complete with %d bytes, but it still grows"
                        .formatted(arrival.fileName(), arrival.bytes()));
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        rows.rejectRepeatedSkus(connection, arrival.run(), feed.mapping().sku());
        if (feed.mapping().asOf() != null) {
            runs.dateByRows(connection, arrival.run());
        }
    }

    private static List<Row> nextRows(CsvFile file) throws UnreadableFile {
        var batch = new ArrayList<Row>();
        while (batch.size() < ROWS_AT_ONCE) {
            var row = file.next();
            if (row == null) {
                break;
            }
            batch.add(row);
        }
        return batch;
    }

    private List<JudgedRow> judge(Connection connection, List<Row> batch, CsvFile file, Feed feed, Arrival arrival)
            throws SQLException {
        var columns = Objects.requireNonNull(file.columns(), "a file with rows has columns");
        var named = batch.stream()
                .map(row -> RowRules.skuOf(row, columns, feed.mapping()))
                .filter(Objects::nonNull)
                .toList();
        var known = catalog.itemsAmong(connection, named);
        var rules = new RowRules(columns, feed.mapping(), known::contains, arrival.receivedAt());
        return batch.stream().map(rules::judge).toList();
    }

    private static void mustNotExceed(long read) throws UnreadableFile {
        if (read > ROWS_MAX) {
            throw new UnreadableFile(
                    "too-many-rows",
                    "Expected at most %d rows, but got more".formatted(ROWS_MAX),
                    Long.toString(ROWS_MAX),
                    List.of("more"));
        }
    }

    private static Run.Problem problem(UnreadableFile unreadable) {
        return new Run.Problem(
                unreadable.type(), String.valueOf(unreadable.getMessage()), unreadable.expected(), unreadable.got());
    }
}
