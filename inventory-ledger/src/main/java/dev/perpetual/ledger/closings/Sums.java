package dev.perpetual.ledger.closings;

import dev.perpetual.ledger.domain.Bucket;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** The same piece of SQL for each bucket's column. */
final class Sums {

    /** The columns of the buckets. */
    static final String BUCKETS = each(bucket -> bucket);

    /** What a side of a movement adds to each bucket. */
    static final String ADDED =
            each(bucket -> "CASE side.bucket WHEN '%1$s' THEN side.units ELSE 0 END AS %1$s".formatted(bucket));

    /** The sum of each. */
    static final String SUMMED = each(bucket -> "sum(%1$s)::bigint AS %1$s".formatted(bucket));

    /** The two sides of a movement; only those inside count. */
    static final String SIDES = """
            LATERAL (VALUES (from_location, from_account, -quantity), (to_location, to_account, quantity))
              AS side (location, bucket, units)""";

    private Sums() {}

    static String each(UnaryOperator<String> column) {
        return Arrays.stream(Bucket.values()).map(Bucket::code).map(column).collect(Collectors.joining(", "));
    }
}
