package dev.perpetual.sandbox;

import java.util.concurrent.CompletableFuture;

/** A process of the sandbox that answered when it was started. */
sealed interface RunningPart extends AutoCloseable permits PostgresServer, KafkaBroker, ServiceProcess {
    long pid();

    /** Completes when the process is gone, for whatever reason. */
    CompletableFuture<?> onExit();

    /** SIGKILL. */
    void kill();

    /** Asks it to stop and waits. */
    @Override
    void close();
}
