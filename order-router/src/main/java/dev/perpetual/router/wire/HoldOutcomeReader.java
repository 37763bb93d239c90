package dev.perpetual.router.wire;

import dev.perpetual.kit.intake.CloudEvent;
import dev.perpetual.kit.intake.UnreadableMessage;
import dev.perpetual.router.domain.orders.Hold;
import dev.perpetual.router.domain.orders.HoldOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Our view of {@code hold-outcomes}. */
public final class HoldOutcomeReader {
    private HoldOutcomeReader() {}

    private record Wire(
            String hold,
            Owner owner,
            long version,
            String state,
            @Nullable String reason,
            List<WireLine> lines,
            @Nullable List<WireLine> shortages) {}

    private record Owner(String type, String id) {}

    private record WireLine(
            int line,
            String sku,
            String location,
            @Nullable Long asked,
            @Nullable Long available,
            @Nullable Long version,
            @Nullable Long moved,
            @Nullable Long open,
            @Nullable Long picked,
            @Nullable Long shipped,
            @Nullable Long released,
            @Nullable Long expired,
            @Nullable List<WireComponent> components,
            @Nullable List<WirePart> parts) {}

    /** Some of a line's units: several lots, or kits that are assembled and others that are made of their parts. */
    private record WirePart(
            @Nullable Long granted, @Nullable List<WireComponent> components) {}

    private record WireComponent(
            String sku,
            @Nullable Long open,
            @Nullable Long picked,
            @Nullable Long shipped,
            @Nullable Long released,
            @Nullable Long expired,
            @Nullable Long version) {
        long units() {
            return orZero(open) + orZero(picked) + orZero(shipped) + orZero(released) + orZero(expired);
        }
    }

    /** Empty for a hold of somebody else: a cart, a transfer. */
    public static Optional<HoldOutcome> read(ConsumerRecord<String, byte[]> record) throws UnreadableMessage {
        return read(CloudEvent.type(record), record.value());
    }

    /** The outcome that a body of that type says. */
    public static Optional<HoldOutcome> read(String type, byte @Nullable [] body) throws UnreadableMessage {
        return switch (type) {
            case "hold.granted.v1",
                    "hold.picked.v1",
                    "hold.unpicked.v1",
                    "hold.amended.v1",
                    "hold.released.v1",
                    "hold.expired.v1" -> standing(body, false);
            case "hold.confirmed.v1", "hold.shipped-early.v1" ->
                Optional.empty(); // Of a cart; told again by its grant.
            case "hold.shipped.v1" -> standing(body, true);
            case "hold.refused.v1", "hold.change-refused.v1" -> refused(body);
            default -> throw new UnreadableMessage("Expected an outcome of a hold, but got type " + type);
        };
    }

    private static Optional<HoldOutcome> standing(byte @Nullable [] body, boolean ships) throws UnreadableMessage {
        var wire = Json.foreign(body, Wire.class);
        if (!isOrder(wire)) {
            return Optional.empty();
        }
        for (var line : wire.lines()) {
            if (line.open() == null || line.picked() == null || line.shipped() == null) {
                throw new UnreadableMessage(
                        "Expected open, picked and shipped on line " + line.line() + ", but got " + line);
            }
        }
        var lines = wire.lines().stream().map(HoldOutcomeReader::standing).toList();
        var left = ships
                ? wire.lines().stream().mapToLong(line -> orZero(line.moved())).sum()
                : 0;
        var closed = "closed".equals(wire.state());
        return Optional.of(
                new HoldOutcome.Standing(wire.hold(), wire.owner().id(), wire.version(), closed, left, lines));
    }

    private static HoldOutcome.StandingLine standing(WireLine line) {
        var granted = orZero(line.open())
                + orZero(line.picked())
                + orZero(line.shipped())
                + orZero(line.released())
                + orZero(line.expired());
        var parts = line.parts() == null ? List.of(new WirePart(granted, line.components())) : line.parts();
        var made = 0L;
        var components = new ArrayList<HoldOutcome.StandingPart>();
        for (var part : parts) {
            made += part.components() == null ? 0 : orZero(part.granted());
            for (var each : part.components() == null ? List.<WireComponent>of() : part.components()) {
                components.add(new HoldOutcome.StandingPart(each.sku(), each.units(), orZero(each.version())));
            }
        }
        return new HoldOutcome.StandingLine(
                line.line(),
                orZero(line.open()),
                orZero(line.picked()),
                orZero(line.shipped()),
                orZero(line.released()),
                orZero(line.expired()),
                orZero(line.version()),
                made,
                components);
    }

    private static Optional<HoldOutcome> refused(byte @Nullable [] body) throws UnreadableMessage {
        var wire = Json.foreign(body, Wire.class);
        if (!isOrder(wire)) {
            return Optional.empty();
        }
        var shortages = wire.shortages();
        var told = shortages == null ? wire.lines() : shortages;
        // A limit says nothing about stock: the figures of its lines end at what was asked.
        var lines = (Hold.HOLD_LIMIT.equals(wire.reason()) ? List.<WireLine>of() : told)
                .stream()
                        .map(line -> new HoldOutcome.RefusedLine(
                                line.line(),
                                line.sku(),
                                line.location(),
                                orZero(line.asked()),
                                line.available(),
                                line.version()))
                        .toList();
        return Optional.of(new HoldOutcome.Refused(
                wire.hold(),
                wire.owner().id(),
                wire.version(),
                shortages == null && "refused".equals(wire.state()),
                wire.reason() == null ? "unknown" : wire.reason(),
                lines));
    }

    private static boolean isOrder(Wire wire) throws UnreadableMessage {
        if (wire.hold() == null || wire.owner() == null || wire.lines() == null) {
            throw new UnreadableMessage("Expected hold, owner and lines, but got " + wire);
        }
        return "order".equals(wire.owner().type());
    }

    private static long orZero(@Nullable Long value) {
        return value == null ? 0 : value;
    }
}
