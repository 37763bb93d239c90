package dev.perpetual.kit.testing;

import dev.perpetual.sandbox.TestInfra;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.HashMap;
import java.util.Map;

/**
 * Real PostgreSQL and Kafka under a service's tests. Started once per test run, on free ports, and handed to the
 * service by the same settings that it has anywhere else.
 */
public final class Infrastructure implements QuarkusTestResourceLifecycleManager {

    /** The first API key, with every right. */
    public static final String ADMIN_KEY = "test-admin-key-0123456789abcdefghijklmnop";

    private static TestInfra running;
    private String database = "service_test";

    @Override
    public void init(Map<String, String> arguments) {
        database = arguments.getOrDefault("database", database);
    }

    /** The one of this JVM; tests may use it to reach around the service. */
    public static synchronized TestInfra running() {
        if (running == null) {
            running = TestInfra.start();
            Runtime.getRuntime().addShutdownHook(new Thread(running::close));
        }
        return running;
    }

    @Override
    public Map<String, String> start() {
        var infra = running();
        var credentials = infra.database(database);
        var settings = new HashMap<String, String>();
        settings.put("quarkus.datasource.jdbc.url", credentials.jdbcUrl());
        settings.put("quarkus.datasource.username", credentials.appUser());
        settings.put("quarkus.datasource.password", credentials.appPassword());
        settings.put("quarkus.flyway.username", credentials.ownerUser());
        settings.put("quarkus.flyway.password", credentials.ownerPassword());
        settings.put("perpetual.relay.username", credentials.relayUser());
        settings.put("perpetual.relay.password", credentials.relayPassword());
        settings.put("perpetual.admin.key", ADMIN_KEY);
        settings.put("kafka.bootstrap.servers", infra.bootstrapServers());
        settings.put("quarkus.http.test-port", "0");
        settings.put("quarkus.management.test-port", "0");
        return settings;
    }

    @Override
    public void stop() {
        // Shared by all test profiles of the run; the shutdown hook stops it.
    }
}
