package dev.perpetual.ledger.domain;

/**
 * A command as somebody handed it in.
 *
 * @param id minted by the caller; the same id with the same content gets the first answer again
 * @param contentHash of everything that the caller said, so that a reused id with other content is noticed
 * @param by who said so
 */
public record Submitted(String id, String contentHash, String by, Command command) {}
