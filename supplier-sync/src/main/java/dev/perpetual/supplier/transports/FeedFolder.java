package dev.perpetual.supplier.transports;

import dev.perpetual.kit.database.DatabaseFailed;
import dev.perpetual.supplier.domain.FeedId;
import dev.perpetual.supplier.domain.RunState;
import dev.perpetual.supplier.runs.Arrival;
import dev.perpetual.supplier.runs.ReceiveFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * The folder of one feed. A complete file is renamed to {@code .taken/<run>_<name>}, which gives it its run before
 * anything is read; then it is received; then it is moved to {@code done/} or {@code failed/}. Wherever a crash
 * comes in between, the next look finds the file with its run and goes on: nothing is lost, nothing counts twice.
 */
class FeedFolder {

    private static final Logger LOG = Logger.getLogger(FeedFolder.class);
    private static final int RUN_ID_LENGTH = 36;

    private final FeedId feed;
    private final Path folder;
    private final Path taken;
    private final Duration settle;
    private final ReceiveFile receiveFile;
    private final Map<Path, Seen> seen = new HashMap<>();

    FeedFolder(Path root, FeedId feed, Duration settle, ReceiveFile receiveFile) {
        this.feed = feed;
        this.folder = root.resolve(feed.supplier()).resolve(feed.feed());
        this.taken = folder.resolve(".taken");
        this.settle = settle;
        this.receiveFile = receiveFile;
    }

    /** A file as it was when it last changed; since is our clock, as that of the file server may differ. */
    private record Seen(long bytes, Instant modified, long sinceNanos) {
        boolean isSame(Seen later) {
            return bytes == later.bytes() && modified.equals(later.modified());
        }
    }

    /** Takes in whatever is complete, oldest first; what fails for now stays for the next look. */
    void take() {
        try {
            Files.createDirectories(taken);
            for (var file : complete()) {
                Files.move(
                        file,
                        taken.resolve(UUID.randomUUID() + "_" + file.getFileName()),
                        StandardCopyOption.ATOMIC_MOVE);
            }
            for (var file : oldestFirst(taken)) {
                receive(file);
            }
        } catch (NoSuchFileException gone) {
            LOG.debugf("Expected file %s, but somebody else took it", gone.getMessage());
        } catch (IOException | UncheckedIOException | DatabaseFailed failure) {
            LOG.warnf("Expected to take in the files of %s, but %s; trying again", feed, failure);
        }
    }

    /** Files that have not changed for a while. A writer that renames into the folder is as welcome as one that copies. */
    private List<Path> complete() throws IOException {
        var present = oldestFirst(folder);
        seen.keySet().retainAll(present);
        var now = System.nanoTime();
        var complete = new ArrayList<Path>();
        for (var file : present) {
            var state = new Seen(Files.size(file), modified(file), now);
            var known = seen.merge(file, state, (before, after) -> before.isSame(after) ? before : after);
            if (now - known.sinceNanos() >= settle.toNanos()) {
                complete.add(file);
            }
        }
        return complete;
    }

    private void receive(Path file) throws IOException {
        var name = file.getFileName().toString();
        var original = name.substring(RUN_ID_LENGTH + 1);
        var now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        var modified = modified(file).truncatedTo(ChronoUnit.MICROS);
        var arrival = new Arrival(
                UUID.fromString(name.substring(0, RUN_ID_LENGTH)),
                feed,
                Arrival.CameBy.FOLDER,
                file,
                original,
                Files.size(file),
                Arrival.checksumOf(file),
                null,
                modified.isBefore(now) ? modified : now,
                now,
                "drop-folder",
                false);
        try {
            var run = receiveFile.receive(arrival);
            LOG.infof("File %s of %s is %s as run %s", original, feed, run.state(), run.id());
            settle(file, run.state().equals(RunState.REJECTED.word()) ? "failed" : "done", original);
        } catch (UncheckedIOException stillWritten) {
            throw stillWritten;
        } catch (RuntimeException failure) {
            if (failure instanceof DatabaseFailed outage && !outage.isAboutTheData()) {
                throw outage;
            }
            LOG.errorf(failure, "Expected to take in file %s of %s; it is put aside", original, feed);
            settle(file, "failed", original);
        }
    }

    private void settle(Path file, String where, String original) throws IOException {
        var target = Files.createDirectories(folder.resolve(where)).resolve(original);
        var free =
                Files.exists(target) ? target.resolveSibling(file.getFileName().toString()) : target;
        Files.move(file, free, StandardCopyOption.ATOMIC_MOVE);
    }

    private static List<Path> oldestFirst(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(FeedFolder::isCsv)
                    .sorted(Comparator.comparing(FeedFolder::modifiedOrNow).thenComparing(Path::getFileName))
                    .toList();
        }
    }

    private static boolean isCsv(Path file) {
        var name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return name.endsWith(".csv") && !name.startsWith(".") && Files.isRegularFile(file);
    }

    private static Instant modified(Path file) throws IOException {
        return Files.getLastModifiedTime(file).toInstant();
    }

    private static Instant modifiedOrNow(Path file) {
        try {
            return modified(file);
        } catch (IOException gone) {
            return Instant.now();
        }
    }
}
