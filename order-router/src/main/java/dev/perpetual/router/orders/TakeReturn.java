package dev.perpetual.router.orders;

import dev.perpetual.kit.access.Caller;
import dev.perpetual.kit.problems.Expect;
import dev.perpetual.kit.problems.Problems;
import dev.perpetual.router.domain.orders.ReturnRules;
import dev.perpetual.router.wire.OrderView;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Takes shipped units back into a location. */
@ApplicationScoped
public class TakeReturn {
    private static final Set<String> DISPOSITIONS = Set.of("restock", "block");

    private final ChangeOrder change;
    private final Caller caller;

    TakeReturn(ChangeOrder change, Caller caller) {
        this.change = change;
        this.caller = caller;
    }

    /** Each line says whether its units can be sold again ({@code restock}) or not ({@code block}). */
    public record Body(
            @Nullable String id,
            @Nullable String location,
            @Nullable String occurredAt,
            @Nullable List<Line> lines) {
        public record Line(
                @Nullable Integer line,
                @Nullable Long quantity,
                @Nullable String disposition) {}
    }

    Response take(String order, @Nullable Body given) {
        var body = Expect.present("body", given);
        var location = Expect.id("location", body.location());
        var occurredAt = body.occurredAt() == null ? null : Expect.time("occurredAt", body.occurredAt());
        var lines = lines(body.lines());
        var command = new ChangeOrder.Command(Expect.id("id", body.id()), "return " + order, body);
        return change.apply(
                _ -> order,
                command,
                one -> caller.mustActFor("channel", one.terms().channel()),
                (changing, now) -> {
                    expectLines(changing.order().lines(), lines);
                    ChangeOrder.accepted(ReturnRules.take(
                            changing, command.id(), lines, location, occurredAt == null ? now : occurredAt));
                    return OrderView.of(changing.order());
                });
    }

    private static List<ReturnRules.Line> lines(@Nullable List<Body.Line> given) {
        var lines = new ArrayList<ReturnRules.Line>();
        for (var one : Expect.present("lines", given)) {
            var at = "lines[" + lines.size() + "]";
            var disposition = Objects.requireNonNullElse(Expect.present(at, one).disposition(), "restock");
            if (!DISPOSITIONS.contains(disposition)) {
                throw Problems.invalid(
                        at + ".disposition", "Expected restock or block, but got " + Expect.text(at, disposition, 40));
            }
            lines.add(new ReturnRules.Line(
                    Expect.present(at + ".line", one.line()),
                    Expect.positive(at + ".quantity", one.quantity()),
                    disposition));
        }
        if (lines.isEmpty()) {
            throw Problems.invalid("lines", "Expected 1 line or more, but got 0");
        }
        return lines;
    }

    private static void expectLines(Map<Integer, ?> known, List<ReturnRules.Line> lines) {
        lines.stream()
                .filter(line -> !known.containsKey(line.line()))
                .findFirst()
                .ifPresent(line -> {
                    throw Problems.invalid("lines", "Expected lines of the order, but got " + line.line());
                });
    }
}
