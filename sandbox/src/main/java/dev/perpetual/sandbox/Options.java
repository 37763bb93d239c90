package dev.perpetual.sandbox;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What to start and where.
 *
 * @param fresh true: what earlier runs stored in the data directory is deleted first
 * @param ports one per part; a service's management port is 1000 higher
 * @param parts those to start, all by default
 */
public record Options(Path dataDir, boolean fresh, Map<Part, Integer> ports, List<Part> parts) {
    public Options {
        dataDir = dataDir.toAbsolutePath().normalize();
        ports = Map.copyOf(ports);
        parts = List.copyOf(parts);
    }

    /** The documented ports, or those that the environment names. */
    public static Options of(Path dataDir) {
        var ports = new EnumMap<Part, Integer>(Part.class);
        for (var part : Part.values()) {
            ports.put(part, part.portByDefault());
        }
        return new Options(dataDir, false, ports, List.of(Part.values()));
    }

    /** Ports that are free now, so that several sandboxes run side by side. */
    public static Options onFreePorts(Path dataDir) {
        var ports = new EnumMap<Part, Integer>(Part.class);
        var taken = new HashSet<Integer>();
        for (var part : Part.values()) {
            var port = Ports.free();
            while (taken.contains(port)
                    || taken.contains(Part.managementPort(port))
                    || !Ports.isFree(Part.managementPort(port))) {
                port = Ports.free();
            }
            ports.put(part, port);
            taken.add(port);
            taken.add(Part.managementPort(port));
        }
        return new Options(dataDir, false, ports, List.of(Part.values()));
    }

    public Options fresh(boolean value) {
        return new Options(dataDir, value, ports, parts);
    }

    public Options port(Part part, int port) {
        var changed = new EnumMap<>(ports);
        changed.put(part, port);
        return new Options(dataDir, fresh, changed, parts);
    }

    public Options only(Part... chosen) {
        return new Options(dataDir, fresh, ports, List.of(chosen));
    }

    int port(Part part) {
        return Objects.requireNonNull(ports.get(part));
    }
}
