package dev.perpetual.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateTest {
    @TempDir
    Path folder;

    @Test
    void reads_what_it_wrote() {
        var file = folder.resolve("state.properties");
        var state = new State(
                42,
                State.Phase.FAILED,
                "Expected C:\\data, but got = # ! nothing",
                Map.of(Part.KAFKA, new State.PartState(State.PartPhase.READY, 7, 9092, 3, 2500)));

        state.write(file);

        assertThat(State.read(file)).contains(state);
        assertThat(State.read(folder.resolve("none"))).isEmpty();
    }

    @Test
    void a_log_is_bounded_while_its_writer_goes_on() throws IOException {
        var log = folder.resolve("part.log");
        try (var writer = new RandomAccessFile(log.toFile(), "rw")) {
            writer.setLength(21L << 20);
        }
        ChildProcess.rotate(log);

        assertThat(log).isEmptyFile();
        assertThat(Files.size(folder.resolve("part.log.1"))).isEqualTo(21L << 20);
        ChildProcess.rotate(log);
        assertThat(folder.resolve("part.log.1")).isNotEmptyFile();
    }
}
