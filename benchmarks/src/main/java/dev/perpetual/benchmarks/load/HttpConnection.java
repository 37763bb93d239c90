package dev.perpetual.benchmarks.load;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Arrays;

/** One keep-alive connection with at most one request under way. Reads as much of HTTP/1.1 as Quarkus answers with. */
final class HttpConnection implements AutoCloseable {

    private static final int BYTES_FIRST = 16 << 10;
    private static final byte[] CHUNKS_END = "\r\n0\r\n\r\n".getBytes(ISO_8859_1);
    private static final byte[] LENGTH = "content-length:".getBytes(ISO_8859_1);

    private final SocketChannel channel;
    private final SelectionKey key;
    private byte[] received = new byte[BYTES_FIRST];
    private int size;
    private int bodyAt;
    private int end;

    final int client;
    long sentAt;
    boolean busy;

    HttpConnection(InetSocketAddress address, Selector selector, int client) throws IOException {
        this.client = client;
        channel = SocketChannel.open(address);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
        key = channel.register(selector, SelectionKey.OP_READ, this);
    }

    /** Requests are smaller than a socket's buffer, so that writing never waits for long. */
    void send(byte[] request, long at) throws IOException {
        size = 0;
        bodyAt = -1;
        end = -1;
        sentAt = at;
        busy = true;
        var bytes = ByteBuffer.wrap(request);
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** True when the answer is whole. */
    boolean read() throws IOException {
        if (size == received.length) {
            received = Arrays.copyOf(received, received.length * 2);
        }
        var read = channel.read(ByteBuffer.wrap(received, size, received.length - size));
        if (read < 0) {
            throw new EOFException("Expected an answer, but the connection was closed");
        }
        size += read;
        if (bodyAt < 0) {
            readHead();
        }
        var whole = bodyAt >= 0 && (end >= 0 ? size >= end : endsWithLastChunk());
        busy &= !whole;
        return whole;
    }

    private void readHead() {
        for (var i = 3; i < size; i++) {
            if (received[i] == '\n' && received[i - 2] == '\n' && received[i - 1] == '\r') {
                bodyAt = i + 1;
                end = length();
                return;
            }
        }
    }

    /** Where the body ends, or -1 when it comes in chunks. */
    private int length() {
        for (var line = 0; line < bodyAt - 2; line++) {
            if (received[line] == '\n' && startsWith(line + 1, LENGTH)) {
                var number = 0;
                for (var at = line + 1 + LENGTH.length; received[at] != '\r'; at++) {
                    number = received[at] == ' ' ? number : number * 10 + received[at] - '0';
                }
                return bodyAt + number;
            }
        }
        return status() == 204 ? bodyAt : -1;
    }

    private boolean startsWith(int from, byte[] lowerCase) {
        if (from + lowerCase.length > bodyAt) {
            return false;
        }
        for (var i = 0; i < lowerCase.length; i++) {
            var letter = received[from + i];
            if ((letter >= 'A' && letter <= 'Z' ? letter + 32 : letter) != lowerCase[i]) {
                return false;
            }
        }
        return true;
    }

    private boolean endsWithLastChunk() {
        return size - CHUNKS_END.length >= bodyAt - 2
                && Arrays.equals(received, size - CHUNKS_END.length, size, CHUNKS_END, 0, CHUNKS_END.length);
    }

    int status() {
        return (received[9] - '0') * 100 + (received[10] - '0') * 10 + received[11] - '0';
    }

    /** The answer's body, chunk marks included. */
    String body() {
        return new String(received, bodyAt, size - bodyAt, java.nio.charset.StandardCharsets.UTF_8);
    }

    boolean bodyContains(byte[] text) {
        for (var from = bodyAt; from <= size - text.length; from++) {
            if (Arrays.equals(received, from, from + text.length, text, 0, text.length)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void close() throws IOException {
        key.cancel();
        channel.close();
    }
}
