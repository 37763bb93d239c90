package dev.perpetual.publisher.channels;

import dev.perpetual.kit.problems.Expect;
import dev.perpetual.kit.problems.Problems;
import dev.perpetual.publisher.channels.Channel.Budget;
import dev.perpetual.publisher.channels.Channels.Pushed;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A channel as it comes in a request. */
public record ChannelBody(
        @Nullable String kind,
        @Nullable Connection connection,
        @Nullable String secretRef,
        @Nullable BudgetBody budget) {

    private static final Budget BUDGET_IF_NONE = new Budget(5, 10, 2);
    private static final int PER_SECOND_MAX = 1_000;
    private static final int CONCURRENT_MAX = 50;
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,100}");
    private static final Pattern REF = Pattern.compile("[A-Za-z0-9_-]{1,100}");

    /** Where the channel is. */
    public record Connection(@Nullable String url) {}

    /** How much the channel bears; what is left out is 5 requests a second, 10 at once after a rest, 2 under way. */
    public record BudgetBody(
            @Nullable Long requestsPerSecond,
            @Nullable Long burst,
            @Nullable Long concurrent) {}

    /** A channel as it is answered. {@code waitUntil} and {@code trouble}: when pushing to it does not go well. */
    public record View(
            String id,
            String kind,
            Connection connection,
            String secretRef,
            Budget budget,
            String state,
            long policyVersion,
            long version,
            @Nullable Instant waitUntil,
            @Nullable String trouble) {

        static View of(Pushed pushed) {
            var channel = pushed.channel();
            return new View(
                    channel.id(),
                    Channel.KIND,
                    new Connection(channel.url().toString()),
                    channel.secretRef(),
                    channel.budget(),
                    channel.state().word(),
                    channel.policyVersion(),
                    channel.version(),
                    waiting(pushed),
                    pushed.trouble());
        }
    }

    private static @Nullable Instant waiting(Pushed pushed) {
        var until = pushed.waitUntil();
        return until != null && until.isAfter(Instant.now()) ? until : null;
    }

    /** Letters, digits and {@code ._-}: no {@code @}, which ends the channel's part of a topic's key. */
    public static String id(String id) {
        if (!ID.matcher(id).matches()) {
            throw Problems.invalid("id", "Expected an id of 1 to 100 letters, digits and ._-, but got another");
        }
        return id;
    }

    void mustBeOfAKnownKind() {
        var asked = Expect.text("kind", kind, 100);
        if (!asked.equals(Channel.KIND)) {
            throw Problems.of(
                    422,
                    "unsupported-kind",
                    "Expected kind webhook, the only one that can be pushed to so far, but got " + asked,
                    Map.of("field", "kind"));
        }
    }

    URI url() {
        var text = Expect.text(
                "connection.url", Expect.present("connection", connection).url(), 2_000);
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw Problems.invalid("connection.url", "Expected connection.url as a URL, but " + e.getReason());
        }
    }

    String ref() {
        var ref = Expect.text("secretRef", secretRef, 100);
        if (!REF.matcher(ref).matches()) {
            // Somebody may have sent the secret itself, so it is not repeated.
            throw Problems.invalid(
                    "secretRef", "Expected secretRef as the name of a secret: letters, digits, _ and - only");
        }
        return ref;
    }

    Budget checkedBudget() {
        if (budget == null) {
            return BUDGET_IF_NONE;
        }
        return new Budget(
                within(
                        "requestsPerSecond",
                        PER_SECOND_MAX,
                        budget.requestsPerSecond(),
                        BUDGET_IF_NONE.requestsPerSecond()),
                within("burst", PER_SECOND_MAX, budget.burst(), BUDGET_IF_NONE.burst()),
                within("concurrent", CONCURRENT_MAX, budget.concurrent(), BUDGET_IF_NONE.concurrent()));
    }

    private static int within(String field, int most, @Nullable Long value, int ifNone) {
        return value == null ? ifNone : (int) Expect.between("budget." + field, 1, most, value);
    }
}
