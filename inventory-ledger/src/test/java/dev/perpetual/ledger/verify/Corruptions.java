package dev.perpetual.ledger.verify;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** What somebody with every right can do to the tables, at least one for each pass. */
final class Corruptions {

    private static final String BERLIN = "WH-BERLIN";

    /** What a superuser does to a table, and how it is mended; {sku} and {hold} are those of the test. */
    record Corruption(String pass, String names, String change, String mend) {}

    static final List<Corruption> ALL = List.of(
            movement(
                    "every movement goes a way that its kind allows",
                    "position",
                    "to_account = 'held'",
                    "to_account = 'available'"),
            movement("versions are dense per stream", "{sku}", "version = 99", "version = 1", 1, 99),
            movement(
                    "the columns of a movement are its body",
                    "{sku}/1",
                    "occurred_at = occurred_at + interval '1 day'",
                    "occurred_at = occurred_at - interval '1 day'"),
            movement("never more held than was available", "{sku}/2", "quantity = 3", "quantity = 10"),
            row(
                    "what is inside came from outside",
                    "{sku}",
                    "balance",
                    "blocked = blocked + 1",
                    "blocked = blocked - 1"),
            row(
                    "what is below zero is a case",
                    "{sku}",
                    "discrepancy",
                    "short_by = short_by + 1",
                    "short_by = short_by - 1"),
            row(
                    "balance = fold of the journal",
                    "{sku}",
                    "balance",
                    "available = available + 1",
                    "available = available - 1"),
            row("balance = fold of the journal", "{sku}", "balance", "version = version + 1", "version = version - 1"),
            row("balance = fold of the journal", "{sku}", "balance", "floor = floor - 1", "floor = floor + 1"),
            row(
                    "balance = fold of the journal",
                    "{sku}",
                    "balance",
                    "occurred_at = occurred_at + interval '1 microsecond'",
                    "occurred_at = occurred_at - interval '1 microsecond'"),
            row(
                    "balance = fold of the journal",
                    "{sku}",
                    "balance",
                    "recorded_at = recorded_at - interval '1 microsecond'",
                    "recorded_at = recorded_at + interval '1 microsecond'"),
            row("balance = fold of the journal", "{sku}", "balance", "lot = 'L-?'", "lot = ''"),
            row("discrepancy = fold of the journal", "{sku}", "discrepancy", "cause_id = 'other'", "cause_id = 'T-1'"),
            row("holds = held and picked", "{sku}", "balance", "held = held + 1", "held = held - 1"),
            line("hold_line = fold of the journal", "version = version + 1", "version = version - 1"),
            line(
                    "no hold leaks",
                    "open = open - 1, released = released + 1",
                    "open = open + 1, released = released - 1"),
            line(
                    "nothing is released twice",
                    "open = open + 1, released = released - 1",
                    "open = open - 1, released = released + 1"),
            hold("hold = fold of the journal", "owner_id = 'other'", "owner_id = 'O-{hold}'"),
            hold("a hold is open while units are", "state = 'CLOSED'", "state = 'OPEN'"),
            hold("a deadline was announced or agreed", "expires_at = '2099-01-01'", "expires_at = NULL"),
            new Corruption(
                    "nothing of a withdrawn lot is for sale",
                    "{sku}",
                    "INSERT INTO lot (sku, code, withdrawn, withdrawn_at, version) VALUES ('{sku}', '', 'RECALLED', now(), 1)",
                    "DELETE FROM lot WHERE sku = '{sku}'"),
            new Corruption(
                    "lot = fold of the journal",
                    "{sku}",
                    "INSERT INTO lot (sku, code, version) VALUES ('{sku}', 'NEVER', 1)",
                    "DELETE FROM lot WHERE sku = '{sku}'"),
            component("hold_component = fold of the journal"),
            component("kits are promised whole"),
            new Corruption(
                    "hold_count = fold of the journal",
                    "{hold}",
                    "INSERT INTO hold_count VALUES ('CLIENT', '{hold}', '', '', 1, 1)",
                    "DELETE FROM hold_count WHERE name = '{hold}'"),
            new Corruption(
                    "serial = fold of the journal", "{sku}", serial("shelf"), "DELETE FROM serial WHERE sku = '{sku}'"),
            new Corruption(
                    "serial_way = fold of the journal",
                    "{sku}",
                    "INSERT INTO serial_way (sku, serial, version) VALUES ('{sku}', 'S-?', 1)",
                    "DELETE FROM serial_way WHERE sku = '{sku}'"),
            new Corruption(
                    "serial_case = fold of the journal", "{sku}", """
                    INSERT INTO serial_case (id, sku, serial, spot_location, spot, units, location, cause_type, cause_id,
                      opened_by, opened_at, owner)
                    VALUES ('?', '{sku}', 'S-?', '', 'everywhere', 1, 'WH-BERLIN', 'x', 'x', 'x', now(), 'x')""", "DELETE FROM serial_case WHERE sku = '{sku}'"),
            new Corruption(
                    "a unit is in one place or has a case",
                    "S-?",
                    serial("shelf", "blocked"),
                    "DELETE FROM serial WHERE sku = '{sku}'"),
            document("document lines = their movements", "RECEIPT", "CLOSED", "good", 0),
            document("what was counted against an order was received", "PURCHASE_ORDER", "CLOSED", "closed", 1),
            document("a document is open while units wait", "ANNOUNCEMENT", "CLOSED", "transit", 0),
            document("restocked <= shipped", "RETURN", "CLOSED", "good", 0),
            count("counts = their movements", 0, 5, 1),
            count("what a count expected is what the journal says", 1, 5, 1),
            count("counts are applied as agreed", 0, 0, 0),
            new Corruption("opening balances = their movements", "{sku}", """
                    WITH made AS (INSERT INTO opening (id, run, created_at, created_by, recorded_at)
                      VALUES ('{sku}', 1, now(), 'nobody', now()))
                    INSERT INTO opening_row (opening, sku, location, lot, owner, bucket, line, run, quantity, opened)
                    VALUES ('{sku}', '{sku}', 'WH-BERLIN', '', '', 'available', 1, 1, 1, 1)""", """
                    WITH row AS (DELETE FROM opening_row WHERE opening = '{sku}')
                    DELETE FROM opening WHERE id = '{sku}'"""),
            new Corruption(
                    "every location is inside its parent",
                    BERLIN,
                    "UPDATE location SET path = ARRAY['WH-MUNICH', id] WHERE id = '" + BERLIN + "'",
                    "UPDATE location SET path = ARRAY[id] WHERE id = '" + BERLIN + "'"),
            new Corruption(
                    "stream = fold of the journal",
                    "{sku}",
                    "UPDATE stream SET version = version + 1 WHERE id = '{sku}'",
                    "UPDATE stream SET version = version - 1 WHERE id = '{sku}'"),
            new Corruption(
                    "each unit of a hold ends once",
                    "{hold}/3",
                    outcome("\"released\":1", "\"released\":2"),
                    outcome("\"released\":2", "\"released\":1")),
            new Corruption(
                    "every movement has a command that was answered",
                    "{sku}/2",
                    "UPDATE command SET id = 'hold:lost-{hold}' WHERE id = 'hold:{hold}'",
                    "UPDATE command SET id = 'hold:{hold}' WHERE id = 'hold:lost-{hold}'"),
            new Corruption(
                    "every answer tells what was recorded",
                    "movement:receipt-{sku}",
                    answer("movement:receipt-{sku}", "\"version\":1", "\"version\":77"),
                    answer("movement:receipt-{sku}", "\"version\":77", "\"version\":1")),
            new Corruption(
                    "every answer about a hold tells what was announced",
                    "hold:{hold}",
                    answer("hold:{hold}", "\"OPEN\",\"version\":1", "\"OPEN\",\"version\":77"),
                    answer("hold:{hold}", "\"OPEN\",\"version\":77", "\"OPEN\",\"version\":1")));

