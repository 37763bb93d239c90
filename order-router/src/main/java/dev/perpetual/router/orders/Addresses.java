package dev.perpetual.router.orders;

import dev.perpetual.router.sql.Read;
import dev.perpetual.router.wire.OrderDraft;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Table access: where parcels go. The only personal data of the service; on no topic and in no decision. */
public final class Addresses {
    private Addresses() {}

    /** Where a parcel goes. */
    public record Address(
            @Nullable String name,
            @Nullable String street,
            @Nullable String city,
            @Nullable String postalCode,
            @Nullable String country,
            @Nullable String region,
            @Nullable String notes) {}

    static void add(Connection connection, String order, OrderDraft.Address address) throws SQLException {
        Read.update(
                connection,
                "INSERT INTO ship_to (order_id, name, street, city, postal_code, notes) VALUES (?, ?, ?, ?, ?, ?)",
                order,
                address.name(),
                address.street(),
                address.city(),
                address.postalCode(),
                address.notes());
    }

    public static Optional<Address> find(Connection connection, String order) throws SQLException {
        return Read.all(
                        connection,
                        """
                        SELECT name, street, city, postal_code, country, region, notes
                        FROM ship_to JOIN orders ON id = order_id WHERE order_id = ?""",
                        row -> new Address(
                                row.getString(1),
                                row.getString(2),
                                row.getString(3),
                                row.getString(4),
                                row.getString(5),
                                row.getString(6),
                                row.getString(7)),
                        order)
                .stream()
                .findFirst();
    }
}
