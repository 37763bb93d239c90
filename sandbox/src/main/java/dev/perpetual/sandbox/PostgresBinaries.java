package dev.perpetual.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.zip.ZipFile;
import org.tukaani.xz.XZInputStream;

/** PostgreSQL's programs for this machine, unpacked once from the jar that the build fetched. */
final class PostgresBinaries {
    private PostgresBinaries() {}

    /**
     * The folder with {@code bin/postgres}. Unpacks at the first call, into {@code -Dperpetual.postgres.cache} when set;
     * safe when several processes call at once.
     */
    static Path home() {
        var jar = jar();
        var name = jar.getFileName().toString().replaceAll("\\.jar$", "");
        var cache = Path.of(System.getProperty(
                "perpetual.postgres.cache", Checkout.infra().resolve("postgres").toString()));
        var home = cache.resolve(name);
        if (Files.isDirectory(home)) {
            return home;
        }
        try {
            Files.createDirectories(cache);
            unpackAlone(jar, home);
            return home;
        } catch (IOException e) {
            throw new CannotStart("Expected to unpack PostgreSQL to " + home + ", but " + e.getMessage(), e);
        }
    }

    private static Path jar() {
        var folder = Checkout.infra().resolve("postgres");
        var suffix = "-" + platform() + "-";
        try (var files = Files.newDirectoryStream(folder, "*" + suffix + "*.jar")) {
            for (var file : files) {
                return file;
            }
        } catch (IOException _) {
            // The sentence below says it.
        }
        throw new CannotStart("Expected PostgreSQL's binaries for " + platform() + " in " + folder
                + ", but found none; run ./mvnw -pl sandbox -am package");
    }

    private static String platform() {
        var os = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("mac") ? "darwin" : "linux";
        return os + (System.getProperty("os.arch").equals("aarch64") ? "-arm64v8" : "-amd64");
    }

    /** The lock keeps others waiting; the rename makes it visible whole or not at all. */
    private static synchronized void unpackAlone(Path jar, Path home) throws IOException {
        var lockFile = home.resolveSibling(home.getFileName() + ".lock");
        try (var channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var _ = channel.lock()) {
            if (Files.isDirectory(home)) {
                return;
            }
            var partial = home.resolveSibling(home.getFileName() + ".partial");
            deleteTree(partial);
            Files.createDirectories(partial);
            unpack(jar, partial);
            Files.move(partial, home, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private static void unpack(Path jar, Path target) throws IOException {
        try (var zip = new ZipFile(jar.toFile())) {
            var archive = zip.stream()
                    .filter(entry -> entry.getName().endsWith(".txz"))
                    .findFirst()
                    .orElseThrow(() -> new IOException("no .txz in " + jar));
            try (var packed = zip.getInputStream(archive);
                    var tar = new XZInputStream(packed)) {
                untar(tar, target);
            }
        }
    }

    private static void untar(InputStream tar, Path target) throws IOException {
        var process = new ProcessBuilder(List.of("tar", "-x", "--no-same-owner", "-f", "-", "-C", target.toString()))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (var input = process.getOutputStream()) {
            tar.transferTo(input);
        }
        try {
            if (process.waitFor() != 0) {
                throw new IOException("tar ended with " + process.exitValue());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while unpacking", e);
        }
    }

    static void deleteTree(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
