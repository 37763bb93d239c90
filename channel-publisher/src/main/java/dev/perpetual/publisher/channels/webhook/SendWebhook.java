package dev.perpetual.publisher.channels.webhook;

import static com.standardwebhooks.Webhook.UNBRANDED_MSG_ID_KEY;
import static com.standardwebhooks.Webhook.UNBRANDED_MSG_SIGNATURE_KEY;
import static com.standardwebhooks.Webhook.UNBRANDED_MSG_TIMESTAMP_KEY;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookSigningException;
import dev.perpetual.publisher.domain.Answer;
import dev.perpetual.publisher.domain.AnswerRules;
import dev.perpetual.publisher.wire.WebhookResults;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Sends one signed request to a channel of kind webhook and says what came of it. */
@ApplicationScoped
public class SendWebhook {

    private static final BodyHandler<String> ANSWER = BodyHandlers.limiting(BodyHandlers.ofString(), 1 << 20);
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    private final Secrets secrets;
    private final ForbiddenNetworks forbidden;
    private final Duration answerTimeout;
    private final HttpClient client = HttpClient.newBuilder()
            .version(Version.HTTP_1_1)
            .followRedirects(Redirect.NEVER)
            .connectTimeout(CONNECT_TIMEOUT)
            .build();

    SendWebhook(
            Secrets secrets,
            ForbiddenNetworks forbidden,
            @ConfigProperty(name = "perpetual.push.answer-timeout") Duration answerTimeout) {
        this.secrets = secrets;
        this.forbidden = forbidden;
        this.answerTimeout = answerTimeout;
    }

    @PreDestroy
    void close() {
        client.shutdownNow();
    }

    /** Waits for the answer, at most the configured time. {@code id} is the same for every attempt with this body. */
    public Answer send(URI url, String secretRef, String id, String body) throws InterruptedException {
        var problem = forbidden.problem(url).or(() -> secrets.problem(secretRef));
        if (problem.isPresent()) {
            return new Answer.Barred(problem.get());
        }
        try {
            return answer(client.sendAsync(request(url, secretRef, id, body), ANSWER));
        } catch (WebhookSigningException e) {
            return new Answer.Barred(reason(e));
        }
    }

    /** The timeout counts to the end of the body: a channel that drips its answer is a slow one too. */
    private Answer answer(CompletableFuture<HttpResponse<String>> sent) throws InterruptedException {
        try {
            var response = sent.get(answerTimeout.toMillis(), TimeUnit.MILLISECONDS);
            return AnswerRules.answer(
                    response.statusCode(),
                    response.headers().firstValue("Retry-After").orElse(null),
                    WebhookResults.read(response.body()),
                    Instant.now());
        } catch (ExecutionException e) {
            return new Answer.Unavailable(reason(e.getCause() == null ? e : e.getCause()), null);
        } catch (TimeoutException e) {
            return new Answer.Unavailable("No answer within " + answerTimeout.toMillis() + " ms", null);
        } finally {
            sent.cancel(true);
        }
    }

    private HttpRequest request(URI url, String secretRef, String id, String body) throws WebhookSigningException {
        var seconds = Instant.now().getEpochSecond();
        return HttpRequest.newBuilder(url)
                .header("Content-Type", "application/json")
                .header("User-Agent", "Perpetual-channel-publisher")
                .header(UNBRANDED_MSG_ID_KEY, id)
                .header(UNBRANDED_MSG_TIMESTAMP_KEY, Long.toString(seconds))
                .header(UNBRANDED_MSG_SIGNATURE_KEY, signatures(secrets.signers(secretRef), id, seconds, body))
                .POST(BodyPublishers.ofString(body))
                .build();
    }

    private static String signatures(List<Webhook> signers, String id, long seconds, String body)
            throws WebhookSigningException {
        var signatures = new StringBuilder();
        for (var signer : signers) {
            signatures.append(signatures.isEmpty() ? "" : " ").append(signer.sign(id, seconds, body));
        }
        return signatures.toString();
    }

    private static String reason(Throwable e) {
        return e.getMessage() == null
                ? e.getClass().getSimpleName()
                : e.getClass().getSimpleName() + ": " + e.getMessage();
    }
}
