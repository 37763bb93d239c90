package dev.perpetual.kit.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perpetual.kit.problems.Problems;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/** First answers by caller and key, stored in the transaction of their effect where the use case can, and kept for good. */
public final class Idempotency {

    private Idempotency() {}

    /** What was answered the first time. */
    public record Stored(int status, String body) {}

    /**
     * The first answer, if this key was used before with the same content.
     *
     * @throws io.quarkiverse.resteasy.problem.HttpProblem 422 idempotency-key-reused when the content is another
     */
    public static Optional<Stored> find(Connection connection, String caller, String key, String requestHash)
            throws SQLException {
        try (var select = connection.prepareStatement(
                "SELECT request_hash, status, body FROM idempotency WHERE caller = ? AND key = ?")) {
            select.setString(1, caller);
            select.setString(2, key);
            var rows = select.executeQuery();
            if (!rows.next()) {
                return Optional.empty();
            }
            if (!rows.getString(1).equals(requestHash)) {
                throw reused(key, rows.getString(1), requestHash);
            }
            return Optional.of(new Stored(rows.getInt(2), rows.getString(3)));
        }
    }

    /** The problem of one key for two contents; nothing of the second is applied. */
    public static RuntimeException reused(String key, String storedHash, String requestHash) {
        return Problems.of(
                422,
                "idempotency-key-reused",
                "Expected the same content as the first time for key %s, but got another".formatted(key),
                Map.of("storedHash", storedHash, "requestHash", requestHash));
    }

    public static void store(
            Connection connection, String caller, String key, String requestHash, int status, String body)
            throws SQLException {
        try (var insert = connection.prepareStatement("""
                INSERT INTO idempotency (caller, key, request_hash, status, body) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT DO NOTHING""")) {
            insert.setString(1, caller);
            insert.setString(2, key);
            insert.setString(3, requestHash);
            insert.setInt(4, status);
            insert.setString(5, body);
            insert.executeUpdate();
        }
    }

    /** SHA-256 of the content, in hexadecimal. */
    public static String hash(String content) {
        return hash(content.getBytes(UTF_8));
    }

    public static String hash(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
