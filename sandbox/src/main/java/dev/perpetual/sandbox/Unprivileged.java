package dev.perpetual.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** PostgreSQL refuses to run as root. This finds the words to put before its commands when we are root. */
final class Unprivileged {
    private static final String NOBODY = "65534";

    private final List<String> prefix;
    private final boolean otherUser;

    private Unprivileged(List<String> prefix, boolean otherUser) {
        this.prefix = prefix;
        this.otherUser = otherUser;
    }

    /** A user namespace where the kernel allows it, else an unprivileged user. Nothing when we are not root anyway. */
    static Unprivileged find() {
        if (!System.getProperty("user.name").equals("root")) {
            return new Unprivileged(List.of(), false);
        }
        if (runs("unshare", "-U", "true")) {
            return new Unprivileged(List.of("unshare", "-U"), false);
        }
        var nobody = List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups");
        if (runs(with(nobody, "true"))) {
            return new Unprivileged(nobody, true);
        }
        throw new CannotStart("Expected a way to run PostgreSQL without root's rights, but neither unshare -U nor"
                + " setpriv works here; run as another user");
    }

    List<String> command(List<String> command) {
        return with(prefix, command.toArray(String[]::new));
    }

    /** Lets the other user, if there is one, own what it will write. */
    void own(Path folder) throws IOException {
        if (!otherUser) {
            return;
        }
        var uid = Integer.valueOf(NOBODY);
        try (var files = Files.walk(folder)) {
            for (var file : files.toList()) {
                Files.setAttribute(file, "unix:uid", uid);
                Files.setAttribute(file, "unix:gid", uid);
            }
        }
    }

    private static List<String> with(List<String> prefix, String... command) {
        var all = new ArrayList<>(prefix);
        all.addAll(List.of(command));
        return all;
    }

    private static boolean runs(String... command) {
        return runs(List.of(command));
    }

    private static boolean runs(List<String> command) {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException _) {
            return false;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
