package dev.perpetual.ledger.documents;

import dev.perpetual.ledger.domain.Cause;
import dev.perpetual.ledger.domain.Document;
import dev.perpetual.ledger.domain.DocumentUnits;
import dev.perpetual.ledger.domain.Goods;
import dev.perpetual.ledger.domain.HoldId;
import dev.perpetual.ledger.domain.Money;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a unit of an order cost when it was sold: what the movement of the sale says, or else the first receipt of its lot.
 * Where the sales of an order differ nobody can tell which one came back, and nothing is said.
 */
final class SoldAt {

    private SoldAt() {}

    /** The lines of a return with the cost of the sale, where one is known. @param holds of the order */
    static List<DocumentUnits> costed(
            Connection connection, Document returned, Cause about, List<HoldId> holds, List<DocumentUnits> lines)
            throws SQLException {
        var costed = new ArrayList<>(lines);
        try (var select = connection.prepareStatement("""
                SELECT nth, min(amount), min(currency) FROM (
                  SELECT nth, known.cost->>'amount' AS amount, known.cost->>'currency' AS currency
                  FROM unnest(?, ?, ?) WITH ORDINALITY AS wanted (sku, lot, owner, nth)
                  JOIN journal AS sale ON sale.topic = 'stock-movements' AND sale.cause_id = ANY(?)
                    AND sale.cause_type IN ('order', 'hold') AND sale.kind IN ('ship', 'sell')
                    AND sale.stream = wanted.sku AND sale.owner = wanted.owner
                    AND (wanted.lot = '' OR sale.lot = wanted.lot)
                  LEFT JOIN LATERAL (SELECT body->'unitCost' AS cost FROM journal AS receipt
                    WHERE receipt.topic = 'stock-movements' AND receipt.stream = sale.stream AND receipt.lot = sale.lot
                      AND receipt.lot <> '' AND receipt.owner = sale.owner AND receipt.kind = 'receive'
                    ORDER BY receipt.version LIMIT 1) AS receipt ON true,
                  LATERAL (SELECT coalesce(sale.body->'unitCost', receipt.cost) AS cost) AS known) AS sold
                GROUP BY nth
                HAVING count(DISTINCT (amount, currency)) = 1 AND count(*) = count(amount)""")) {
            var skus = lines.stream().map(line -> sku(returned, line)).toArray();
            var goods = lines.stream().map(line -> goods(returned, line)).toList();
            var causes = Stream.concat(Stream.of(about.id()), holds.stream().map(HoldId::id));
            select.setArray(1, connection.createArrayOf("text", skus));
            select.setArray(
                    2,
                    connection.createArrayOf(
                            "text", goods.stream().map(Goods::lot).toArray()));
            select.setArray(
                    3,
                    connection.createArrayOf(
                            "text", goods.stream().map(Goods::owner).toArray()));
            select.setArray(4, connection.createArrayOf("text", causes.toArray()));
            var rows = select.executeQuery();
            while (rows.next()) {
                var at = rows.getInt(1) - 1;
                var cost = new Money(new BigDecimal(rows.getString(2)), rows.getString(3));
                costed.set(at, lines.get(at).costing(cost));
            }
            return costed;
        }
    }

    /** Empty when neither says one, which is refused later. */
    private static String sku(Document returned, DocumentUnits line) {
        if (line.sku() != null) {
            return line.sku().code();
        }
        var rows = returned.rows(line.line());
        return rows.isEmpty() ? "" : rows.getFirst().sku().code();
    }

    private static Goods goods(Document returned, DocumentUnits line) {
        if (line.goods() != null) {
            return line.goods();
        }
        var rows = returned.rows(line.line());
        return rows.isEmpty() ? Goods.PLAIN : rows.getFirst().goods();
    }
}
