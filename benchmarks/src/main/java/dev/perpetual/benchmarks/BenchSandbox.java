package dev.perpetual.benchmarks;

import dev.perpetual.sandbox.Options;
import dev.perpetual.sandbox.Part;
import dev.perpetual.sandbox.Running;
import dev.perpetual.sandbox.Sandbox;
import dev.perpetual.sandbox.client.Endpoints;
import dev.perpetual.sandbox.client.Patience;
import dev.perpetual.sandbox.client.Perpetual;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

/** The whole system on free ports over a folder of its own, and a client for it. */
final class BenchSandbox implements AutoCloseable {

    private final Sandbox sandbox;

    private BenchSandbox(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    static BenchSandbox start(Path folder) {
        return new BenchSandbox(Sandbox.start(Options.onFreePorts(folder)));
    }

    Running running() {
        return sandbox.running();
    }

    Perpetual client() {
        var running = running();
        return Perpetual.at(
                new Endpoints(
                        URI.create(running.url(Part.LEDGER)),
                        URI.create(running.url(Part.ROUTER)),
                        URI.create(running.url(Part.SUPPLIER)),
                        URI.create(running.url(Part.PUBLISHER)),
                        running.adminKey()),
                Patience.of(Duration.ofSeconds(20)));
    }

    @Override
    public void close() {
        sandbox.close();
    }
}
