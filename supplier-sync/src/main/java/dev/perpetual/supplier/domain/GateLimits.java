package dev.perpetual.supplier.domain;

/**
 * How much a run may differ from what is known before a person has to look.
 *
 * @param shareToZeroMax share (0 to 1) of the SKUs known to be in stock that may go to zero at once
 * @param rowDropMax share (0 to 1) by which the rows may be fewer than usual
 * @param rejectedShareMax share (0 to 1) of the rows that may be unreadable
 * @param repeatsAllowed whether content that was applied before may come again without a newer as-of
 */
public record GateLimits(double shareToZeroMax, double rowDropMax, double rejectedShareMax, boolean repeatsAllowed) {

    public static final GateLimits DEFAULT = new GateLimits(0.3, 0.3, 0.5, false);

    public GateLimits {
        requireShare("shareToZeroMax", shareToZeroMax);
        requireShare("rowDropMax", rowDropMax);
        requireShare("rejectedShareMax", rejectedShareMax);
    }

    private static void requireShare(String name, double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("Expected %s from 0 to 1, but got %s".formatted(name, share));
        }
    }
}
