package dev.perpetual.supplier.runs;

import dev.perpetual.supplier.domain.FeedId;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A file that has come in whole.
 *
 * @param run named before the file is read, so that the same arrival taken up twice is one run
 * @param checksum SHA-256 of the content, in hexadecimal
 * @param statedAsOf the moment somebody says the figures are of; null when nobody does
 * @param supposedAsOf the moment taken when neither the rows nor anybody states one
 * @param by who brought it
 */
public record Arrival(
        UUID run,
        FeedId feed,
        CameBy cameBy,
        Path content,
        String fileName,
        long bytes,
        String checksum,
        @Nullable Instant statedAsOf,
        Instant supposedAsOf,
        Instant receivedAt,
        String by,
        boolean dryRun) {

    /** The way it came. */
    public enum CameBy {
        FOLDER,
        UPLOAD
    }

    Instant asOf() {
        return statedAsOf == null ? supposedAsOf : statedAsOf;
    }

    /** The checksum of a file that is there. */
    public static String checksumOf(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            return copy(in, OutputStream.nullOutputStream());
        }
    }

    /** Copies and returns the checksum of what was copied. */
    public static String copy(InputStream from, OutputStream to) throws IOException {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            new DigestInputStream(from, digest).transferTo(to);
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
