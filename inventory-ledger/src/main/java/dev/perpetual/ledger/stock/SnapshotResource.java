package dev.perpetual.ledger.stock;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perpetual.kit.database.Database;
import dev.perpetual.ledger.wire.LevelJson;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** All levels at one moment, to start a reader before it follows the topic. */
@Path("/v1/snapshot")
@RunOnVirtualThread
public class SnapshotResource {

    private final Database database;

    SnapshotResource(Database database) {
        this.database = database;
    }

    @GET
    @Produces("application/x-ndjson")
    @RolesAllowed("stock:read")
    @Operation(summary = "JSON lines: first {position, levels}, then each level as on the topic stock-levels")
    public StreamingOutput snapshot() {
        return output -> {
            try (var buffered = new BufferedOutputStream(output, 1 << 16)) {
                database.inTransaction(connection -> {
                    write(connection, buffered);
                    return null;
                });
            }
        };
    }

    /** Every level is at least as new here as any record that was on the topic when the snapshot began. */
    private static void write(Connection connection, OutputStream output) throws SQLException {
        Database.seesOneMoment(connection);
        Database.waitsForOthers(connection); // For whoever reads what we send.
        try (var statement = connection.createStatement()) {
            var rows = statement.executeQuery(
                    "SELECT (SELECT coalesce(max(position), 0) FROM journal), (SELECT count(*) FROM balance)");
            rows.next();
            line(output, "{\"position\":%d,\"balances\":%d}".formatted(rows.getLong(1), rows.getLong(2)));
        }
        Levels.forEach(connection, (sku, location, balance) -> line(output, LevelJson.of(sku, location, balance)));
    }

    private static void line(OutputStream output, String text) {
        try {
            output.write(text.getBytes(UTF_8));
            output.write('\n');
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }
}
