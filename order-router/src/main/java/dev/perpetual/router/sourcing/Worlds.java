package dev.perpetual.router.sourcing;

import dev.perpetual.router.domain.orders.Order;
import dev.perpetual.router.domain.orders.OrderTerms;
import dev.perpetual.router.domain.orders.World;
import dev.perpetual.router.domain.sourcing.CountryPoints;
import dev.perpetual.router.domain.sourcing.Level;
import dev.perpetual.router.domain.sourcing.Node;
import dev.perpetual.router.domain.sourcing.Point;
import dev.perpetual.router.domain.sourcing.Policy;
import dev.perpetual.router.domain.sourcing.Stock;
import dev.perpetual.router.policies.Policies;
import dev.perpetual.router.sql.Read;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Table access: our copy of locations and levels, less what we asked for and were not answered, as one snapshot. */
public final class Worlds {
    private Worlds() {}

    /** What the decisions about those orders depend on. */
    public static World load(Connection connection, Collection<Order> orders) throws SQLException {
        var skus = orders.stream()
                .flatMap(order -> order.lines().values().stream())
                .map(line -> line.sku())
                .collect(Collectors.toSet());
        var versions =
                orders.stream().map(Order::terms).map(Worlds::policyVersion).collect(Collectors.toSet());
        return new World(nodes(connection), stock(connection, skus), Policies.load(connection, versions));
    }

    /** The same for one order whose policy is at hand. */
    public static World load(Connection connection, Order order, Policy policy) throws SQLException {
        var skus = order.lines().values().stream().map(line -> line.sku()).collect(Collectors.toSet());
        return new World(nodes(connection), stock(connection, skus), List.of(policy));
    }

    private static String policyVersion(OrderTerms terms) {
        return terms.policy() + "/" + terms.policyVersion();
    }

    private static List<Node> nodes(Connection connection) throws SQLException {
        return Read.all(
                connection,
                "SELECT id, kind, sellable, country, latitude, longitude FROM location ORDER BY id",
                row -> new Node(
                        row.getString("id"),
                        Node.Kind.valueOf(row.getString("kind")),
                        row.getBoolean("sellable"),
                        point(row)));
    }

    private static @Nullable Point point(ResultSet row) throws SQLException {
        return point(Read.real(row, "latitude"), Read.real(row, "longitude"), row.getString("country"));
    }

    /** The given coordinates, else the rough centre of the country, else nothing. */
    public static @Nullable Point point(
            @Nullable Double latitude, @Nullable Double longitude, @Nullable String country) {
        if (latitude != null && longitude != null) {
            return new Point(latitude, longitude);
        }
        return country == null ? null : CountryPoints.of(country).orElse(null);
    }

    /** Levels of the SKUs, of the parts of kits among them, and of all kits that have one of these: they may be asked for. */
    private static Stock stock(Connection connection, Collection<String> skus) throws SQLException {
        var kits = Kits.around(connection, skus);
        var all = new TreeSet<>(skus);
        kits.forEach(kit -> {
            all.add(kit.sku());
            kit.parts().forEach(part -> all.add(part.sku()));
        });
        return new Stock(levels(connection, all), kits);
    }

    private static List<Level> levels(Connection connection, Collection<String> skus) throws SQLException {
        return Read.all(
                connection,
                """
                SELECT sku, location, coalesce(available, 0) AS available, coalesce(version, 0) AS version,
                  coalesce(asked, 0) AS asked, coalesce(queued, 0) AS queued
                FROM (SELECT * FROM stock_level WHERE sku = ANY(?)) AS known FULL JOIN (
                  SELECT sku, location, sum(unanswered)::bigint AS asked, sum(queued)::bigint AS queued
                  FROM hold_line WHERE unanswered > 0 AND sku = ANY(?) GROUP BY sku, location) AS under_way
                USING (sku, location)
                ORDER BY sku, location""",
                row -> new Level(
                        row.getString("sku"),
                        row.getString("location"),
                        row.getLong("available"),
                        row.getLong("asked"),
                        row.getLong("queued"),
                        row.getLong("version")),
                skus,
                skus);
    }

    /** Those of the SKUs that the catalog does not know. */
    public static List<String> unknown(Connection connection, Collection<String> skus) throws SQLException {
        return Read.all(
                connection,
                "SELECT sku FROM unnest(?) AS sku WHERE NOT EXISTS (SELECT FROM item WHERE item.sku = sku.sku)",
                row -> row.getString(1),
                skus);
    }
}
