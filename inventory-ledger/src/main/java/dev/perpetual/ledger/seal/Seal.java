package dev.perpetual.ledger.seal;

import java.time.Instant;

/**
 * A range of the journal whose rows can no longer change unseen.
 *
 * @param number dense from 1
 * @param firstPosition one behind the range before it, whether or not a row has that position
 * @param lastPosition of the last row in it
 * @param rows how many there are in it
 * @param hash SHA-256 over the hash before it, the range and the digest of each row, in hexadecimal
 * @param previous the hash of the range before it; zeros for the first
 */
public record Seal(
        long number, long firstPosition, long lastPosition, int rows, String hash, String previous, Instant sealedAt) {}
