package dev.perpetual.ledger.holds;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.perpetual.kit.problems.Expect;
import dev.perpetual.kit.problems.Problems;
import dev.perpetual.ledger.domain.Command.MoveHold;
import dev.perpetual.ledger.domain.Command.MoveHold.Step;
import dev.perpetual.ledger.domain.Command.MoveHold.StepLine;
import dev.perpetual.ledger.domain.Command.PlaceHold;
import dev.perpetual.ledger.domain.Goods;
import dev.perpetual.ledger.domain.Hold;
import dev.perpetual.ledger.domain.Hold.Fill;
import dev.perpetual.ledger.domain.HoldCommand.AmendHold;
import dev.perpetual.ledger.domain.HoldCommand.AmendHold.AmendedLine;
import dev.perpetual.ledger.domain.HoldCommand.ConfirmHold;
import dev.perpetual.ledger.domain.HoldId;
import dev.perpetual.ledger.domain.HoldLine.AskedLine;
import dev.perpetual.ledger.domain.LocationId;
import dev.perpetual.ledger.domain.Sku;
import dev.perpetual.ledger.stock.ReadSerials;
import dev.perpetual.ledger.wire.ReadIds;
import dev.perpetual.ledger.wire.Times;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A hold as it is asked for in the API, before anything is checked. */
@JsonInclude(Include.NON_NULL)
public record HoldBody(
        @Nullable String id,
        @Nullable OwnerBody owner,
        @Nullable String fill,
        @Nullable String expiresAt,
        @Nullable List<LineBody> lines,
        @Nullable String channel,
        @Nullable String client) {

    private static final int LINES_MAX = 500;
    private static final long QUANTITY_MAX = 1_000_000_000_000L;

    /** Who is promised. */
    public record OwnerBody(@Nullable String type, @Nullable String id) {}

    /** So much of what, where. */
    @JsonInclude(Include.NON_NULL)
    public record LineBody(
            @Nullable Integer line,
            @Nullable String sku,
            @Nullable String location,
            @Nullable Long quantity,
            @Nullable String lot,
            @Nullable String owner) {}

    /** A step of a hold. */
    @JsonInclude(Include.NON_NULL)
    public record StepBody(
            @Nullable String id,
            @Nullable List<StepLineBody> lines,
            @Nullable String occurredAt,
            @Nullable String expiresAt) {}

    /** So much of one line; without a quantity it is refused, without lines all that can is meant. */
    @JsonInclude(Include.NON_NULL)
    public record StepLineBody(
            @Nullable Integer line,
            @Nullable Long quantity,
            @Nullable List<@Nullable String> serials) {}

    PlaceHold command(Instant now) {
        var who = Expect.present("owner", owner);
        var asked = Expect.present("lines", lines);
        if (asked.isEmpty() || asked.size() > LINES_MAX) {
            throw Problems.invalid("lines", "Expected 1 to %d lines, but got %d".formatted(LINES_MAX, asked.size()));
        }
        var numbers = new HashSet<Integer>();
        var checked = new ArrayList<AskedLine>(asked.size());
        for (var i = 0; i < asked.size(); i++) {
            var at = "lines[" + i + "]";
            var line = Expect.present(at, asked.get(i));
            if (!numbers.add(Expect.present(at + ".line", line.line()))) {
                throw Problems.invalid(
                        at + ".line", "Expected each line once, but got %d twice".formatted(line.line()));
            }
            checked.add(new AskedLine(
                    Expect.present(at + ".line", line.line()),
                    new Sku(ReadIds.id(at + ".sku", line.sku())),
                    new LocationId(ReadIds.id(at + ".location", line.location())),
                    new Goods(
                            line.lot() == null ? "" : Expect.text(at + ".lot", line.lot(), 100),
                            line.owner() == null ? "" : ReadIds.id(at + ".owner", line.owner())),
                    Expect.between(at + ".quantity", 1, QUANTITY_MAX, line.quantity())));
        }
        return new PlaceHold(
                new HoldId(ReadIds.reference("id", id)),
                new Hold.Owner(
                        ReadIds.reference("owner.type", who.type()),
                        ReadIds.reference("owner.id", who.id()),
                        channel == null ? null : ReadIds.reference("channel", channel),
                        client == null ? null : ReadIds.reference("client", client)),
                fill == null ? Fill.ALL : Expect.oneOf("fill", Fill.class, fill),
                deadline(now),
                checked,
                now);
    }

    private @Nullable Instant deadline(Instant now) {
        if (expiresAt == null) {
            return null;
        }
        var deadline = Times.of("expiresAt", expiresAt);
        if (!deadline.isAfter(now)) {
            throw Problems.invalid(
                    "expiresAt", "Expected a time to come (it is %s), but got %s".formatted(now, deadline));
        }
        return deadline;
    }

    static MoveHold command(String hold, Step step, StepBody body, Instant now) {
        var lines = new ArrayList<StepLine>();
        if (body.lines() != null) {
            for (var i = 0; i < body.lines().size(); i++) {
                var at = "lines[" + i + "]";
                var line = Expect.present(at, body.lines().get(i));
                var quantity = Expect.between(at + ".quantity", 1, QUANTITY_MAX, line.quantity());
                if (step == Step.RELEASE) {
                    ReadSerials.none(at, line.serials());
                }
                lines.add(new StepLine(
                        Expect.present(at + ".line", line.line()),
                        quantity,
                        null,
                        ReadSerials.of(at, line.serials(), quantity)));
            }
        }
        var occurredAt = body.occurredAt() == null ? now : Times.of("occurredAt", body.occurredAt());
        return new MoveHold(new HoldId(ReadIds.reference("hold", hold)), step, lines, occurredAt);
    }

    /** Other quantities for lines; all of the increases or, when {@code fill} says so, what is there. */
    @JsonInclude(Include.NON_NULL)
    public record AmendBody(
            @Nullable String id,
            @Nullable String fill,
            @Nullable List<AmendLineBody> lines) {

        AmendHold command(String hold, Instant now) {
            var asked = Expect.present("lines", lines);
            if (asked.isEmpty() || asked.size() > LINES_MAX) {
                throw Problems.invalid(
                        "lines", "Expected 1 to %d lines, but got %d".formatted(LINES_MAX, asked.size()));
            }
            var numbers = new HashSet<Integer>();
            var checked = new ArrayList<AmendedLine>(asked.size());
            for (var i = 0; i < asked.size(); i++) {
                var at = "lines[" + i + "]";
                var line = Expect.present(at, asked.get(i));
                var number = Expect.present(at + ".line", line.line());
                if (!numbers.add(number)) {
                    throw Problems.invalid(at + ".line", "Expected each line once, but got %d twice".formatted(number));
                }
                var goods = new Goods(
                        line.lot() == null ? "" : Expect.text(at + ".lot", line.lot(), 100),
                        line.owner() == null ? "" : ReadIds.id(at + ".owner", line.owner()));
                checked.add(new AmendedLine(
                        number, Expect.between(at + ".quantity", 0, QUANTITY_MAX, line.quantity()), goods));
            }
            return new AmendHold(
                    new HoldId(ReadIds.reference("hold", hold)),
                    fill == null ? Fill.ALL : Expect.oneOf("fill", Fill.class, fill),
                    checked,
                    now);
        }
    }

    /** So much of a line is wanted in all, with what is picked and shipped. @param lot of an increase @param owner likewise */
    @JsonInclude(Include.NON_NULL)
    public record AmendLineBody(
            @Nullable Integer line,
            @Nullable Long quantity,
            @Nullable String lot,
            @Nullable String owner) {}

    /** That a hold shall last. @param owner to whom it is promised from now on; absent for as it is */
    @JsonInclude(Include.NON_NULL)
    public record ConfirmBody(@Nullable String id, @Nullable OwnerBody owner) {

        ConfirmHold command(String hold, Instant now) {
            return new ConfirmHold(
                    new HoldId(ReadIds.reference("hold", hold)),
                    owner == null
                            ? null
                            : new Hold.Owner(
                                    ReadIds.reference("owner.type", owner.type()),
                                    ReadIds.reference("owner.id", owner.id())),
                    now);
        }
    }
}
