package dev.perpetual.supplier.runs;

import dev.perpetual.kit.journal.Journal;
import dev.perpetual.kit.journal.JournalEntry;
import dev.perpetual.supplier.domain.StockReported;
import dev.perpetual.supplier.stock.SupplierStock;
import dev.perpetual.supplier.wire.Json;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Makes the figures of a run count: the stock we know of, and the reports of it, in the caller's transaction. */
@ApplicationScoped
class ApplyRun {

    static final String TOPIC = "supplier-reports";
    static final String TYPE = "supplier.stock.reported.v1";

    /** Bounds memory; the transaction holds all of them or none. */
    private static final int FIGURES_AT_ONCE = 2_000;

    private final RunRows rows;
    private final SupplierStock stock;
    private final Json json;

    ApplyRun(RunRows rows, SupplierStock stock, Json json) {
        this.rows = rows;
        this.stock = stock;
        this.json = json;
    }

    void apply(Connection connection, Run run, Instant now) throws SQLException {
        var id = UUID.fromString(run.id());
        var figures = rows.figures(connection, id, "", FIGURES_AT_ONCE);
        while (!figures.isEmpty()) {
            report(connection, run, figures, now);
            figures = rows.figures(connection, id, figures.getLast().sku(), FIGURES_AT_ONCE);
        }
    }

    private void report(Connection connection, Run run, List<RunRows.Figure> figures, Instant now) throws SQLException {
        var versions = Journal.lock(
                connection,
                TOPIC,
                figures.stream()
                        .map(figure -> StockReported.stream(run.supplier(), figure.sku()))
                        .toList());
        var events = new ArrayList<StockReported>();
        for (var figure : figures) {
            var stream = StockReported.stream(run.supplier(), figure.sku());
            events.add(new StockReported(
                    run.supplier(),
                    run.location(),
                    figure.sku(),
                    figure.quantity(),
                    figure.asOf(),
                    run.feed(),
                    run.id(),
                    versions.getOrDefault(stream, 0L) + 1));
        }
        Journal.append(
                connection, events.stream().map(event -> entry(event, now)).toList());
        stock.put(connection, events, now);
    }

    private JournalEntry entry(StockReported event, Instant now) {
        var stream = StockReported.stream(event.supplier(), event.sku());
        return new JournalEntry(TOPIC, stream, event.version(), stream, TYPE, json.report(event), now);
    }
}
