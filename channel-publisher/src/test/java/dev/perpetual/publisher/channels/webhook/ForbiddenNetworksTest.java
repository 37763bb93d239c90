package dev.perpetual.publisher.channels.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which addresses a channel may not be at, by the settings that the service ships with. */
class ForbiddenNetworksTest {

    private final ForbiddenNetworks forbidden = new ForbiddenNetworks(shipped());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://169.254.169.254/latest/meta-data",
                "http://[fe80::1]/",
                "http://[fd00:ec2::254]/",
                "http://[::ffff:169.254.169.254]/",
                "http://100.100.100.200/",
                "http://0.0.0.0/",
                "http://[::]/",
                "http://224.0.0.1/",
                "ftp://shop.example/",
                "file:///etc/passwd",
                "/quantities",
                "http://user:secret@192.0.2.1/",
                "http://192.0.2.1/#fragment"
            })
    void refuses(String url) {
        assertThat(forbidden.problem(URI.create(url)))
                .isPresent()
                .hasValueSatisfying(
                        problem -> assertThat(problem).startsWith("Expected ").doesNotContain("secret@"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:8090/channels/a/quantities",
                "https://192.0.2.1/",
                "https://[2001:db8::1]/x?y=z"
            })
    void lets_pass(String url) {
        assertThat(forbidden.problem(URI.create(url))).isEmpty();
    }

    @Test
    void an_operator_may_forbid_more() {
        var stricter = new ForbiddenNetworks(List.of("127.0.0.0/8", "10.0.0.0/8"));
        assertThat(stricter.problem(URI.create("http://localhost:8090/"))).isPresent();
        assertThat(stricter.problem(URI.create("http://10.1.2.3/"))).isPresent();
        assertThat(stricter.problem(URI.create("http://11.1.2.3/"))).isEmpty();
    }

    private static List<String> shipped() {
        var properties = new Properties();
        try (var file = ForbiddenNetworks.class.getResourceAsStream("/application.properties")) {
            // The test's settings hide the service's; the class path has both.
            assertThat(file).isNotNull();
            for (var url : java.util.Collections.list(
                    ForbiddenNetworks.class.getClassLoader().getResources("application.properties"))) {
                try (var each = url.openStream()) {
                    properties.load(each);
                }
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return List.of(
                properties.getProperty("perpetual.push.forbidden-networks").split(","));
    }
}
