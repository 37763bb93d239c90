package dev.perpetual.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The commands as a user types them. */
@ExtendWith(House.Given.class)
class DemoTest {
    @TempDir
    private Path folder;

    @Test
    void the_demo_ends_with_0_and_every_check_holds(House house) throws Exception {
        var output = run(house, "demo", "--exit", "--orders", "150");

        assertThat(output.text()).contains("All checks hold.").doesNotContain("FAILED");
        assertThat(output.code()).as(output.text()).isZero();
    }

    @Test
    void verify_ends_with_0_on_a_healthy_system(House house) throws Exception {
        var output = run(house, "verify");

        assertThat(output.code()).as(output.text()).isZero();
        assertThat(output.text().lines()).allSatisfy(line -> assertThat(line).startsWith("ok"));
    }

    @Test
    void a_replay_of_a_file_without_its_columns_is_one_clear_sentence(House house) throws Exception {
        var file = Files.writeString(folder.resolve("wrong.csv"), "a,b,c\n1,2,3\n");

        var output = run(house, "replay", file.toString());

        assertThat(output.code()).isEqualTo(1);
        assertThat(output.text())
                .contains("Expected a column invoiceno or invoice")
                .doesNotContain("\tat ");
    }

    private record Output(int code, String text) {}

    private Output run(House house, String... arguments) throws IOException, InterruptedException {
        var root = Path.of(System.getProperty("perpetual.root"));
        var log = folder.resolve("output.txt");
        var command = new java.util.ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Dperpetual.root=" + root);
        command.add("-cp");
        command.add(root.resolve("sandbox/target/classes") + ":" + root.resolve("sandbox/target/lib") + "/*");
        command.add("dev.perpetual.sandbox.Main");
        command.addAll(java.util.List.of(arguments));
        command.add("--data");
        command.add(house.running().data().path().toString());
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        var ended = process.waitFor(4, TimeUnit.MINUTES);
        if (!ended) {
            process.destroyForcibly();
        }
        return new Output(ended ? process.exitValue() : -1, Files.readString(log));
    }
}
