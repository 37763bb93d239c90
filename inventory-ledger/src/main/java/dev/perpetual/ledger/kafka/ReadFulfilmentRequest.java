package dev.perpetual.ledger.kafka;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.perpetual.kit.intake.UnreadableMessage;
import dev.perpetual.ledger.domain.Account;
import dev.perpetual.ledger.domain.BalanceKey;
import dev.perpetual.ledger.domain.Bucket;
import dev.perpetual.ledger.domain.Cause;
import dev.perpetual.ledger.domain.Command.MoveHold;
import dev.perpetual.ledger.domain.Command.MoveHold.Step;
import dev.perpetual.ledger.domain.Command.MoveHold.StepLine;
import dev.perpetual.ledger.domain.Command.PlaceHold;
import dev.perpetual.ledger.domain.Command.RecordMovement;
import dev.perpetual.ledger.domain.Command.RecordTogether;
import dev.perpetual.ledger.domain.Goods;
import dev.perpetual.ledger.domain.Hold;
import dev.perpetual.ledger.domain.Hold.Fill;
import dev.perpetual.ledger.domain.HoldCommand.AmendHold;
import dev.perpetual.ledger.domain.HoldCommand.AmendHold.AmendedLine;
import dev.perpetual.ledger.domain.HoldCommand.ConfirmHold;
import dev.perpetual.ledger.domain.HoldId;
import dev.perpetual.ledger.domain.HoldLine.AskedLine;
import dev.perpetual.ledger.domain.LocationId;
import dev.perpetual.ledger.domain.MovementKind;
import dev.perpetual.ledger.domain.Outside;
import dev.perpetual.ledger.domain.Sku;
import dev.perpetual.ledger.domain.Submitted;
import dev.perpetual.ledger.wire.ContentHash;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the ledger reads of the messages on {@code fulfilment-requests}. */
final class ReadFulfilmentRequest {

    private static final String BY = "order-router";
    private static final String THROUGH = Submitted.topic("fulfilment-requests");

    private final ObjectMapper json;

    ReadFulfilmentRequest(ObjectMapper json) {
        this.json = json;
    }

