package dev.perpetual.sandbox.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;

/**
 * Turns a customer's number into one that only tells same from other, within this run: a cancellation must find its
 * sale, and no personal data may leave the file.
 */
final class CustomerHash {
    private final byte[] salt = new byte[16];

    CustomerHash() {
        new SecureRandom().nextBytes(salt);
    }

    /** 0 for an empty text, never 0 else. {@code 17850} and {@code 17850.0} are one customer. */
    long of(String customer) {
        if (customer.isEmpty()) {
            return 0;
        }
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(salt);
            digest.update(customer.replaceAll("\\.0+$", "").getBytes(UTF_8));
            return ByteBuffer.wrap(digest.digest()).getLong() | 1;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Expected SHA-256 in every JDK, but got none", e);
        }
    }
}
