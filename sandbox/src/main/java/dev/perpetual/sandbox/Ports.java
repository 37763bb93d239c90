package dev.perpetual.sandbox;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
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
    private static final int CALL_MILLIS_MAX = 2_000;

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
            throw new CannotStart("Expected port " + port + " to be free for " + part
                    + ", but another process listens there; stop it or choose another port");
        }
    }

    /**
     * Asked by calling, not by listening: a socket that listens to try is for a moment also the socket of a process that
     * another thread is just starting, and the next look then finds the port taken by ourselves.
     */
    static boolean isFree(int port) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(HOST, port), CALL_MILLIS_MAX);
            return socket.getLocalPort() == port; // Our own call, given this very port by the system.
        } catch (SocketTimeoutException _) {
            return false; // Somebody is there, only too busy to answer.
        } catch (IOException _) {
            return true;
        }
    }
}
