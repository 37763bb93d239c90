package dev.perpetual.sandbox;

import java.net.URI;
import java.nio.file.Path;

/**
 * A process beside a running sandbox that its supervisor knows nothing of: another instance of a service, or a program to
 * compare with. Ends with the JVM that started it.
 */
public final class Beside implements AutoCloseable {

    private final ServiceProcess process;
    private final int port;

    private Beside(ServiceProcess process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Returns when it is ready; it works on the database and topics of the service that runs already. */
    public static Beside instance(Running running, Part service, String name) {
        var options = Options.onFreePorts(running.data().path());
        var port = options.port(service);
        for (var part : running.state().parts().entrySet()) {
            options = part.getKey() == service
                    ? options
                    : options.port(part.getKey(), part.getValue().port());
        }
        return new Beside(new Launches(options, running.data()).replica(service, name), port);
    }

    /** Returns when the Quarkus program in this folder under the checkout takes connections. */
    public static Beside program(Running running, String folder) {
        var port = Ports.free();
        var jar = Checkout.root().resolve(folder).resolve("target/quarkus-app/quarkus-run.jar");
        Path log = running.data().logs().resolve(Path.of(folder).getFileName() + ".log");
        return new Beside(Launches.program(jar, port, log), port);
    }

    public URI url() {
        return URI.create("http://" + Ports.HOST + ":" + port);
    }

    public long pid() {
        return process.pid();
    }

    /** SIGKILL. */
    public void kill() {
        process.kill();
    }

    /** Asks it to stop and waits. */
    @Override
    public void close() {
        process.close();
    }
}
