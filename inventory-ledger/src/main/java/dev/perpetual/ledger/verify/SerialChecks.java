package dev.perpetual.ledger.verify;

import java.util.List;
import java.util.Set;

/** What must hold of single units beside the folds of their tables. */
final class SerialChecks {

    private static final Check ONE_PLACE =
            new Check("a unit is in one place or has a case", Set.of("serial", "serial_case"), """
            SELECT count(*) FROM serial WHERE serial <> ''""", """
            SELECT format('%s %s: Expected one place or an open case, but got %s', sku, serial, places)
            FROM (SELECT sku, serial, string_agg(concat_ws(' ', units, spot, location), ', ' ORDER BY location, spot) AS places,
                coalesce(sum(units) FILTER (WHERE location <> ''), 0) AS inside, min(units) AS least
              FROM serial WHERE serial <> '' GROUP BY sku, serial) AS unit
            WHERE (inside > 1 OR least < 0) AND NOT EXISTS (SELECT FROM serial_case AS known
              WHERE known.sku = unit.sku AND known.serial = unit.serial AND closed_at IS NULL)""");

    static final List<Pass> ALL = List.of(ONE_PLACE);

    private SerialChecks() {}
}
