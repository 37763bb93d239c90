package dev.perpetual.ledger.seal;

/**
 * The digest of a row of the journal, as an expression that the database computes: SHA-256 over where the row stands,
 * when it was recorded, and what it says.
 *
 * <p>The columns that repeat the body are left out: verify compares them with it, and the digest costs a fifth. Lengths
 * come before texts, so that no two rows have the same bytes; times are microseconds, so that no setting of a session
 * changes them.
 */
final class RowDigest {

    /** Over a table or alias {@code journal}. */
    static final String SQL = """
            sha256(int8send(journal.position) || int8send(journal.version) || timestamptz_send(journal.recorded_at)
              || int4send(octet_length(journal.topic)) || int4send(octet_length(journal.stream))
              || int4send(octet_length(journal.key)) || int4send(octet_length(journal.type))
              || textsend(journal.topic || journal.stream || journal.key || journal.type || journal.body::text))""";

    private RowDigest() {}
}
