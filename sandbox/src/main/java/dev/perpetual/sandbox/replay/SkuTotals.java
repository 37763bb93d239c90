package dev.perpetual.sandbox.replay;

/** What the file says of one SKU, in units; filled while the file is read. */
final class SkuTotals {
    private String name = "";
    private long sold;
    private long cancelled;
    private long adjusted;
    private long repeatedGone;

    /** The first description that a sale gives is the item's name. */
    void sale(Invoice.Line line) {
        sold += line.quantity();
        if (name.isEmpty() && line.price().signum() > 0) {
            name = line.description();
        }
    }

    void cancellation(Invoice.Line line) {
        cancelled += line.quantity();
    }

    void adjustment(Invoice.Line line) {
        adjusted += line.quantity();
    }

    /** A dropped repetition: what would have gone from, or come back to, the shelf with it. */
    void repetition(RetailLine line) {
        repeatedGone += switch (ReplayRules.meaningOf(line)) {
            case NO_GOODS, ZERO_QUANTITY -> 0;
            case SALE -> line.quantity();
            case CANCELLATION -> line.quantity(); // Negative: it comes back.
            case ADJUSTMENT -> -line.quantity();
        };
    }

    String name(String fallback) {
        return name.isEmpty() ? fallback : name;
    }

    long sold() {
        return sold;
    }

    long cancelled() {
        return cancelled;
    }

    long adjusted() {
        return adjusted;
    }

    long repeatedGone() {
        return repeatedGone;
    }

    /** Received before the first order: every sale can ship, and every adjustment finds its units. */
    long opening() {
        return Math.addExact(sold, adjusted);
    }

    /** Units that have left the shelf for good when every row of the file is believed, repeated ones included. */
    long fileGone() {
        return sold - cancelled + adjusted + repeatedGone;
    }
}
