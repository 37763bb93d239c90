package dev.perpetual.publisher.channels.webhook;

import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Keeps channels away from addresses that are nobody's shop, such as the metadata service of a cloud.
 *
 * <p>Checked when a channel is set up and again before every request, because names change. A name that resolves
 * differently a moment later can still slip through; an outgoing proxy is the only full guard.
 */
@ApplicationScoped
public class ForbiddenNetworks {

    private final List<Network> networks;

    ForbiddenNetworks(@ConfigProperty(name = "perpetual.push.forbidden-networks") List<String> networks) {
        this.networks = networks.stream().map(Network::parse).toList();
    }

    /** Why this is no address for a channel; empty when it is one. A name that does not resolve is not judged. */
    public Optional<String> problem(URI url) {
        var scheme = url.getScheme();
        if (!"http".equalsIgnoreCase(scheme) && !"https".equalsIgnoreCase(scheme) || url.getHost() == null) {
            return Optional.of("Expected an http or https address with a host, but got " + url);
        }
        if (url.getRawUserInfo() != null || url.getRawFragment() != null) {
            return Optional.of("Expected an address without user, password and fragment, but got one with");
        }
        try {
            return Arrays.stream(InetAddress.getAllByName(unbracketed(url.getHost())))
                    .filter(address -> networks.stream().anyMatch(network -> network.contains(address)))
                    .findFirst()
                    .map(address -> "Expected an address that channels may be at, but %s is at %s"
                            .formatted(url.getHost(), address.getHostAddress()));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    private static String unbracketed(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    /** A range of addresses such as {@code 169.254.0.0/16}. */
    private record Network(InetAddress address, int bits) {

        static Network parse(String text) {
            var slash = text.indexOf('/');
            if (slash < 0) {
                throw new IllegalArgumentException("Expected a network such as 169.254.0.0/16, but got " + text);
            }
            return new Network(
                    InetAddress.ofLiteral(text.substring(0, slash)), Integer.parseInt(text.substring(slash + 1)));
        }

        boolean contains(InetAddress other) {
            var ours = address.getAddress();
            var theirs = other.getAddress();
            if (ours.length != theirs.length) {
                return false;
            }
            for (var bit = 0; bit < bits; bit++) {
                var mask = 0x80 >> bit % 8;
                if ((ours[bit / 8] & mask) != (theirs[bit / 8] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }
}
