package dev.perpetual.sandbox.verify;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perpetual.sandbox.Target;
import dev.perpetual.sandbox.client.ApiProblem;
import dev.perpetual.sandbox.client.ApiUnreachable;
import dev.perpetual.sandbox.client.Interrupted;
import dev.perpetual.sandbox.client.Perpetual;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.StreamSupport;

/** All checks of a whole system: what the services say of themselves, and what one can see from outside. */
public final class Checks {
    /** Messages may still be on their way when a check looks; it looks again for as long as this. */
    private static final Duration SETTLE_MAX = Duration.ofSeconds(30);

    private static final Duration LOOK_AGAIN = Duration.ofMillis(500);

    private final Target target;
    private final Perpetual perpetual;

    private Checks(Target target) {
        this.target = target;
        this.perpetual = target.perpetual();
    }

    public static Checks of(Target target) {
        return new Checks(target);
    }

    /** Whether every one of them holds. */
    public static boolean hold(List<Check> checks) {
        return checks.stream().allMatch(Check::ok);
    }

    /** Runs them all, one after the other. */
    public List<Check> all() {
        return all(_ -> {});
    }

    /** The same, telling each as soon as it is known. */
    public List<Check> all(Consumer<Check> told) {
        List<Supplier<Check>> looks = List.of(
                this::ledger,
                () -> audit("inventory-ledger", perpetual.ledger().operations()::audit),
                () -> audit("order-router", perpetual.router().operations()::audit),
                () -> audit("supplier-sync", perpetual.supplier().operations()::audit),
                () -> audit("channel-publisher", perpetual.publisher().operations()::audit),
                this::orders,
                this::channels);
        var checks = new ArrayList<Check>();
        for (var look : looks) {
            var check = settled(look);
            told.accept(check);
            checks.add(check);
        }
        return checks;
    }

    private Check ledger() {
        return guarded("ledger: journal folds to its balances", () -> {
            var report = perpetual.ledger().verify();
            return new Check("ledger: journal folds to its balances", report.clean(), report.summary());
        });
    }

    private static Check audit(String service, Supplier<JsonNode> audit) {
        var name = service + ": topics tell what was recorded";
        return guarded(name, () -> {
            var report = audit.get();
            var topics = StreamSupport.stream(report.path("topics").spliterator(), false)
                    .map(topic -> "%s %,d"
                            .formatted(
                                    topic.path("topic").asText(),
                                    topic.path("recorded").asLong()))
                    .toList();
            var clean = report.path("clean").asBoolean();
            return new Check(name, clean, clean ? String.join(", ", topics) : report.toString());
        });
    }

    private Check orders() {
        var name = "order-router: every unit of every order is in one place";
        return guarded(name, () -> {
            long[] counts = new long[2];
            perpetual.router().orders().forEach(order -> {
                counts[0]++;
                counts[1] += order.isAccounted() ? 0 : 1;
            });
            return new Check(name, counts[1] == 0, "%,d orders, %,d wrong".formatted(counts[0], counts[1]));
        });
    }

    private Check channels() {
        var name = "channels: the shop was told what is wanted";
        return guarded(name, () -> ChannelCheck.of(name, perpetual.publisher(), target.shop()));
    }

    private static Check settled(Supplier<Check> look) {
        var deadline = System.nanoTime() + SETTLE_MAX.toNanos();
        var check = look.get();
        while (!check.ok() && System.nanoTime() < deadline) {
            Interrupted.pause(LOOK_AGAIN);
            check = look.get();
        }
        return check;
    }

    private static Check guarded(String name, Supplier<Check> look) {
        try {
            return look.get();
        } catch (ApiProblem | ApiUnreachable wrong) {
            return new Check(name, false, String.valueOf(wrong.getMessage()));
        }
    }
}
