package dev.perpetual.sandbox.replay;

/**
 * One stock code, reconciled: what the file says, what was done with it, what the ledger has now. All in units, all as
 * changes that this run made.
 *
 * @param fileGone units gone for good when every row of the file is believed
 * @param repeatedGone units gone in rows that were dropped as exact repetitions
 * @param routerShipped units that the router's orders say have left
 * @param ledgerLeft change of the ledger's on hand since before the run
 * @param ledgerPromised change of what orders still wait for
 * @param foreign change by movements that this run did not cause
 */
record SkuResult(
        String sku,
        long fileGone,
        long repeatedGone,
        long opening,
        long ordered,
        long cancelled,
        long returned,
        long adjusted,
        long routerShipped,
        long ledgerLeft,
        long ledgerPromised,
        long foreign) {

    /** What must be left: opening − shipped + returned − adjusted. */
    long expectedLeft() {
        return opening - (ordered - cancelled) + returned - adjusted;
    }

    /** What has left the ledger's shelves for good: what the file says, less its repeated rows. */
    long ledgerGone() {
        return opening - ledgerLeft;
    }

    /** The file against the ledger: only dropped repetitions and other people's movements may make it. */
    long difference() {
        return fileGone - ledgerGone();
    }

    /** Units of the difference for which there is no reason. Must be zero. */
    long unexplained() {
        return difference() - repeatedGone - foreign;
    }

    /** Whether ledger and router agree with the file to the unit, and nothing is left hanging. */
    boolean isReconciled() {
        return unexplained() == 0
                && ledgerLeft - foreign == expectedLeft()
                && routerShipped == ordered - cancelled
                && ledgerPromised == 0;
    }

    SkuResult withForeign(long units) {
        return new SkuResult(
                sku,
                fileGone,
                repeatedGone,
                opening,
                ordered,
                cancelled,
                returned,
                adjusted,
                routerShipped,
                ledgerLeft,
                ledgerPromised,
                units);
    }
}
