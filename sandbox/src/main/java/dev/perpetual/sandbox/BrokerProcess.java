package dev.perpetual.sandbox;

import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Main class of the broker's own JVM: locks the data directory, formats it at first, then runs Kafka. Kafka's classes are
 * called by name, since they are on that JVM's class path only.
 */
final class BrokerProcess {
    private BrokerProcess() {}

    /** {@code properties file, data folder, cluster id}. */
    public static void main(String[] args) throws Exception {
        var data = Path.of(args[1]);
        // Two brokers on one data folder destroy it. Held until this JVM ends.
        var lock = FileChannel.open(
                Path.of(args[0]).resolveSibling("broker.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (lock.tryLock() == null) {
            System.out.println("FATAL: another broker is using " + data);
            System.exit(1);
        }
        if (!Files.exists(data.resolve("meta.properties"))) {
            format(args[0], args[2]);
        }
        Class.forName("kafka.Kafka").getMethod("main", String[].class).invoke(null, (Object) new String[] {args[0]});
        lock.close();
    }

    private static void format(String properties, String clusterId) throws Exception {
        Class.forName("kafka.tools.StorageTool")
                .getMethod("execute", String[].class, PrintStream.class)
                .invoke(
                        null,
                        new String[] {"format", "--config", properties, "--cluster-id", clusterId, "--ignore-formatted"
                        },
                        System.out);
    }
}