    /** Only what the ledger reads. The writer may add members. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(Include.NON_NULL)
    record Wire(
            @Nullable String id,
            @Nullable String hold,
            @Nullable String order,
            @Nullable String fill,
            @Nullable String expiresAt,
            @Nullable List<WireLine> lines,
            @Nullable String requestedAt,
            @Nullable String occurredAt,
            @Nullable String channel,
            @Nullable String client) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(Include.NON_NULL)
    record WireLine(
            int line,
            @Nullable String sku,
            @Nullable String location,
            long quantity,
            @Nullable String disposition,
            @Nullable List<@Nullable String> serials) {}

    Submitted read(String type, byte[] body) throws UnreadableMessage {
        try {
            var wire = json.readValue(body, Wire.class);
            var command = switch (type) {
                case "fulfilment.hold.requested.v1" -> hold(wire);
                case "fulfilment.release.requested.v1" -> step(wire, Step.RELEASE);
                case "fulfilment.pick.requested.v1" -> step(wire, Step.PICK);
                case "fulfilment.unpick.requested.v1" -> step(wire, Step.UNPICK);
                case "fulfilment.ship.requested.v1" -> step(wire, Step.SHIP);
                case "fulfilment.deliver.requested.v1" -> step(wire, Step.DELIVER);
                case "fulfilment.amend.requested.v1" -> amend(wire);
                case "fulfilment.confirm.requested.v1" -> confirm(wire);
                case "fulfilment.return.requested.v1" -> returned(wire, type);
                default -> throw new UnreadableMessage("Expected a type of fulfilment-requests, but got " + type);
            };
            return new Submitted(FieldOf.present("id", wire.id()), ContentHash.of(type, wire), BY, THROUGH, command);
        } catch (IOException | IllegalArgumentException wrong) {
            throw new UnreadableMessage(
                    "Expected a body as the contract says, but got another: " + wrong.getMessage(), wrong);
        }
    }

    private static PlaceHold hold(Wire wire) throws UnreadableMessage {
        var lines = new ArrayList<AskedLine>();
        for (var line : FieldOf.present("lines", wire.lines())) {
            if (!serials(line).isEmpty()) {
                throw new UnreadableMessage("Expected no serials, as a hold promises a number of units, but got some");
            }
            lines.add(new AskedLine(line.line(), sku(line), location(line), Goods.PLAIN, quantity(line)));
        }
        if (lines.isEmpty()) {
            throw new UnreadableMessage("Expected lines, but got none");
        }
        return new PlaceHold(
                new HoldId(FieldOf.present("hold", wire.hold())),
                new Hold.Owner("order", FieldOf.present("order", wire.order()), wire.channel(), wire.client()),
                fill(wire),
                wire.expiresAt() == null ? null : FieldOf.time("expiresAt", wire.expiresAt()),
                lines,
                FieldOf.time("requestedAt", wire.requestedAt()));
    }

    private static MoveHold step(Wire wire, Step step) throws UnreadableMessage {
        var lines = new ArrayList<StepLine>();
        for (var line : FieldOf.present("lines", wire.lines())) {
            var serials = serials(line);
            if (step == Step.RELEASE && !serials.isEmpty()) {
                throw new UnreadableMessage("Expected no serials, as what is released was not named, but got some");
            }
            lines.add(new StepLine(
                    line.line(), quantity(line), new BalanceKey(sku(line), location(line), Goods.PLAIN), serials));
        }
        return new MoveHold(
                new HoldId(FieldOf.present("hold", wire.hold())),
                step,
                lines,
                FieldOf.time("occurredAt", wire.occurredAt()));
    }

    private static AmendHold amend(Wire wire) throws UnreadableMessage {
        var lines = new ArrayList<AmendedLine>();
        var numbers = new HashSet<Integer>();
        for (var line : FieldOf.present("lines", wire.lines())) {
            if (!numbers.add(line.line())) {
                throw new UnreadableMessage("Expected each line once, but got %d twice".formatted(line.line()));
            }
            lines.add(new AmendedLine(line.line(), FieldOf.quantity(line.quantity(), 0), Goods.PLAIN));
        }
        if (lines.isEmpty()) {
            throw new UnreadableMessage("Expected lines, but got none");
        }
        return new AmendHold(
                new HoldId(FieldOf.present("hold", wire.hold())),
                fill(wire),
                lines,
                FieldOf.time("requestedAt", wire.requestedAt()));
    }

    /** The hold of a cart becomes its order's. */
    private static ConfirmHold confirm(Wire wire) throws UnreadableMessage {
        return new ConfirmHold(
                new HoldId(FieldOf.present("hold", wire.hold())),
                new Hold.Owner("order", FieldOf.present("order", wire.order())),
                FieldOf.time("requestedAt", wire.requestedAt()));
    }

    private static Fill fill(Wire wire) {
        return "available".equals(wire.fill()) ? Fill.AVAILABLE : Fill.ALL;
    }

    private static List<String> serials(WireLine line) throws UnreadableMessage {
        return FieldOf.serials(line.serials(), line.quantity());
    }

    private static RecordTogether returned(Wire wire, String type) throws UnreadableMessage {
        var id = FieldOf.present("id", wire.id());
        var order = FieldOf.present("order", wire.order());
        Instant occurredAt = FieldOf.time("occurredAt", wire.occurredAt());
        var parts = new ArrayList<Submitted>();
        for (var line : FieldOf.present("lines", wire.lines())) {
            var bucket = switch (FieldOf.present("disposition", line.disposition())) {
                case "restock" -> Bucket.AVAILABLE;
                case "block" -> Bucket.BLOCKED;
                default ->
                    throw new UnreadableMessage("Expected disposition restock or block, but got " + line.disposition());
            };
            parts.add(new Submitted(
                    id + "#" + (parts.size() + 1),
                    ContentHash.of(type, line),
                    BY,
                    THROUGH,
                    new RecordMovement(
                            MovementKind.RETURN,
                            sku(line),
                            quantity(line),
                            Account.beyond(Outside.CUSTOMER),
                            Account.at(location(line), bucket),
                            Goods.PLAIN,
                            line.disposition(),
                            null,
                            new Cause("order", order, line.line()),
                            occurredAt,
                            serials(line),
                            null)));
        }
        return new RecordTogether(parts);
    }

    private static Sku sku(WireLine line) throws UnreadableMessage {
        return new Sku(FieldOf.present("sku", line.sku()));
    }

    private static LocationId location(WireLine line) throws UnreadableMessage {
        return new LocationId(FieldOf.present("location", line.location()));
    }

    private static long quantity(WireLine line) throws UnreadableMessage {
        return FieldOf.quantity(line.quantity(), 1);
    }
}
