package dev.perpetual.sandbox;

import dev.perpetual.sandbox.State.PartPhase;
import dev.perpetual.sandbox.State.Phase;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A running sandbox as others see it: where its parts answer, its keys, and ways to hurt it. */
public final class Running {
    private static final Duration STOP_MAX = Duration.ofSeconds(90);

    private final DataDirectory data;

    private Running(DataDirectory data) {
        this.data = data;
    }

    /** Throws {@link CannotStart} when no sandbox runs on this data. */
    public static Running at(Path dataDir) {
        return find(dataDir)
                .orElseThrow(() -> new CannotStart("Expected a running sandbox in "
                        + dataDir.toAbsolutePath().normalize() + ", but there is none; start it with ./perpetual up"));
    }

    /** Empty when no sandbox runs on this data; one that is still starting counts. */
    public static Optional<Running> find(Path dataDir) {
        var data = new DataDirectory(dataDir);
        return State.read(data.stateFile())
                .filter(state -> supervisor(data, state).isPresent())
                .map(_ -> new Running(data));
    }

    private static Optional<ProcessHandle> supervisor(DataDirectory data, State state) {
        return ProcessHandle.of(state.supervisor()).filter(ChildProcess.hasMark(Supervisor.mark(data.path())));
    }

    public DataDirectory data() {
        return data;
    }

    /** {@code http://127.0.0.1:8082} */
    public String url(Part part) {
        return "http://" + Ports.HOST + ":" + port(part);
    }

    /** Of a service: health and metrics. */
    public String managementUrl(Part part) {
        return "http://" + Ports.HOST + ":" + Part.managementPort(port(part));
    }

    public String bootstrapServers() {
        return Ports.HOST + ":" + port(Part.KAFKA);
    }

    /** How to connect to a service's database in each of its roles. */
    public ServiceDatabase.Credentials database(Part service) {
        return ServiceDatabase.credentials(
                "jdbc:postgresql://" + Ports.HOST + ":" + port(Part.POSTGRES) + "/" + service.database(),
                data.databaseSecrets(),
                service.database());
    }

    /** For {@code Authorization: Bearer}; every right. */
    public String adminKey() {
        return data.adminKey();
    }

    public int port(Part part) {
        return part(part).port();
    }

    /** How often the supervisor had to start it again. */
    public int restarts(Part part) {
        return part(part).restarts();
    }

    /** 0 while it is down. */
    public long pid(Part part) {
        return part(part).pid();
    }

    /** kill -9, and waits until the process is gone; the supervisor starts it again. */
    public void kill(Part part) {
        var mark = part.mark(data.path());
        ProcessHandle.allProcesses().filter(ChildProcess.hasMark(mark)).forEach(ChildProcess::kill);
    }

    /** Returns when the part runs and says that it is ready; throws at the deadline. */
    public void awaitReady(Part part, Duration deadline) {
        var end = Instant.now().plus(deadline);
        while (!isReady(part)) {
            if (Instant.now().isAfter(end)) {
                throw new CannotStart("Expected " + part.label() + " to be ready within " + deadline.toSeconds()
                        + " s, but it is " + part(part).phase());
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
    }

    /** Is it running, and does it say so itself? */
    public boolean isReady(Part part) {
        var state = part(part);
        return state.phase() == PartPhase.READY
                && ProcessHandle.of(state.pid()).isPresent()
                && ServiceProcess.isReady(part, state.port());
    }

    /** True once every part has been ready. */
    public boolean isUp() {
        return state().phase() == Phase.UP;
    }

    /** Stops everything in order; the data stays. Returns when all is gone. */
    public void stop() {
        // No state any more: it stops already, or has.
        var supervisor = State.read(data.stateFile()).flatMap(state -> supervisor(data, state));
        supervisor.ifPresent(handle -> {
            ChildProcess.signal(handle, "TERM");
            if (!ChildProcess.gone(handle, STOP_MAX)) {
                throw new CannotStart("Expected the sandbox to stop within " + STOP_MAX.toSeconds() + " s; see "
                        + data.logs().resolve("supervisor.log"));
            }
        });
    }

    State state() {
        return State.read(data.stateFile())
                .orElseThrow(
                        () -> new CannotStart("Expected a running sandbox in " + data.path() + ", but it stopped"));
    }

    private State.PartState part(Part part) {
        var state = state().parts().get(part);
        if (state == null) {
            throw new CannotStart("Expected " + part.label() + " in the sandbox, but it was started without");
        }
        return state;
    }
}
