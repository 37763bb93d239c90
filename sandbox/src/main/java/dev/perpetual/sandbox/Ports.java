package dev.perpetual.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** TCP ports on the loopback address. */
public final class Ports {
    static final String HOST = "127.0.0.1";

    private Ports() {}

    /** A port that nobody listens on right now. */
    public static int free() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getByName(HOST))) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
