package dev.perpetual.ledger.verify;

import dev.perpetual.kit.database.Database;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One thing that must always hold. */
interface Pass {

    String name();

    /** The tables whose rows it would find wrong. */
    Set<String> tables();

    /** Looks at everything; traffic may go on meanwhile. */
    Finding run(Database database);

    /**
     * What a pass found.
     *
     * @param rows how many it looked at
     * @param wrong how many are not as they must be
     * @param firstWrong names the first of them: what, expected, got
     */
    record Finding(long rows, long wrong, @Nullable String firstWrong) {}
}
