package dev.perpetual.sandbox;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A JVM that starts a server and waits, for tests that kill that JVM. */
final class Abandoned {
    private Abandoned() {}

    public static void main(String[] args) throws InterruptedException {
        var pid = switch (args[0]) {
            case "postgres" -> PostgresServer.start(Path.of(args[1]), 0).pid();
            case "kafka" -> KafkaBroker.start(Path.of(args[1]), 0).pid();
            default -> throw new IllegalArgumentException(args[0]);
        };
        System.out.println("pid=" + pid);
        Thread.currentThread().join();
    }

    /** What is left: the server, and whether it was left alone by its guard too. */
    static ProcessHandle server(String kind, Path dataDir, boolean withoutGuard) throws IOException {
        var jvm = new ProcessBuilder(List.of(
                        Checkout.java(),
                        "-Dperpetual.root=" + Checkout.root(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Abandoned.class.getName(),
                        kind,
                        dataDir.toString()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        var pid = jvm.inputReader()
                .lines()
                .filter(line -> line.startsWith("pid="))
                .findFirst()
                .orElseThrow();
        var server = ProcessHandle.of(Long.parseLong(pid.substring(4))).orElseThrow();
        if (withoutGuard) {
            jvm.children().filter(child -> child.pid() != server.pid()).forEach(ProcessHandle::destroyForcibly);
        }
        ChildProcess.kill(jvm.toHandle());
        return server;
    }
}
