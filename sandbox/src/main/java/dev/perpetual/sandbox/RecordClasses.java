package dev.perpetual.sandbox;

import dev.perpetual.sandbox.client.HoldRequest;
import dev.perpetual.sandbox.client.Item;
import dev.perpetual.sandbox.client.LedgerClient;
import dev.perpetual.sandbox.client.Location;
import dev.perpetual.sandbox.client.Movement;
import dev.perpetual.sandbox.client.Patience;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * {@code record-classes}, a step of the ledger's build: with {@link Launches#RECORDING} the ledger leaves beside its jar,
 * when it ends, what it had loaded and linked by then. Every later start begins from there.
 */
@Command(name = "record-classes", hidden = true)
final class RecordClasses implements Callable<Integer> {
    private static final int REQUESTS = 50;

    @Mixin
    private Main.Data data = new Main.Data();

    @Override
    public Integer call() throws IOException {
        var cache = Launches.classCache(Part.LEDGER);
        Files.deleteIfExists(cache);
        var options = Options.onFreePorts(data.directory()).fresh(true).only(Part.POSTGRES, Part.KAFKA, Part.LEDGER);
        try (var sandbox = Sandbox.start(options)) {
            promiseSome(sandbox.running());
        }
        if (!Files.exists(cache)) {
            throw new CannotStart("Expected " + cache
                    + " when the ledger had ended, but it is not there; see the logs in " + data.directory());
        }
        new DataDirectory(data.directory()).clear();
        return 0;
    }

    /** A service that was killed is back when it promises again. */
    private static void promiseSome(Running running) {
        var ledger = LedgerClient.at(
                URI.create(running.url(Part.LEDGER)), running.adminKey(), Patience.of(Duration.ofSeconds(10)));
        ledger.putLocation(new Location("shelf", "Shelf", "WAREHOUSE", null, null, "flag", true));
        ledger.putItem(Item.named("unit", "Unit"));
        for (var i = 0; i < REQUESTS; i++) {
            ledger.record(List.of(Movement.receive(
                    "receipt-" + i, "unit", 1, "shelf", Instant.EPOCH, new Movement.Cause("receipt", "1", i))));
            ledger.placeHold(new HoldRequest(
                    "hold-" + i,
                    new HoldRequest.Owner("order", "order-" + i),
                    "all",
                    null,
                    List.of(new HoldRequest.Line(1, "unit", "shelf", 1))));
            ledger.itemLevels("unit");
        }
    }
}
