package dev.perpetual.router.policies;

import dev.perpetual.kit.journal.Journal;
import dev.perpetual.router.domain.sourcing.Policy;
import dev.perpetual.router.sql.Read;
import dev.perpetual.router.wire.Json;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Table access: policy versions, which never change, and the active ones. */
public final class Policies {
    private Policies() {}

    /** A version as it is listed. */
    public record Listed(Policy policy, boolean active) {}

    /** The active policy named like the channel, else the active default, else the built-in one. */
    public static Policy forChannel(Connection connection, String channel) throws SQLException {
        var active =
                Read.all(connection, """
                SELECT document FROM active_policy JOIN policy USING (name, version)
                WHERE name = ANY(?) ORDER BY name = 'default' LIMIT 1""", row -> Json.own(row.getString(1), Policy.class), Set.of(channel, "default"));
        return active.isEmpty() ? Policy.builtIn() : active.getFirst();
    }

    /** Those versions, given as {@code name/version}. */
    public static List<Policy> load(Connection connection, Collection<String> versions) throws SQLException {
        var found = Read.all(
                connection,
                "SELECT document FROM policy WHERE name || '/' || version = ANY(?)",
                row -> Json.own(row.getString(1), Policy.class),
                versions);
        found.add(Policy.builtIn());
        return found;
    }

    public static Optional<Policy> find(Connection connection, String name, int version) throws SQLException {
        return load(connection, List.of(name + "/" + version)).stream()
                .filter(policy -> policy.name().equals(name) && policy.version() == version)
                .findFirst();
    }

    /** All versions of a policy, newest first. */
    public static List<Listed> versions(Connection connection, String name) throws SQLException {
        var active = activeVersion(connection, name);
        var found = Read.all(
                connection,
                "SELECT document FROM policy WHERE name = ? ORDER BY version DESC",
                row -> Json.own(row.getString(1), Policy.class),
                name);
        if (name.equals(Policy.builtIn().name())) {
            found.add(Policy.builtIn());
        }
        return found.stream()
                .map(policy -> new Listed(policy, policy.version() == active))
                .toList();
    }

    private static int activeVersion(Connection connection, String name) throws SQLException {
        return Read.all(connection, "SELECT version FROM active_policy WHERE name = ?", row -> row.getInt(1), name)
                .stream()
                .findFirst()
                .orElse(name.equals(Policy.builtIn().name()) ? 1 : 0);
    }

    /** Stores the rules as the next version of that name. The lock keeps two writers from the same number. */
    static Policy add(Connection connection, String name, Policy rules, Instant at, String by) throws SQLException {
        Journal.lock(connection, "policies", name);
        var versions = versions(connection, name);
        var next = versions.isEmpty() ? 1 : versions.getFirst().policy().version() + 1;
        var policy = rules.as(name, next);
        Read.update(
                connection,
                "INSERT INTO policy (name, version, document, created_at, created_by) VALUES (?, ?, ?::json, ?, ?)",
                name,
                next,
                Json.text(policy),
                at,
                by);
        return policy;
    }

    static void activate(Connection connection, Policy policy, Instant at, String by) throws SQLException {
        Read.update(connection, """
                INSERT INTO active_policy (name, version, activated_at, activated_by) VALUES (?, ?, ?, ?)
                ON CONFLICT (name) DO UPDATE SET
                  version = excluded.version, activated_at = excluded.activated_at, activated_by = excluded.activated_by""", policy.name(), policy.version(), at, by);
        // The built-in version has no row of its own until it is asked for again.
        Read.update(connection, """
                INSERT INTO policy (name, version, document, created_at, created_by) VALUES (?, ?, ?::json, ?, ?)
                ON CONFLICT DO NOTHING""", policy.name(), policy.version(), Json.text(policy), at, by);
    }
}