    /** Units that are held for a kit that nobody promised. */
    private static Corruption component(String pass) {
        return new Corruption(pass, "{hold}", """
                INSERT INTO hold_component (hold, line, sku, location, lot, owner, per_kit, open, picked, shipped, released,
                  expired, version)
                VALUES ('{hold}', 1, '{sku}', '%s', '', '', 1, 1, 0, 0, 0, 0, 1)""".formatted(BERLIN), """
                DELETE FROM hold_component WHERE hold = '{hold}'""");
    }

    /** A document that no command made, with one unit at a stage. */
    private static Corruption document(String pass, String kind, String state, String stage, int counted) {
        return new Corruption(pass, "{sku}", """
                WITH made AS (INSERT INTO document (kind, id, state, version, to_location, about_type, about_id,
                    tolerance_percent, created_at, created_by)
                  VALUES ('%1$s', '{sku}', '%2$s', 1, '%3$s', 'order', '{sku}', 0, now(), 'nobody'))
                INSERT INTO document_line (kind, document, line, sku, lot, owner, asked, beyond, announced, counted,
                  factor, open, transit, arrived, inspection, good, blocked, lost, back, closed, flags)
                SELECT '%1$s', '{sku}', 1, '{sku}', '', '', 1, 0, 0, %5$d, 1, 0, (stage = 'transit')::int, 0, 0,
                  (stage = 'good')::int, 0, 0, 0, (stage = 'closed')::int, '{}'
                FROM (VALUES ('%4$s')) AS at (stage)""".formatted(kind, state, BERLIN, stage, counted), """
                WITH line AS (DELETE FROM document_line WHERE document = '{sku}')
                DELETE FROM document WHERE id = '{sku}'""");
    }

