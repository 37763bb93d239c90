package dev.perpetual.ledger.verify;

import dev.perpetual.kit.database.Database;
import java.util.Set;

/**
 * A pass that is one query, on one snapshot of its own: the tables are compared as of one moment, and no longer than
 * the query takes is vacuum held back. What does not fit into the database's working memory it sorts on disk.
 *
 * @param rows counts what is looked at
 * @param wrong returns one text per row that is wrong
 */
record Check(String name, Set<String> tables, String rows, String wrong) implements Pass {

    @Override
    public Finding run(Database database) {
        return database.inLongTransaction(connection -> {
            connection.setReadOnly(true);
            Database.seesOneMoment(connection);
            try (var statement = connection.createStatement()) {
                var counted = statement.executeQuery(rows);
                counted.next();
                var looked = counted.getLong(1);
                var found = statement.executeQuery(
                        "SELECT count(*), min(wrong COLLATE \"C\") FROM (" + wrong + ") AS found (wrong)");
                found.next();
                return new Finding(looked, found.getLong(1), found.getString(2));
            }
        });
    }
}
