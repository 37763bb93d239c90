package dev.perpetual.sandbox;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** TCP ports on the loopback address. */
public final class Ports {
    static final String HOST = "127.0.0.1";
    private static final int LOWEST = 20_000;
    private static final int HIGHEST = 30_999;
    private static final int ATTEMPTS_MAX = 200;

    private Ports() {}

    /**
     * A port that nobody listens on right now. Below those that the system gives to outgoing connections: a client that
     * calls a killed server again and again could otherwise be given the server's port as its own and connect to itself.
     */
    public static int free() {
        for (var attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
            var port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST + 1);
            if (isFree(port)) {
                return port;
            }
        }
        throw new CannotStart("Expected a free port between " + LOWEST + " and " + HIGHEST + ", but found none");
    }

    /** Throws {@link CannotStart} when somebody listens there already, on this address or on all of them. */
    public static void mustBeFree(String part, int port) {
        if (!isFree(port)) {
            throw new CannotStart("Expected port " + port + " to be free for " + part
                    + ", but another process listens there; stop it or choose another port");
        }
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
