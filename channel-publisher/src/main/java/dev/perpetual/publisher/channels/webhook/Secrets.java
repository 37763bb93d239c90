package dev.perpetual.publisher.channels.webhook;

import com.standardwebhooks.Webhook;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.Config;

/**
 * Signing secrets, read from the configuration by name and kept nowhere else: {@code perpetual.secrets.<ref>}, or the
 * environment's {@code PERPETUAL_SECRETS_<REF>}. Two of them, separated by a space, while one replaces the other.
 */
@ApplicationScoped
public class Secrets {

    private static final Pattern SPACE = Pattern.compile("\\s+");
    private static final int KEY_BYTES_MIN = 24;
    private static final int KEY_BYTES_MAX = 64;

    private final Config config;

    Secrets(Config config) {
        this.config = config;
    }

    /** Why the secret cannot be used; empty when it can. Never says the secret. */
    public Optional<String> problem(String ref) {
        var name = "perpetual.secrets." + ref;
        var values = values(ref);
        if (values.isEmpty()) {
            return Optional.of("Expected a secret in the setting " + name + ", but there is none");
        }
        return values.stream().allMatch(Secrets::isKey)
                ? Optional.empty()
                : Optional.of("Expected %s to be whsec_ and %d to %d bytes in base64, but it is not"
                        .formatted(name, KEY_BYTES_MIN, KEY_BYTES_MAX));
    }

    List<Webhook> signers(String ref) {
        return values(ref).stream().map(Webhook::new).toList();
    }

    private List<String> values(String ref) {
        return config.getOptionalValue("perpetual.secrets." + ref, String.class)
                .map(value -> Arrays.asList(SPACE.split(value.strip())))
                .orElse(List.of());
    }

    private static boolean isKey(String value) {
        if (!value.startsWith(Webhook.SECRET_PREFIX)) {
            return false;
        }
        try {
            var bytes = Base64.getDecoder().decode(value.substring(Webhook.SECRET_PREFIX.length())).length;
            return bytes >= KEY_BYTES_MIN && bytes <= KEY_BYTES_MAX;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