    /** A count that nobody made: applied, of a place of which nothing was heard up to version 0. */
    private static Corruption count(String pass, int openingUnits, int counted, int approvals) {
        return new Corruption(pass, "{sku}", """
                WITH made AS (INSERT INTO stock_count (id, state, blind, blank_is_zero, created_at, created_by,
                    completed_at, completed_by, applied_at)
                  VALUES ('{sku}', 'APPLIED', false, false, now(), 'nobody', now(), 'nobody', now())),
                place AS (INSERT INTO stock_count_place (count, location, named, required)
                  VALUES ('{sku}', '%1$s', true, true)),
                approval AS (INSERT INTO stock_count_approval (count, approver, approved_at)
                  SELECT '{sku}', 'nobody', now() WHERE %4$d > 0)
                INSERT INTO stock_count_line (count, line, sku, location, lot, owner, opening_version, opening_units,
                  counted, first_version, last_version, counters, entered_at, judged_version, expected, variance, found,
                  large)
                VALUES ('{sku}', 1, '{sku}', '%1$s', '', '', 0, %2$d, %3$d, 0, 0, '{nobody}', now(), 0, 0, %3$d, false,
                  false)""".formatted(BERLIN, openingUnits, counted, approvals), """
                WITH line AS (DELETE FROM stock_count_line WHERE count = '{sku}'),
                approval AS (DELETE FROM stock_count_approval WHERE count = '{sku}'),
                place AS (DELETE FROM stock_count_place WHERE count = '{sku}')
                DELETE FROM stock_count WHERE id = '{sku}'""");
    }

    /** A unit that no movement named, at each of the spots. */
    private static String serial(String... spots) {
        return Arrays.stream(spots)
                .map("('{sku}', 'S-?', 'WH-BERLIN', '%s', 1, 'available', 1)"::formatted)
                .collect(Collectors.joining(
                        ", ", "INSERT INTO serial (sku, serial, location, spot, units, account, version) VALUES ", ""));
    }

    private static Corruption movement(String pass, String names, String change, String mend) {
        return movement(pass, names, change, mend, 1, 1);
    }

    private static Corruption movement(String pass, String names, String change, String mend, int from, int to) {
        var update = "UPDATE journal SET %s WHERE topic = 'stock-movements' AND stream = '{sku}' AND version = %d";
        return new Corruption(pass, names, update.formatted(change, from), update.formatted(mend, to));
    }

    private static Corruption row(String pass, String names, String table, String change, String mend) {
        var update = "UPDATE " + table + " SET %s WHERE sku = '{sku}'"
                + (table.equals("balance") ? " AND location = '" + BERLIN + "'" : "");
        return new Corruption(pass, names, update.formatted(change), update.formatted(mend));
    }

    private static Corruption line(String pass, String change, String mend) {
        var update = "UPDATE hold_line SET %s WHERE hold = '{hold}'";
        return new Corruption(pass, "{hold}", update.formatted(change), update.formatted(mend));
    }

    private static Corruption hold(String pass, String change, String mend) {
        var update = "UPDATE hold SET %s WHERE id = '{hold}'";
        return new Corruption(pass, "{hold}", update.formatted(change), update.formatted(mend));
    }

    private static String outcome(String from, String to) {
        return "UPDATE journal SET body = replace(body::text, '%s', '%s')::json WHERE stream = '{hold}' AND version = 3"
                .formatted(from, to);
    }

    private static String answer(String command, String from, String to) {
        return "UPDATE command SET answer = replace(answer, '%s', '%s') WHERE id = '%s'".formatted(from, to, command);
    }

    private Corruptions() {}
}
