package dev.perpetual.supplier;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A drop folder of the test run. */
public final class DropFolderOfTests implements QuarkusTestResourceLifecycleManager {

    static final Path ROOT = temporary();

    @Override
    public Map<String, String> start() {
        return Map.of(
                "perpetual.drop.folder",
                ROOT.toString(),
                "perpetual.drop.poll",
                "PT0.05S",
                "perpetual.drop.settle",
                "PT0.2S");
    }

    @Override
    public void stop() {
        // Below the system's temporary folder.
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("perpetual-drop-");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
