package dev.perpetual.sandbox.client;

import java.net.URI;
import java.util.Map;

/** Where the four services answer, and the key that opens them. */
public record Endpoints(URI ledger, URI router, URI supplier, URI publisher, String key) {

    /** The default ports of one machine. */
    public static Endpoints local(String key) {
        return new Endpoints(
                URI.create("http://localhost:8081"),
                URI.create("http://localhost:8082"),
                URI.create("http://localhost:8083"),
                URI.create("http://localhost:8084"),
                key);
    }

    /**
     * Read from PERPETUAL_LEDGER_URL, PERPETUAL_ROUTER_URL, PERPETUAL_SUPPLIER_URL, PERPETUAL_PUBLISHER_URL (each
     * with its default port on localhost) and PERPETUAL_ADMIN_KEY.
     */
    public static Endpoints from(Map<String, String> environment) {
        var key = environment.get("PERPETUAL_ADMIN_KEY");
        if (key == null || key.isBlank()) {
            throw new IllegalArgumentException(
                    "Expected the key of the running system in PERPETUAL_ADMIN_KEY, but got none");
        }
        var local = local(key);
        return new Endpoints(
                uri(environment, "PERPETUAL_LEDGER_URL", local.ledger()),
                uri(environment, "PERPETUAL_ROUTER_URL", local.router()),
                uri(environment, "PERPETUAL_SUPPLIER_URL", local.supplier()),
                uri(environment, "PERPETUAL_PUBLISHER_URL", local.publisher()),
                key);
    }

    private static URI uri(Map<String, String> environment, String name, URI fallback) {
        var value = environment.get(name);
        return value == null || value.isBlank() ? fallback : URI.create(value);
    }

    @Override
    public String toString() {
        return "Endpoints[" + ledger + ", " + router + ", " + supplier + ", " + publisher + "]"; // Never the key.
    }
}
