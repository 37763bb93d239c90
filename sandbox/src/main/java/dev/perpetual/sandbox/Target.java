package dev.perpetual.sandbox;

import dev.perpetual.sandbox.client.Endpoints;
import dev.perpetual.sandbox.client.Patience;
import dev.perpetual.sandbox.client.Perpetual;
import dev.perpetual.sandbox.client.ShopClient;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The system that a command works on: the sandbox that runs, one started for the command, or another by its URLs. */
public final class Target implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Endpoints endpoints;
    private final Optional<URI> shop;
    private final Optional<URI> shopInside;
    private final Optional<Path> dropFolder;
    private final Optional<Path> keyFile;
    private final Optional<Sandbox> started;

    private Target(
            Endpoints endpoints,
            Optional<URI> shop,
            Optional<URI> shopInside,
            Optional<Path> dropFolder,
            Optional<Path> keyFile,
            Optional<Sandbox> started) {
        this.endpoints = endpoints;
        this.shop = shop;
        this.shopInside = shopInside;
        this.dropFolder = dropFolder;
        this.keyFile = keyFile;
        this.started = started;
    }

    /** How a command finds its system. */
    public static final class Choice {
        @Mixin
        private Main.Data data = new Main.Data();

        @Option(
                names = "--running",
                description = "Use the system at PERPETUAL_LEDGER_URL, _ROUTER_URL, _SUPPLIER_URL, _PUBLISHER_URL and"
                        + " _SHOP_URL (and _SHOP_URL_INSIDE, when the publisher reaches it elsewhere) with the key in"
                        + " PERPETUAL_ADMIN_KEY.")
        private boolean running;

        /** The system that is there; throws {@link CannotStart} when none is. */
        public Target existing() {
            return running ? of(System.getenv()) : of(Running.at(data.directory()));
        }

        /** The system that is there, or one that is started now and stops with the target. */
        public Target existingOrStarted() {
            if (running) {
                return of(System.getenv());
            }
            return Running.find(data.directory()).map(Target::of).orElseGet(() -> {
                var sandbox = Progress.start(Options.of(data.directory()), true);
                return of(sandbox.running(), Optional.of(sandbox));
            });
        }
    }

    /** A running sandbox. */
    public static Target of(Running running) {
        return of(running, Optional.empty());
    }

    private static Target of(Running running, Optional<Sandbox> started) {
        var endpoints = new Endpoints(
                URI.create(running.url(Part.LEDGER)),
                URI.create(running.url(Part.ROUTER)),
                URI.create(running.url(Part.SUPPLIER)),
                URI.create(running.url(Part.PUBLISHER)),
                running.adminKey());
        var shop = Optional.of(URI.create(running.url(Part.SHOP)));
        var data = running.data();
        return new Target(
                endpoints, shop, shop, Optional.of(data.dropFolder()), Optional.of(data.adminKeyFile()), started);
    }

    private static Target of(Map<String, String> environment) {
        try {
            var shop =
                    Optional.ofNullable(environment.get("PERPETUAL_SHOP_URL")).map(URI::create);
            return new Target(
                    Endpoints.from(environment),
                    shop,
                    Optional.ofNullable(environment.get("PERPETUAL_SHOP_URL_INSIDE"))
                            .map(URI::create)
                            .or(() -> shop),
                    Optional.ofNullable(environment.get("PERPETUAL_DROP_FOLDER"))
                            .map(Path::of),
                    Optional.empty(),
                    Optional.empty());
        } catch (IllegalArgumentException wrong) {
            throw new CannotStart(String.valueOf(wrong.getMessage()), wrong);
        }
    }

    public Endpoints endpoints() {
        return endpoints;
    }

    /** A client that tries again through outages of minutes. */
    public Perpetual perpetual() {
        return Perpetual.at(endpoints, Patience.of(PATIENCE));
    }

    /** The pretend shop, where one is known. */
    public Optional<ShopClient> shop() {
        return shop.map(ShopClient::new);
    }

    /** Where channel-publisher finds the pretend shop: in containers another address than ours. */
    public Optional<URI> shopInside() {
        return shopInside;
    }

    /** The folder that supplier-sync watches, when it can be reached from here. */
    public Optional<Path> dropFolder() {
        return dropFolder;
    }

    /** The file that has the key, when it is a sandbox's. */
    public Optional<Path> keyFile() {
        return keyFile;
    }

    /** Whether the sandbox was started for this command and will end with it. */
    public boolean isOurs() {
        return started.isPresent();
    }

    @Override
    public void close() {
        started.ifPresent(Sandbox::close);
    }
}
