package dev.perpetual.sandbox.shop;

import java.nio.file.Path;
import java.util.Map;

/**
 * Where a pretend shop listens, what it trusts, and where it remembers.
 *
 * @param port 0 takes a free one
 * @param secret the signing secret, {@code whsec_} and base64
 */
public record ShopSettings(String host, int port, String secret, Path data) {

    /** Reads PERPETUAL_SHOP_HOST, _PORT, _SECRET and _DATA. */
    public static ShopSettings of(Map<String, String> environment) {
        var port = environment.getOrDefault("PERPETUAL_SHOP_PORT", "8090");
        return new ShopSettings(
                environment.getOrDefault("PERPETUAL_SHOP_HOST", "127.0.0.1"),
                portNumber(port),
                present(environment, "PERPETUAL_SHOP_SECRET"),
                Path.of(present(environment, "PERPETUAL_SHOP_DATA")));
    }

    private static int portNumber(String port) {
        if (!port.matches("\\d{1,5}") || Integer.parseInt(port) > 65535) {
            throw new IllegalArgumentException("Expected PERPETUAL_SHOP_PORT to be a port, but got " + port);
        }
        return Integer.parseInt(port);
    }

    private static String present(Map<String, String> environment, String name) {
        var value = environment.get(name);
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException("Expected " + name + " to be set, but it is not");
        }
        return value;
    }
}
