package dev.perpetual.sandbox.replay;

import dev.perpetual.sandbox.client.Interrupted;
import dev.perpetual.sandbox.client.Perpetual;
import dev.perpetual.sandbox.replay.Undo.Kind;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;

/** One run of a sales file through a running system, from the opening stock to the reconciliation. */
public final class ReplayRun {
    private static final Duration SETTLE_PAUSE = Duration.ofMillis(500);
    private static final Duration SETTLE_MAX = Duration.ofSeconds(90);

    private final Perpetual perpetual;
    private final ReplaySettings settings;
    private final PrintStream out;
    private final Failures failures = new Failures();
    private LongConsumer watcher = _ -> {};

    public ReplayRun(Perpetual perpetual, ReplaySettings settings, PrintStream out) {
        this.perpetual = perpetual;
        this.settings = settings;
        this.out = out;
    }

    /** Tells, again and again while the orders run, how many of them have left. */
    public ReplayRun watchedBy(LongConsumer other) {
        watcher = other;
        return this;
    }

    /** Plays the file to its end and reconciles. */
    public ReplayResult play(Path path) {
        var file = RetailFile.open(path);
        say("Reading %s".formatted(path));
        var survey = Survey.of(file);
        var undos = Undos.of(file, survey);
        say("%,d stock codes, %,d orders with %,d lines, %s"
                .formatted(survey.bySku().size(), survey.orders(), survey.lines(), file.charset()));

        var since = Instant.now();
        var before = Stock.read(perpetual.ledger(), survey.bySku().keySet());
        say("Receiving the opening stock of run %s".formatted(settings.run()));
        new Stocking(perpetual, settings, survey).run(failures);

        var tracks = new Tracks(undos);
        var desk = new OrderDesk(perpetual.router(), settings, tracks);
        var started = System.nanoTime();
        long parcels;
        try (var floor = new Floor(perpetual.router(), settings, tracks, failures);
                var progress = Progress.of("replay", survey.orders(), settings.quiet(), out)) {
            floor.start();
            post(file, desk, tracks, undos, progress);
            parcels = floor.parcels();
        }
        var took = Duration.ofNanos(System.nanoTime() - started);
        say("Reconciling");
        var books = settle(survey, before, since, undos);
        return new ReplayResult(
                settings.run(),
                survey.counts(),
                undos.units(),
                survey.orders(),
                desk.retried(),
                desk.answeredLate(),
                parcels,
                took,
                desk.latencyMicros(),
                books.book,
                books.rows,
                failures.kept(),
                failures.count());
    }

    private void post(RetailFile file, OrderDesk desk, Tracks tracks, Undos undos, Progress progress) {
        var takebacks = new Takebacks(perpetual.router(), perpetual.ledger(), settings, tracks);
        try (var workers = new Workers(settings.clients(), failures)) {
            var pace = new Pace(settings.ordersPerSecond());
            Invoices.read(
                    file,
                    invoice -> {
                        play(invoice, desk, tracks, undos, takebacks, workers, pace);
                        tell(tracks, progress);
                    },
                    _ -> {});
            awaitGone(tracks, progress);
            workers.await();
        }
    }

    private void play(
            Invoice invoice,
            OrderDesk desk,
            Tracks tracks,
            Undos undos,
            Takebacks takebacks,
            Workers workers,
            Pace pace) {
        if (!invoice.sales().isEmpty()) {
            pace.await();
            var track = tracks.start(invoice);
            workers.start("order " + invoice.key(), () -> desk.place(invoice, track));
        }
        if (!invoice.adjustments().isEmpty()) {
            workers.start("adjustment " + invoice.key(), () -> takebacks.adjust(invoice));
        }
        takeBack(invoice, undos.of(invoice.key()), tracks, takebacks, workers);
    }

    private static void takeBack(
            Invoice invoice, List<Undo> undos, Tracks tracks, Takebacks takebacks, Workers workers) {
        Takebacks.bySale(undos, Kind.CANCEL)
                .forEach((sale, part) -> workers.startLater(
                        "cancellation " + invoice.key(),
                        () -> tracks.ofSale(sale).answered().join(),
                        () -> takebacks.cancel(invoice, sale, part)));
        Takebacks.bySale(undos, Kind.RETURN)
                .forEach((sale, part) -> workers.startLater(
                        "return " + invoice.key(),
                        () -> takebacks.awaitLeaving(sale, part),
                        () -> takebacks.takeBack(invoice, sale, part)));
        Takebacks.bySale(undos, Kind.LOOSE_RETURN)
                .forEach((_, part) ->
                        workers.start("return " + invoice.key(), () -> takebacks.takeBackLoose(invoice, part)));
    }

    /** Waits until every order has left; gives up when nothing at all moves for as long as the patience is. */
    private void awaitGone(Tracks tracks, Progress progress) {
        var seen = tracks.gone();
        var movedAt = System.nanoTime();
        while (tracks.gone() < tracks.started()) {
            Interrupted.pause(SETTLE_PAUSE);
            tell(tracks, progress);
            if (tracks.gone() != seen) {
                seen = tracks.gone();
                movedAt = System.nanoTime();
            } else if (System.nanoTime() - movedAt > settings.patience().toNanos()) {
                var stuck = new IllegalStateException("Expected every order to leave, but %d are still here: %s"
                        .formatted(tracks.started() - seen, tracks.examples()));
                failures.add("waiting", stuck);
                tracks.giveUp(stuck);
                return;
            }
        }
        tell(tracks, progress);
    }

    /** The ledger follows the router by messages: asks until all agree, or until nothing more can be expected. */
    private Books settle(Survey survey, Map<String, Stock> before, Instant since, Undos undos) {
        var reconciliation = new Reconciliation(survey, settings, before, undos.cancelledUnitsBySku());
        var deadline = System.nanoTime() + SETTLE_MAX.toNanos();
        while (true) {
            var book = OrderBook.read(perpetual.router(), settings.channel());
            var rows = reconciliation.of(
                    Stock.read(perpetual.ledger(), survey.bySku().keySet()), book.shipped());
            var agreed = book.unfinished() == 0 && rows.stream().allMatch(SkuResult::isReconciled);
            if (agreed || System.nanoTime() > deadline) {
                return new Books(book, explained(rows, book, reconciliation, since));
            }
            Interrupted.pause(SETTLE_PAUSE);
        }
    }

    private List<SkuResult> explained(
            List<SkuResult> rows, OrderBook book, Reconciliation reconciliation, Instant since) {
        return rows.stream()
                .map(row ->
                        row.isReconciled() ? row : reconciliation.explained(row, perpetual.ledger(), since, book.ids()))
                .toList();
    }

    private void tell(Tracks tracks, Progress progress) {
        progress.at(tracks.gone());
        watcher.accept(tracks.gone());
    }

    private void say(String line) {
        if (!settings.quiet()) {
            out.println(line);
        }
    }

    private record Books(OrderBook book, List<SkuResult> rows) {}
}
