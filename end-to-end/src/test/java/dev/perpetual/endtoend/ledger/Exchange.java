package dev.perpetual.endtoend.ledger;

import java.util.List;

/**
 * One request and everything that was answered to it.
 *
 * @param id minted by the client; the same request is sent again with the same id until it is answered
 * @param sent when it was sent first, in nanoseconds of one clock
 * @param answered when the first answer was there
 * @param effects what the answer says that it changed
 * @param claims what the answer says that there was
 * @param answers every answer, as text without what may differ when it is told again
 */
record Exchange(String id, long sent, long answered, List<Effect> effects, List<Claim> claims, List<String> answers) {

    /**
     * Units that came and went with one version of a SKU.
     *
     * @param judged it had to be refused if it took more than was available
     */
    record Effect(String sku, long version, String location, long available, long held, boolean judged) {}

    /**
     * So much was there after that version.
     *
     * @param asked for more than that, which is why it was refused; 0 when it was only looked at
     * @param held not told when below zero
     */
    record Claim(String sku, long version, String location, long available, long held, long asked) {

        static Claim refused(String sku, long version, String location, long available, long asked) {
            return new Claim(sku, version, location, available, -1, asked);
        }

        static Claim read(String sku, long version, String location, long available, long held) {
            return new Claim(sku, version, location, available, held, 0);
        }
    }

    /** One more answer to the same request. */
    Exchange and(String answer) {
        var more = new java.util.ArrayList<>(answers);
        more.add(answer);
        return new Exchange(id, sent, answered, effects, claims, List.copyOf(more));
    }
}
