package dev.perpetual.publisher.availability;

import dev.perpetual.publisher.availability.Inputs.Input;
import dev.perpetual.publisher.availability.Quantities.Change;
import dev.perpetual.publisher.availability.Quantities.Key;
import dev.perpetual.publisher.domain.AvailabilityRules;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Makes wanted quantities anew in the transaction that changed an input: first the input is written, then the
 * listings are locked, then all inputs are read afresh. So of two such transactions the later one sees both changes.
 */
public final class RecomputeWanted {

    private RecomputeWanted() {}

    /** After levels or catalog records of these SKUs have changed. Returns whether any listing is to show something else. */
    static boolean ofSkus(Connection connection, Collection<String> skus, Instant now) throws SQLException {
        return !skus.isEmpty() && recompute(connection, Quantities.lockOfSkus(connection, skus), now);
    }

    /** After the channel's policy or state has changed. */
    public static boolean ofChannel(Connection connection, String channel, Instant now) throws SQLException {
        return recompute(connection, Quantities.lockOfChannel(connection, channel), now);
    }

    /** After listings that the transaction has locked were made or changed. */
    public static boolean ofListings(Connection connection, Collection<Key> locked, Instant now) throws SQLException {
        return recompute(connection, locked, now);
    }

    private static boolean recompute(Connection connection, Collection<Key> locked, Instant now) throws SQLException {
        if (locked.isEmpty()) {
            return false;
        }
        var changes = changes(Inputs.of(connection, locked));
        if (changes.isEmpty()) {
            return false;
        }
        Quantities.want(connection, changes, now);
        return true;
    }

    private static List<Change> changes(List<Input> inputs) {
        var changes = new ArrayList<Change>();
        for (var input : inputs) {
            var sum = AvailabilityRules.wanted(input.listed());
            if (sum != null && (input.wanted() == null || input.wanted() != sum.quantity())) {
                changes.add(new Change(input.key(), sum));
            }
        }
        return changes;
    }
}
