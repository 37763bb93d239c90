package dev.perpetual.sandbox;

import dev.perpetual.sandbox.shop.PretendShop;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The command line and environment of every part. */
final class Launches {
    /** True while the build records what services load, for {@link RecordClasses}. */
    static final boolean RECORDING = System.getenv("PERPETUAL_RECORD_CLASSES") != null;

    private static final List<String> JVM = List.of(
            "-XX:+UseSerialGC",
            "-XX:+ExitOnOutOfMemoryError",
            // Loading and compiling what a service is made of would otherwise stop it for some full collections.
            "-XX:MetaspaceSize=128m",
            "-Xss512k",
            "--sun-misc-unsafe-memory-access=allow");

    private final Options options;
    private final DataDirectory data;

    Launches(Options options, DataDirectory data) {
        this.options = options;
        this.data = data;
    }

    /** Returns when the part is ready. */
    RunningPart start(Part part) {
        var folder = data.path().resolve(part.label());
        var port = options.port(part);
        return switch (part) {
            case POSTGRES -> postgres();
            case KAFKA -> KafkaBroker.start(folder, port, data.log(part));
            case SHOP ->
                ServiceProcess.start(part, data.path(), port, shopCommand(), shopEnvironment(), data.log(part));
            case LEDGER, ROUTER, SUPPLIER, PUBLISHER ->
                ServiceProcess.start(
                        part, data.path(), port, serviceCommand(part), serviceEnvironment(part), data.log(part));
        };
    }

    /** Another instance of a service on the port that the options name, beside the one that the supervisor keeps. */
    ServiceProcess replica(Part service, String name) {
        var port = options.port(service);
        return ServiceProcess.start(
                service.label() + " " + name,
                service.mark(data.path()) + "-" + name,
                port,
                () -> ServiceProcess.isReady(service, port),
                serviceCommand(service),
                serviceEnvironment(service),
                data.logs().resolve(service.label() + "-" + name + ".log"));
    }

    /** A Quarkus program that is no part of the sandbox, in a JVM like that of a service; ready when it takes connections. */
    static ServiceProcess program(Path jar, int port, Path log) {
        return ServiceProcess.start(
                jar.toString(),
                "-Dperpetual.program=" + log,
                port,
                () -> ServiceProcess.accepts(port),
                javaCommand(jar, List.of()),
                Map.of("QUARKUS_HTTP_HOST", Ports.HOST, "QUARKUS_HTTP_PORT", String.valueOf(port)),
                log);
    }

    private PostgresServer postgres() {
        var part = Part.POSTGRES;
        var server = PostgresServer.start(data.path().resolve(part.label()), options.port(part), data.log(part));
        try {
            for (var service : Part.services()) {
                ServiceDatabase.create(server, service.database());
            }
            return server;
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
    }

    private static Path jar(Part part) {
        return Checkout.root().resolve(part.label()).resolve("target/quarkus-app/quarkus-run.jar");
    }

    /** Where what a service loads is kept for its later starts. */
    static Path classCache(Part part) {
        return classCache(jar(part));
    }

    private static Path classCache(Path jar) {
        return jar.resolveSibling("app.aot");
    }

    private static List<String> serviceCommand(Part part) {
        var jar = jar(part);
        if (!Files.exists(jar)) {
            throw new CannotStart("Expected " + jar + ", but it is not built; run ./mvnw -DskipTests package");
        }
        var options = new ArrayList<String>();
        if (part == Part.LEDGER) {
            // All stock flows through it: with less for what is young, it would collect for an eighth of its time.
            options.addAll(List.of("-Xmx320m", "-Xmn160m"));
        }
        var more = System.getenv("PERPETUAL_JAVA_OPTIONS");
        if (more != null && !more.isBlank()) {
            options.addAll(List.of(more.strip().split("\\s+")));
        }
        return javaCommand(jar, options);
    }

    private static List<String> javaCommand(Path jar, List<String> more) {
        var command = new ArrayList<>(List.of("-Xmx192m"));
        command.addAll(JVM);
        var cache = classCache(jar);
        if (RECORDING) {
            command.add("-XX:AOTCacheOutput=" + cache);
        } else if (Files.exists(cache)) {
            command.add("-XX:AOTCache=" + cache);
        }
        command.addAll(more);
        command.addAll(List.of("-jar", jar.toString()));
        return command;
    }

    private Map<String, String> serviceEnvironment(Part part) {
        var database = ServiceDatabase.credentials(
                "jdbc:postgresql://" + Ports.HOST + ":" + options.port(Part.POSTGRES) + "/" + part.database(),
                data.databaseSecrets(),
                part.database());
        var port = options.port(part);
        var environment = new HashMap<>(Map.of(
                "QUARKUS_DATASOURCE_JDBC_URL", database.jdbcUrl(),
                "QUARKUS_DATASOURCE_USERNAME", database.appUser(),
                "QUARKUS_DATASOURCE_PASSWORD", database.appPassword(),
                "QUARKUS_FLYWAY_USERNAME", database.ownerUser(),
                "QUARKUS_FLYWAY_PASSWORD", database.ownerPassword(),
                "PERPETUAL_RELAY_USERNAME", database.relayUser(),
                "PERPETUAL_RELAY_PASSWORD", database.relayPassword(),
                "KAFKA_BOOTSTRAP_SERVERS", Ports.HOST + ":" + options.port(Part.KAFKA),
                "PERPETUAL_ADMIN_KEY", data.adminKey()));
        environment.put("QUARKUS_HTTP_HOST", Ports.HOST);
        environment.put("QUARKUS_HTTP_PORT", String.valueOf(port));
        environment.put("QUARKUS_MANAGEMENT_HOST", Ports.HOST);
        environment.put("QUARKUS_MANAGEMENT_PORT", String.valueOf(Part.managementPort(port)));
        if (part == Part.SUPPLIER) {
            environment.put("PERPETUAL_DROP_FOLDER", dropFolder());
        }
        if (part == Part.PUBLISHER) {
            environment.put("PERPETUAL_SECRETS_SHOP", data.shopSecret());
        }
        return environment;
    }

    private String dropFolder() {
        try {
            return Files.createDirectories(data.dropFolder()).toString();
        } catch (IOException e) {
            throw new CannotStart("Expected to make " + data.dropFolder() + ", but " + e, e);
        }
    }

    private static List<String> shopCommand() {
        var command = new ArrayList<>(List.of("-Xmx64m", "-XX:TieredStopAtLevel=1"));
        command.addAll(JVM);
        command.add("--enable-native-access=ALL-UNNAMED");
        command.addAll(List.of("-cp", ownClassPath(), PretendShop.class.getName()));
        return command;
    }

    /** Our own classes with the libraries that the build put beside them. */
    static String ownClassPath() {
        return Checkout.ownClasses() + File.pathSeparator + Checkout.root().resolve("sandbox/target/lib") + "/*";
    }

    private Map<String, String> shopEnvironment() {
        return Map.of(
                "PERPETUAL_SHOP_PORT", String.valueOf(options.port(Part.SHOP)),
                "PERPETUAL_SHOP_SECRET", data.shopSecret(),
                "PERPETUAL_SHOP_DATA", data.path().resolve(Part.SHOP.label()).toString());
    }
}
