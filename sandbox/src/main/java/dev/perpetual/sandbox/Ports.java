package dev.perpetual.sandbox;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** TCP ports on the loopback address. */
public final class Ports {
    static final String HOST = "127.0.0.1";
    private static final int LOWEST = 20_000;
    private static final int HIGHEST = 29_999;
    /** Above the ports of parts, so that what a broker takes for itself is never the port of a part that starts later. */
    private static final int CONTROLLER_LOWEST = 31_000;

    private static final int CONTROLLER_HIGHEST = 32_767;
    private static final int ATTEMPTS_MAX = 200;
    private static final String TAKEN = ", but another process listens there; stop it or choose another port";

    private Ports() {}

    /**
     * A port that nobody listens on right now. Below those that the system gives to outgoing connections: a client that
     * calls a killed server again and again could otherwise be given the server's port as its own and connect to itself.
     */
    public static int free() {
        return free(LOWEST, HIGHEST);
    }

    /** As {@link #free()}, for a broker's own controller. */
    static int freeForController() {
        return free(CONTROLLER_LOWEST, CONTROLLER_HIGHEST);
    }

    private static int free(int lowest, int highest) {
        for (var attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
            var port = ThreadLocalRandom.current().nextInt(lowest, highest + 1);
            if (isFree(port)) {
                return port;
            }
        }
        throw new CannotStart("Expected a free port between " + lowest + " and " + highest + ", but found none");
    }

    /** Throws {@link CannotStart} when somebody listens there already, on this address or on all of them. */
    public static void mustBeFree(String part, int port) {
        if (!isFree(port)) {
            throw new CannotStart("Expected port " + port + " to be free for " + part + TAKEN);
        }
    }

    /** Whether {@link #mustBeFree} said this, here or in the supervisor. */
    static boolean saysTaken(CannotStart failure) {
        return failure.getMessage().endsWith(TAKEN);
    }

    static boolean isFree(int port) {
        return binds(new InetSocketAddress(HOST, port)) && binds(new InetSocketAddress(port));
    }

    private static boolean binds(InetSocketAddress address) {
        try (var socket = new ServerSocket()) {
            socket.bind(address);
            return true;
        } catch (IOException _) {
            return false;
        }
    }
}
