package dev.perpetual.router.orders;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Ids of orders: made of channel and number, so that every replica gives the same order the same id. */
final class OrderIds {
    private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final int DIGITS = 16;

    private OrderIds() {}

    /** 80 bits of SHA-256 in an alphabet that people can read out to each other. */
    static String of(String channel, String channelOrderId) {
        try {
            var hash =
                    MessageDigest.getInstance("SHA-256").digest((channel + "\u001f" + channelOrderId).getBytes(UTF_8));
            var id = new StringBuilder("O-");
            for (var digit = 0; digit < DIGITS; digit++) {
                var bit = digit * 5;
                var pair = (hash[bit / 8] & 0xff) << 8 | hash[bit / 8 + 1] & 0xff;
                id.append(ALPHABET.charAt(pair >> 11 - bit % 8 & 31));
            }
            return id.toString();
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
