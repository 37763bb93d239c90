package dev.perpetual.sandbox;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Properties;

/** Names and secrets in one file that only its owner may read; made up at first use, then kept. */
final class Secrets {
    private static final int BYTES = 24;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Path file;

    Secrets(Path file) {
        this.file = file;
    }

    /** The secret kept under this name. */
    synchronized String get(String name) {
        try {
            var known = new Properties();
            if (Files.exists(file)) {
                try (var reader = Files.newBufferedReader(file)) {
                    known.load(reader);
                }
            }
            var secret = known.getProperty(name);
            if (secret != null) {
                return secret;
            }
            var made = random();
            known.setProperty(name, made);
            write(known);
            return made;
        } catch (IOException e) {
            throw new CannotStart("Expected to keep secrets in " + file + ", but " + e, e);
        }
    }

    private void write(Properties secrets) throws IOException {
        var text = new StringWriter();
        secrets.store(text, null);
        writeAlone(file, text.toString());
    }

    /** Mode 600 from the first byte on; whole or not at all. */
    static void writeAlone(Path file, String text) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        var next = file.resolveSibling(file.getFileName() + ".next");
        Files.deleteIfExists(next);
        Files.createFile(next, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(next, text);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** For a URL, a header, an SQL string: nothing in it needs quoting. */
    static String random() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(randomBytes());
    }

    static byte[] randomBytes() {
        var bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return bytes;
    }
}
