package dev.perpetual.sandbox;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What the sandbox runs, in the order in which it is started. */
public enum Part {
    POSTGRES("postgres", 5442),
    KAFKA("kafka", 9092),
    LEDGER("inventory-ledger", 8081),
    ROUTER("order-router", 8082),
    SUPPLIER("supplier-sync", 8083),
    PUBLISHER("channel-publisher", 8084),
    SHOP("shop", 8090);

    private static final int MANAGEMENT_OFFSET = 1000;

    private final String label;
    private final int defaultPort;

    Part(String label, int defaultPort) {
        this.label = label;
        this.defaultPort = defaultPort;
    }

    /** The part of this name: {@code order-router}, or short {@code router}. */
    public static Part named(String name) {
        return Arrays.stream(values())
                .filter(part -> part.label.equals(name) || part.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new CannotStart("Expected one of "
                        + String.join(", ", Stream.of(values()).map(Part::label).toList()) + ", but got " + name));
    }

    /** The four services. */
    public static List<Part> services() {
        return List.of(LEDGER, ROUTER, SUPPLIER, PUBLISHER);
    }

    public String label() {
        return label;
    }

    public boolean isService() {
        return services().contains(this);
    }

    /** Of a service: {@code order_router}. */
    public String database() {
        return label.replace('-', '_');
    }

    /** {@code PERPETUAL_<PART>_PORT} when set. */
    int portByDefault() {
        var variable = "PERPETUAL_" + name().toUpperCase(Locale.ROOT) + "_PORT";
        var told = System.getenv(variable);
        if (told == null || told.isBlank()) {
            return defaultPort;
        }
        try {
            return Integer.parseInt(told.strip());
        } catch (NumberFormatException _) {
            throw new CannotStart("Expected a port number in " + variable + ", but got " + told);
        }
    }

    /** Where health and metrics of a service on this port are. */
    static int managementPort(int port) {
        return port + MANAGEMENT_OFFSET;
    }

    /** The argument on the command line of every process of this part over this data; proof that it is ours. */
    String mark(Path dataDir) {
        return switch (this) {
            case POSTGRES -> PostgresServer.mark(dataDir.resolve(label));
            case KAFKA -> KafkaBroker.mark(dataDir.resolve(label));
            default -> "-Dperpetual.part=" + dataDir.resolve(label);
        };
    }
}
