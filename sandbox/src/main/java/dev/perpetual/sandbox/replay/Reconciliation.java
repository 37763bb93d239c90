package dev.perpetual.sandbox.replay;

import dev.perpetual.sandbox.client.LedgerClient;
import dev.perpetual.sandbox.client.RecordedMovement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The file against the books, stock code by stock code, as changes since the moment before the run, so that a system
 * that already had stock reconciles as well as an empty one.
 */
final class Reconciliation {
    private final Survey survey;
    private final ReplaySettings settings;
    private final Map<String, Stock> before;
    private final Map<String, Long> cancelled;

    /**
     * @param before the ledger's stock before the run
     * @param cancelled per SKU the units that were cancelled before they left
     */
    Reconciliation(Survey survey, ReplaySettings settings, Map<String, Stock> before, Map<String, Long> cancelled) {
        this.survey = survey;
        this.settings = settings;
        this.before = before;
        this.cancelled = cancelled;
    }

    /** One row per stock code, in order of the code. */
    List<SkuResult> of(Map<String, Stock> now, Map<String, Long> routerShipped) {
        return survey.bySku().entrySet().stream()
                .map(entry -> result(
                        entry.getKey(),
                        entry.getValue(),
                        Stock.of(now, entry.getKey()).minus(Stock.of(before, entry.getKey())),
                        routerShipped.getOrDefault(entry.getKey(), 0L)))
                .toList();
    }

    private SkuResult result(String sku, SkuTotals file, Stock change, long routerShipped) {
        var cancelledHere = cancelled.getOrDefault(sku, 0L);
        return new SkuResult(
                sku,
                file.fileGone(),
                file.repeatedGone(),
                file.opening(),
                file.sold(),
                cancelledHere,
                file.cancelled() - cancelledHere,
                file.adjusted(),
                routerShipped,
                change.onHand(),
                change.promised(),
                0);
    }

    /** The same row with the units that others moved meanwhile, read from the SKU's own history. */
    SkuResult explained(SkuResult row, LedgerClient ledger, Instant since, Set<String> orders) {
        var foreign = ledger.movementsOf(row.sku())
                .filter(movement -> !movement.recordedAt().isBefore(since) && !isOurs(movement, orders))
                .mapToLong(RecordedMovement::onHandChange)
                .sum();
        return row.withForeign(foreign);
    }

    private boolean isOurs(RecordedMovement movement, Set<String> orders) {
        var cause = movement.cause();
        return cause != null && (cause.id().startsWith(settings.channel()) || orders.contains(orderOf(cause.id())));
    }

    /** A hold is named after its order: {@code order/attempt}. */
    private static String orderOf(String cause) {
        var slash = cause.indexOf('/');
        return slash < 0 ? cause : cause.substring(0, slash);
    }
}
