package dev.perpetual.ledger.verify;

import dev.perpetual.kit.database.Database;
import dev.perpetual.ledger.domain.Account;
import dev.perpetual.ledger.domain.Bucket;
import dev.perpetual.ledger.domain.LocationId;
import dev.perpetual.ledger.domain.MovementKind;
import dev.perpetual.ledger.domain.Outside;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Every movement has two sides, and its kind allows the way between them. So the sum over all accounts, those
 * outside included, is zero. The database groups the ways that were gone; the rules themselves judge each of them.
 */
record LawPass() implements Pass {

    private static final LocationId HERE = new LocationId("here");
    private static final LocationId THERE = new LocationId("there");

    @Override
    public String name() {
        return "every movement goes a way that its kind allows";
    }

    @Override
    public Set<String> tables() {
        return Set.of("journal");
    }

    @Override
    public Finding run(Database database) {
        return database.inLongTransaction(connection -> {
            try (var select = connection.createStatement()) {
                var ways = select.executeQuery("""
                        SELECT kind, from_location IS NOT NULL, from_account, to_location IS NOT NULL, to_account,
                          from_location IS NOT DISTINCT FROM to_location, count(*), min(position), min(quantity)
                        FROM journal WHERE topic = 'stock-movements' GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY 8""");
                long rows = 0;
                long wrong = 0;
                String firstWrong = null;
                while (ways.next()) {
                    rows += ways.getLong(7);
                    if (!isAllowed(ways)) {
                        wrong += ways.getLong(7);
                        firstWrong = firstWrong == null ? described(ways) : firstWrong;
                    }
                }
                return new Finding(rows, wrong, firstWrong);
            }
        });
    }

    private static boolean isAllowed(ResultSet way) throws SQLException {
        var kind = Optional.ofNullable(way.getString(1)).flatMap(MovementKind::of);
        var from = account(way.getBoolean(2), way.getString(3), HERE);
        var to = account(way.getBoolean(4), way.getString(5), way.getBoolean(6) ? HERE : THERE);
        return kind.isPresent()
                && from.isPresent()
                && to.isPresent()
                && kind.get().allows(from.get(), to.get())
                && way.getLong(9) > 0;
    }

    private static Optional<Account> account(boolean inside, @Nullable String code, LocationId location) {
        if (code == null) {
            return Optional.empty();
        }
        return inside
                ? Bucket.of(code).map(bucket -> Account.at(location, bucket))
                : Arrays.stream(Outside.values())
                        .filter(outside -> outside.code().equals(code))
                        .findFirst()
                        .map(Account::beyond);
    }

    private static String described(ResultSet way) throws SQLException {
        return "position %d: Expected a way that %s allows, but got %s to %s"
                .formatted(way.getLong(8), way.getString(1), way.getString(3), way.getString(5));
    }
}
