package dev.perpetual.ledger.verify;

import java.util.List;
import java.util.Set;

/** What must hold between the journal and the documents: each line is what its own movements say. */
final class DocumentChecks {

    private static final Set<String> TABLES = Set.of("document", "document_line");
    private static final String LINES = "SELECT count(*) FROM document_line";

    private static final String MOVED = """
            WITH moved AS (
              SELECT upper(replace(cause_type, '-', '_')) AS kind, cause_id AS document,
                (body->'cause'->>'line')::int AS line, stream AS sku, lot, owner,
                sum(quantity) FILTER (WHERE journal.kind = 'expect' AND to_account = 'expected') AS expected,
                sum(quantity) FILTER (WHERE journal.kind = 'expect' AND from_account = 'expected') AS unexpected,
                sum(quantity) FILTER (WHERE journal.kind = 'transfer-out') AS shipped,
                sum(quantity) FILTER (WHERE journal.kind = 'transfer-in') AS came,
                sum(quantity) FILTER (WHERE journal.kind <> 'transfer-out' AND to_account = 'available') AS sellable,
                sum(quantity) FILTER (WHERE to_account = 'inspection') AS inspected,
                sum(quantity) FILTER (WHERE from_account = 'inspection') AS uninspected,
                sum(quantity) FILTER (WHERE to_account = 'blocked') AS stopped,
                sum(quantity) FILTER (WHERE journal.kind <> 'transfer-out' AND from_account = 'blocked') AS unstopped,
                sum(quantity) FILTER (WHERE to_account = 'loss') AS written_off,
                sum(quantity) FILTER (WHERE journal.kind = 'return' AND to_account = 'supplier') AS sent_back
              FROM journal
              WHERE topic = 'stock-movements' AND cause_type IN ('purchase-order', 'receipt', 'transfer', 'return')
                AND EXISTS (SELECT 1 FROM document
                  WHERE document.kind = upper(replace(cause_type, '-', '_')) AND document.id = cause_id)
                AND EXISTS (SELECT 1 FROM command WHERE command.id IN ('document:' || journal.command,
                  'purchase-order:' || journal.command, 'receipt:' || journal.command,
                  'transfer:' || journal.command)) -- A movement that only names a document as its cause is none of it.
              GROUP BY 1, 2, 3, 4, 5, 6
            )
            """;

    static final List<Pass> ALL = List.of(
            new Check(
                    "document lines = their movements",
                    Set.of("journal", "document", "document_line"),
                    LINES,
                    MOVED + """
                    SELECT format('%s %s line %s, %s%s: Expected %s, but got %s', lower(kind), document, line, sku,
                      lot, told, kept)
                    FROM (SELECT kind, document, line, sku, lot, owner,
                        row(CASE kind WHEN 'PURCHASE_ORDER' THEN coalesce(expected, 0) - coalesce(unexpected, 0)
                            WHEN 'TRANSFER' THEN coalesce(shipped, 0) - coalesce(came, 0) - coalesce(written_off, 0)
                            ELSE 0 END,
                          coalesce(sellable, 0), coalesce(inspected, 0) - coalesce(uninspected, 0),
                          coalesce(stopped, 0) - coalesce(unstopped, 0), coalesce(written_off, 0),
                          coalesce(sent_back, 0))::text AS told,
                        row(CASE kind WHEN 'PURCHASE_ORDER' THEN coalesce(open + transit, 0)
                            WHEN 'TRANSFER' THEN coalesce(transit, 0) ELSE 0 END,
                          coalesce(good, 0), coalesce(inspection, 0), coalesce(blocked, 0), coalesce(lost, 0),
                          coalesce(back, 0))::text AS kept
                      FROM (SELECT * FROM document_line WHERE kind <> 'ANNOUNCEMENT') AS row_of
                      FULL JOIN moved USING (kind, document, line, sku, lot, owner)
                    ) AS each WHERE told <> kept"""),
            new Check("what was counted against an order was received", TABLES, LINES, """
                    SELECT format('purchase order %s line %s: Expected %s received, but got %s', document, line,
                      counted, received)
                    FROM (SELECT document, line, sum(counted) AS counted FROM document_line
                      WHERE kind = 'PURCHASE_ORDER' GROUP BY 1, 2) AS ordered
                    LEFT JOIN (SELECT about_id AS document, of_line AS line,
                        sum(good + inspection + blocked + lost + back) AS received
                      FROM document JOIN document_line AS counted_line
                        ON counted_line.kind = document.kind AND counted_line.document = document.id
                      WHERE document.kind = 'RECEIPT' AND about_id IS NOT NULL AND of_line IS NOT NULL GROUP BY 1, 2)
                      AS receipt USING (document, line)
                    WHERE counted <> coalesce(received, 0)"""),
            new Check("a document is open while units wait", TABLES, "SELECT count(*) FROM document", """
                    SELECT format('%s %s is %s', lower(document.kind), id, state)
                    FROM document LEFT JOIN (SELECT kind, document,
                        bool_or(open <> 0 OR transit <> 0 OR inspection <> 0) AS waits
                      FROM document_line GROUP BY 1, 2) AS line ON line.kind = document.kind AND document = id
                    WHERE waits IS NOT NULL AND (state = 'OPEN') <> waits"""),
            new Check("restocked <= shipped", TABLES, "SELECT count(*) FROM document WHERE kind = 'RETURN'", """
                    SELECT format('%s %s, %s: Expected at most %s restocked, but got %s', about_type, about_id, sku,
                      shipped, restocked)
                    FROM (SELECT about_type, about_id, sku, sum(good) AS restocked,
                        (SELECT coalesce(sum(shipped), 0) FROM hold JOIN promised ON promised.hold = hold.id
                          WHERE promised.sku = returned.sku AND ((owner_type = about_type AND owner_id = about_id)
                            OR (about_type = 'hold' AND hold.id = about_id))) AS shipped
                      FROM document JOIN document_line AS returned
                        ON returned.kind = document.kind AND returned.document = document.id
                      WHERE document.kind = 'RETURN' GROUP BY 1, 2, 3) AS back
                    WHERE restocked > shipped"""));

    private DocumentChecks() {}
}
