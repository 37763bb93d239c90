package dev.perpetual.ledger.commit;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.ConfigProvider;
import org.postgresql.ds.PGSimpleDataSource;

/** A wire to the server that can be cut at the one moment that matters: it has committed, and nobody hears it say so. */
final class LostCommits implements AutoCloseable {

    /** The tag of the server's message CommandComplete. */
    private static final String COMMITTED = "COMMIT\0";

    private final ServerSocket door = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
    private final URI server;
    private final PGSimpleDataSource dataSource = new PGSimpleDataSource();
    private final AtomicBoolean loseNext = new AtomicBoolean();
    private final AtomicInteger lost = new AtomicInteger();

    LostCommits(DataSource direct) throws IOException, SQLException {
        var config = ConfigProvider.getConfig();
        try (var connection = direct.getConnection()) {
            var url = connection.getMetaData().getURL();
            server = URI.create(url.substring("jdbc:".length()));
            dataSource.setUrl(url.replace(server.getAuthority(), "127.0.0.1:" + door.getLocalPort()));
        }
        dataSource.setUser(config.getValue("quarkus.datasource.username", String.class));
        dataSource.setPassword(config.getValue("quarkus.datasource.password", String.class));
        Thread.ofVirtual().start(this::accept);
    }

    /** Connections through this wire, each a new one. */
    DataSource dataSource() {
        return dataSource;
    }

    /** The next commit happens, and its connection is gone before the answer. */
    void loseNext() {
        loseNext.set(true);
    }

    /** Answers lost so far. */
    int lost() {
        return lost.get();
    }

    @Override
    public void close() throws IOException {
        door.close();
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                var client = door.accept();
                var there = new Socket(server.getHost(), server.getPort());
                Thread.ofVirtual().start(() -> pass(client, there, false));
                Thread.ofVirtual().start(() -> pass(there, client, true));
            } catch (IOException closed) {
                // Asked again at the head of the loop.
            }
        }
    }

    private void pass(Socket from, Socket to, boolean answers) {
        var bytes = new byte[1 << 16];
        try (from;
                to) {
            for (var read = 0; read >= 0; read = from.getInputStream().read(bytes)) {
                if (answers
                        && new String(bytes, 0, read, US_ASCII).contains(COMMITTED)
                        && loseNext.compareAndSet(true, false)) {
                    lost.incrementAndGet();
                    return;
                }
                to.getOutputStream().write(bytes, 0, read);
            }
        } catch (IOException cut) {
            // Both ends are closed now.
        }
    }
}
