package dev.perpetual.publisher.channels.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.standardwebhooks.Webhook;
import com.sun.net.httpserver.HttpServer;
import dev.perpetual.publisher.domain.Answer;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One request to a channel: its signature, and every way in which it can end. */
class SendWebhookTest {

    /** The specification's own vector. */
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private final CountDownLatch ended = new CountDownLatch(1);
    private HttpServer server;

    @BeforeEach
    void open() throws IOException {
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/silent", _ -> await());
        server.createContext("/dripping", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write('x');
            exchange.getResponseBody().flush();
            await();
        });
        server.createContext("/elsewhere", exchange -> {
            exchange.getResponseHeaders().set("Location", "/ok");
            exchange.sendResponseHeaders(307, -1);
        });
        server.createContext("/rude", exchange -> exchange.close());
        server.createContext("/ok", exchange -> {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.createContext("/endless", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            var chunk = new byte[1 << 16];
            for (var n = 0; n < 100; n++) {
                exchange.getResponseBody().write(chunk);
            }
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void close() {
        ended.countDown();
        server.stop(0);
    }

    @Test
    void signs_as_the_specification_s_vector() throws Exception {
        var signature = new Webhook(SECRET).sign("msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, "{\"test\": 2432232314}");
        assertThat(signature).isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void no_answer_is_no_answer_whatever_the_channel_does() throws Exception {
        assertThat(send("/silent", "ok")).isInstanceOf(Answer.Unavailable.class);
        assertThat(send("/dripping", "ok")).isInstanceOf(Answer.Unavailable.class);
        assertThat(send("/rude", "ok")).isInstanceOf(Answer.Unavailable.class);
        assertThat(send("/endless", "ok")).isInstanceOf(Answer.Unavailable.class);
        assertThat(send("/ok", "ok")).isEqualTo(new Answer.Taken(List.of()));
    }

    @Test
    void redirects_are_not_followed() throws Exception {
        assertThat(send("/elsewhere", "ok")).isEqualTo(new Answer.Barred("HTTP 307"));
    }

    @Test
    void nothing_is_sent_without_a_usable_secret_or_to_a_forbidden_address() throws Exception {
        assertThat(send("/ok", "none")).isInstanceOf(Answer.Barred.class);
        assertThat(send("/ok", "short")).isInstanceOf(Answer.Barred.class);
        var barred = sender().send(URI.create("http://169.254.169.254/"), "ok", "msg_1", "{}");
        assertThat(barred).isInstanceOf(Answer.Barred.class);
    }

    private Answer send(String path, String secretRef) throws InterruptedException {
        var url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
        return sender().send(url, secretRef, "msg_1", "{}");
    }

    private static SendWebhook sender() {
        var config = new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(
                        Map.of("perpetual.secrets.ok", SECRET, "perpetual.secrets.short", "whsec_c2hvcnQ="), "test", 1))
                .build();
        return new SendWebhook(
                new Secrets(config), new ForbiddenNetworks(List.of("169.254.0.0/16")), Duration.ofMillis(300));
    }

    private void await() {
        try {
            ended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
