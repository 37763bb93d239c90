package dev.perpetual.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A running PostgreSQL and Kafka for a test run, empty, on ports of their own: our processes, or with
 * {@code -Dinfra=containers} the official images on Testcontainers.
 */
public final class TestInfra implements AutoCloseable {
    private final Path folder;
    private final String serverUrl;
    private final String superuser;
    private final String superuserPassword;
    private final String bootstrapServers;
    private final AutoCloseable postgres;
    private final AutoCloseable kafka;

    private TestInfra(
            Path folder,
            String serverUrl,
            String superuser,
            String superuserPassword,
            String bootstrapServers,
            AutoCloseable postgres,
            AutoCloseable kafka) {
        this.folder = folder;
        this.serverUrl = serverUrl;
        this.superuser = superuser;
        this.superuserPassword = superuserPassword;
        this.bootstrapServers = bootstrapServers;
        this.postgres = postgres;
        this.kafka = kafka;
    }

    /** Starts both; the system property {@code infra} says how. */
    public static TestInfra start() {
        var kind = System.getProperty("infra", "processes");
        try {
            var folder = Files.createTempDirectory("perpetual-");
            return switch (kind) {
                case "processes" -> processes(folder);
                case "containers" -> containers(folder);
                default ->
                    throw new IllegalArgumentException("Expected infra=processes or containers, but got " + kind);
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static TestInfra processes(Path folder) {
        var postgres = PostgresServer.start(folder.resolve("postgres"), 0);
        var kafka = KafkaBroker.start(folder.resolve("kafka"), 0);
        return new TestInfra(
                folder,
                postgres.jdbcUrl("postgres"),
                postgres.superuser(),
                postgres.superuserPassword(),
                kafka.bootstrapServers(),
                postgres,
                kafka);
    }

    private static TestInfra containers(Path folder) {
        var postgres = Containers.postgres();
        var kafka = Containers.kafka();
        return new TestInfra(
                folder,
                postgres.getJdbcUrl().replaceFirst("\\?.*$", ""),
                postgres.getUsername(),
                postgres.getPassword(),
                kafka.getBootstrapServers().replaceFirst("^.*://", ""),
                postgres,
                kafka);
    }

    /** A database with its roles, see {@link ServiceDatabase}. */
    public ServiceDatabase.Credentials database(String name) {
        return ServiceDatabase.create(
                serverUrl, superuser, superuserPassword, folder.resolve("databases.properties"), name);
    }

    /** Of the database {@code postgres}. */
    public String serverUrl() {
        return serverUrl;
    }

    public String superuser() {
        return superuser;
    }

    public String superuserPassword() {
        return superuserPassword;
    }

    public String bootstrapServers() {
        return bootstrapServers;
    }

    /** Stops both and deletes what they stored. */
    @Override
    public void close() {
        try {
            kafka.close();
            postgres.close();
            PostgresBinaries.deleteTree(folder);
        } catch (Exception e) {
            throw new IllegalStateException("Expected to stop the test's Kafka and PostgreSQL", e);
        }
    }
}
