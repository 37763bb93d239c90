package dev.perpetual.sandbox;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where the project's files are: the directory of the root pom. */
public final class Checkout {
    private Checkout() {}

    /** System property {@code perpetual.root} when set, else the nearest parent of the working directory that fits. */
    public static Path root() {
        var told = System.getProperty("perpetual.root");
        if (told != null) {
            return Path.of(told).toAbsolutePath().normalize();
        }
        var start = Path.of("").toAbsolutePath();
        for (var folder = start; folder != null; folder = folder.getParent()) {
            if (Files.exists(folder.resolve("sandbox/infra/pom.xml"))) {
                return folder;
            }
        }
        throw new CannotStart("Expected a checkout of Perpetual at or above " + start + "; set -Dperpetual.root");
    }

    /** Where the build put the broker's and PostgreSQL's files. */
    static Path infra() {
        return root().resolve("sandbox/infra/target");
    }

    /** The class path entry that holds the sandbox's own classes. */
    static Path ownClasses() {
        try {
            return Path.of(Checkout.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (java.net.URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The java command that runs this very process. */
    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}
