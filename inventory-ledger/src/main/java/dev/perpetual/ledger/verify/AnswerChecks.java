package dev.perpetual.ledger.verify;

import java.util.List;
import java.util.Set;

/** What must hold between the journal and the answers that were given. */
final class AnswerChecks {

    private static final Set<String> TABLES = Set.of("journal", "command");

    /** A command's own id is behind the word for its kind. */
    private static final String OWN_ID = "substr(command.id, strpos(command.id, ':') + 1)";

    private static final Check ASKED = new Check(
            "every movement has a command that was answered", TABLES, MovementChecks.MOVEMENTS, """
            SELECT format('%%s/%%s: Expected an answer to command %%s, but got none', stream, version, journal.command)
            FROM journal
            WHERE topic = 'stock-movements' AND command NOT LIKE 'expire:%%' AND command NOT LIKE 'expire-lot:%%'
              AND NOT EXISTS (SELECT FROM command WHERE %s = journal.command)""".formatted(OWN_ID));

    private static final Check RECORDED = new Check(
            "every answer tells what was recorded", TABLES, "SELECT count(*) FROM command", """
            SELECT format('command %%s: Expected a movement of version %%s at %%s, but got none', id, version, at)
            FROM (SELECT id, %s AS own, (answer::json->>'version')::bigint AS version,
                (answer::json->>'at')::timestamptz AS at
              FROM command WHERE answer LIKE '{"outcome":"recorded"%%') AS command
            WHERE NOT EXISTS (SELECT FROM journal WHERE topic = 'stock-movements' AND journal.command = own
              AND journal.version = command.version AND recorded_at = at)""".formatted(OWN_ID));

    private static final Check HELD = new Check(
            "every answer about a hold tells what was announced", TABLES, "SELECT count(*) FROM command", """
            SELECT format('command %s: Expected outcome %s of hold %s, but got none', id, version, hold)
            FROM (SELECT id, answer::json->'hold'->>'id' AS hold,
                (answer::json->'hold'->>'version')::bigint AS version
              FROM command WHERE answer LIKE '{"outcome":"hold"%') AS command
            WHERE NOT EXISTS (SELECT FROM journal WHERE topic = 'hold-outcomes' AND journal.stream = hold
              AND journal.version = command.version)""");

    static final List<Pass> ALL = List.of(ASKED, RECORDED, HELD);

    private AnswerChecks() {}
}
