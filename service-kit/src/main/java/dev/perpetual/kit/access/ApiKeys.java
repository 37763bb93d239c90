package dev.perpetual.kit.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perpetual.kit.access.ApiKey.Scope;
import dev.perpetual.kit.database.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** The table of API keys. Secrets are 256 random bits, so that a plain SHA-256 is enough to keep them by. */
@ApplicationScoped
class ApiKeys {

    private static final int SECRET_BYTES = 32;
    /** Also how long a revoked key may still work. */
    private static final Duration REMEMBERED = Duration.ofSeconds(10);

    private static final Optional<ApiKey> ADMIN = Optional.of(new ApiKey("admin", "admin", Set.of(ApiKey.ADMIN), null));

    private static final int REMEMBERED_MAX = 10_000;

    private final Database database;
    private final Optional<byte[]> adminHash;
    private final SecureRandom random = new SecureRandom();
    private final ConcurrentHashMap<String, Remembered> remembered = new ConcurrentHashMap<>();

    ApiKeys(Database database, @ConfigProperty(name = "perpetual.admin.key") Optional<String> adminKey) {
        this.database = database;
        this.adminHash = adminKey.filter(key -> key.length() >= 32).map(ApiKeys::hash);
    }

    private record Remembered(Optional<ApiKey> key, Instant until) {}

    /** What a recent look has found of this secret, without asking the database; null when there was none. */
    @Nullable
    Optional<ApiKey> remembered(String secret, Instant now) {
        var hash = hash(secret);
        if (adminHash.isPresent() && MessageDigest.isEqual(adminHash.get(), hash)) {
            return ADMIN;
        }
        var known = remembered.get(HexFormat.of().formatHex(hash));
        return known != null && now.isBefore(known.until()) ? known.key() : null;
    }

    /** The key that this secret belongs to, unless it is unknown or revoked. */
    Optional<ApiKey> find(String secret, Instant now) {
        var known = remembered(secret, now);
        if (known != null) {
            return known;
        }
        var hash = hash(secret);
        var found = database.inTransaction(connection -> select(connection, hash));
        if (remembered.size() >= REMEMBERED_MAX) {
            remembered.clear();
        }
        remembered.put(HexFormat.of().formatHex(hash), new Remembered(found, now.plus(REMEMBERED)));
        return found;
    }

    private static Optional<ApiKey> select(Connection connection, byte[] hash) throws SQLException {
        try (var select = connection.prepareStatement(
                "SELECT id, name, roles, scope_kind, scope_id FROM api_key WHERE hash = ? AND revoked_at IS NULL")) {
            select.setBytes(1, hash);
            var rows = select.executeQuery();
            if (!rows.next()) {
                return Optional.empty();
            }
            var kind = rows.getString("scope_kind");
            return Optional.of(new ApiKey(
                    rows.getString("id"),
                    rows.getString("name"),
                    Set.of((String[]) rows.getArray("roles").getArray()),
                    kind == null ? null : new Scope(kind, rows.getString("scope_id"))));
        }
    }

    /** Stores the key and returns its secret, which cannot be read again. */
    String create(Connection connection, ApiKey key, Instant now) throws SQLException {
        var bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        var secret = "pk_" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        try (var insert = connection.prepareStatement("""
                INSERT INTO api_key (id, name, hash, roles, scope_kind, scope_id, created_at)
                VALUES (?, ?, ?, ?, ?, ?, ?)""")) {
            insert.setString(1, key.id());
            insert.setString(2, key.name());
            insert.setBytes(3, hash(secret));
            insert.setArray(4, connection.createArrayOf("text", key.roles().toArray()));
            insert.setString(5, key.scope() == null ? null : key.scope().kind());
            insert.setString(6, key.scope() == null ? null : key.scope().id());
            insert.setTimestamp(7, Timestamp.from(now));
            insert.executeUpdate();
        }
        return secret;
    }

    /** False when there is no such key, or it is revoked already. */
    boolean revoke(Connection connection, String id, Instant now) throws SQLException {
        try (var update =
                connection.prepareStatement("UPDATE api_key SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL")) {
            update.setTimestamp(1, Timestamp.from(now));
            update.setString(2, id);
            return update.executeUpdate() == 1;
        }
    }

    private static byte[] hash(String secret) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
