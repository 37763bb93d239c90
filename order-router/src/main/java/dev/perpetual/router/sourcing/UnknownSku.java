package dev.perpetual.router.sourcing;

import dev.perpetual.kit.problems.Problems;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Map;

/** Turns away orders of things that the catalog does not know. */
public final class UnknownSku {
    private UnknownSku() {}

    /** @throws io.quarkiverse.resteasy.problem.HttpProblem 422 unknown-sku that names them all */
    public static void expectNone(Connection connection, Collection<String> skus) throws SQLException {
        var unknown = Worlds.unknown(connection, skus);
        if (!unknown.isEmpty()) {
            throw Problems.of(
                    422,
                    "unknown-sku",
                    "Expected SKUs of the catalog, but got " + String.join(", ", unknown),
                    Map.of("skus", unknown));
        }
    }
}
