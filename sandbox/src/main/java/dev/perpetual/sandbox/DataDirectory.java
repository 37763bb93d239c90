package dev.perpetual.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.function.Supplier;

/** What is where in a sandbox's data directory. */
public record DataDirectory(Path path) {
    private static final long FREE_BYTES_MIN = 1L << 30;

    public DataDirectory {
        path = path.toAbsolutePath().normalize();
    }

    public Path log(Part part) {
        return logs().resolve(part.label() + ".log");
    }

    public Path logs() {
        return path.resolve("logs");
    }

    /** Watched by supplier-sync: {@code <supplier>/<feed>/*.csv}. */
    public Path dropFolder() {
        return path.resolve("drop");
    }

    /** The API key with every right, alone in a file of mode 600. */
    public Path adminKeyFile() {
        return path.resolve("admin-key");
    }

    /** The key itself, made up at the first call. */
    public String adminKey() {
        return kept(adminKeyFile(), Secrets::random);
    }

    /** What signs the pushes to the pretend shop, in the form of Standard Webhooks. */
    public String shopSecret() {
        return kept(
                path.resolve("shop-secret"),
                () -> "whsec_" + Base64.getEncoder().encodeToString(Secrets.randomBytes()));
    }

    private static synchronized String kept(Path file, Supplier<String> made) {
        try {
            if (!Files.exists(file)) {
                Secrets.writeAlone(file, made.get() + "\n");
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new CannotStart("Expected to keep a secret in " + file + ", but " + e, e);
        }
    }

    Path stateFile() {
        return path.resolve("state.properties");
    }

    Secrets databaseSecrets() {
        return new Secrets(path.resolve(Part.POSTGRES.label()).resolve("secrets.properties"));
    }

    /** Deletes what the sandbox stored, and nothing else that may be there. */
    void clear() {
        try {
            for (var ours : new String[] {"postgres", "kafka", "drop", "shop", "admin-key", "shop-secret"}) {
                PostgresBinaries.deleteTree(path.resolve(ours));
            }
            Files.deleteIfExists(stateFile());
            for (var part : Part.values()) {
                Files.deleteIfExists(log(part));
            }
        } catch (IOException e) {
            throw new CannotStart("Expected to empty " + path + ", but " + e, e);
        }
    }

    /** Throws {@link CannotStart} when the disk has no room for a journal to grow. */
    void mustHaveRoom() {
        try {
            Files.createDirectories(path);
            var free = Files.getFileStore(path).getUsableSpace();
            if (free < FREE_BYTES_MIN) {
                throw new CannotStart("Expected at least " + (FREE_BYTES_MIN >> 20) + " MiB free on the disk of " + path
                        + ", but found " + (free >> 20) + " MiB; free some or choose another place with --data");
            }
        } catch (IOException e) {
            throw new CannotStart("Expected to write to " + path + ", but " + e, e);
        }
    }
}
