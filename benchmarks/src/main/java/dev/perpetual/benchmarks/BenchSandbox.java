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
import java.util.List;

/** The parts that a benchmark needs on free ports over a folder of its own, and a client for them. */
public final class BenchSandbox implements AutoCloseable {

    private final Sandbox sandbox;

    private BenchSandbox(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    static BenchSandbox start(Path folder, List<Part> parts) {
        return new BenchSandbox(Sandbox.start(Options.onFreePorts(folder).only(parts.toArray(Part[]::new))));
    }

    public Running running() {
        return sandbox.running();
    }

    /** Of all services; throws when one of them was not started. */
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
