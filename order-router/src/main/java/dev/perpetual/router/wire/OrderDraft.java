package dev.perpetual.router.wire;

import dev.perpetual.kit.access.Idempotency;
import dev.perpetual.kit.problems.Expect;
import dev.perpetual.kit.problems.Problems;
import dev.perpetual.router.domain.orders.Order;
import dev.perpetual.router.domain.orders.OrderLine;
import dev.perpetual.router.domain.orders.OrderTerms;
import dev.perpetual.router.domain.orders.Units;
import dev.perpetual.router.domain.sourcing.CountryPoints;
import dev.perpetual.router.domain.sourcing.Point;
import dev.perpetual.router.domain.sourcing.Policy;
import dev.perpetual.router.domain.sourcing.ServiceLevel;
import dev.perpetual.router.domain.sourcing.Split;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A checked {@link OrderBody}. {@code channel} and {@code channelOrderId} identify the order; {@code postedBy} is who brought it. */
public record OrderDraft(
        String postedBy,
        String postedAs,
        String channel,
        String channelOrderId,
        String contentHash,
        Instant placedAt,
        String country,
        @Nullable String region,
        @Nullable Point destination,
        Address address,
        ServiceLevel service,
        Split split,
        int priority,
        @Nullable Instant deliverBy,
        @Nullable Integer fraudScore,
        Map<Integer, OrderLine> lines) {
    public static final int LINES_MAX = 1_000;
    private static final long QUANTITY_MAX = 1_000_000_000;
    private static final int PRIORITY_USUAL = 5;

    /** Personal data: stored in its own table and told to nobody but the node. */
    public record Address(
            @Nullable String name,
            @Nullable String street,
            @Nullable String city,
            @Nullable String postalCode,
            @Nullable String notes) {}

    /** @throws io.quarkiverse.resteasy.problem.HttpProblem that names the first field that is not as expected */
    public static OrderDraft of(@Nullable OrderBody given) {
        var body = Expect.present("body", given);
        var poster = Expect.id("channel", body.channel());
        var number = Expect.text("channelOrderId", body.channelOrderId(), 200);
        var origin = body.origin();
        var shipTo = Expect.present("shipTo", body.shipTo());
        if (body.holdId() != null) {
            throw Problems.unprocessable(
                    "hold-id-unsupported",
                    "Expected an order without holdId, as taking over a cart's hold is not offered");
        }
        return new OrderDraft(
                poster,
                number,
                origin == null ? poster : Expect.id("origin.channel", origin.channel()),
                origin == null ? number : Expect.text("origin.channelOrderId", origin.channelOrderId(), 200),
                Idempotency.hash(Json.text(body)),
                Expect.time("placedAt", body.placedAt()),
                country(shipTo.country()),
                optional("shipTo.region", shipTo.region(), 100),
                destination(shipTo),
                new Address(
                        optional("shipTo.name", shipTo.name(), 200),
                        optional("shipTo.street", shipTo.street(), 400),
                        optional("shipTo.city", shipTo.city(), 200),
                        optional("shipTo.postalCode", shipTo.postalCode(), 40),
                        optional("notes", body.notes(), 2000)),
                body.service() == null
                        ? ServiceLevel.STANDARD
                        : Expect.oneOf("service", ServiceLevel.class, body.service()),
                body.split() == null ? Split.ALLOW : Expect.oneOf("split", Split.class, body.split()),
                (int) Expect.between(
                        "priority",
                        0,
                        9,
                        body.priority() == null
                                ? PRIORITY_USUAL
                                : body.priority().longValue()),
                body.deliverBy() == null ? null : Expect.time("deliverBy", body.deliverBy()),
                body.fraudScore() == null
                        ? null
                        : (int) Expect.between(
                                "fraudScore", 0, 1_000, body.fraudScore().longValue()),
                lines(Expect.present("lines", body.lines())));
    }

    private static Map<Integer, OrderLine> lines(List<OrderBody.Line> given) {
        if (given.isEmpty() || given.size() > LINES_MAX) {
            throw Problems.invalid("lines", "Expected 1 to %d lines, but got %d".formatted(LINES_MAX, given.size()));
        }
        var lines = new TreeMap<Integer, OrderLine>();
        for (var i = 0; i < given.size(); i++) {
            var at = "lines[" + i + "]";
            var one = Expect.present(at, given.get(i));
            var number = (int) Expect.between(
                    at + ".line",
                    1,
                    OrderLine.LINE_MAX,
                    Expect.present(at + ".line", one.line()).longValue());
            var line = new OrderLine(
                    number,
                    Expect.id(at + ".sku", one.sku()),
                    Units.ordered(Expect.between(at + ".quantity", 1, QUANTITY_MAX, one.quantity())),
                    0,
                    amount(at, one.unitPrice()),
                    one.unitPrice() == null
                            ? null
                            : currency(at, one.unitPrice().currency()));
            if (lines.put(number, line) != null) {
                throw Problems.invalid(
                        at + ".line", "Expected each line number once, but got %d again".formatted(number));
            }
        }
        return lines;
    }

    private static @Nullable BigDecimal amount(String at, OrderBody.@Nullable Price price) {
        if (price == null) {
            return null;
        }
        var field = at + ".unitPrice.amount";
        var text = Expect.text(field, price.amount(), 40);
        if (!text.matches("[0-9]{1,15}(\\.[0-9]{1,6})?")) {
            throw Problems.invalid(field, "Expected an amount such as \"12.50\", but got " + text);
        }
        return new BigDecimal(text);
    }

    private static String currency(String at, @Nullable String given) {
        var code = Expect.text(at + ".unitPrice.currency", given, 3);
        if (!code.matches("[A-Z]{3}")) {
            throw Problems.invalid(at + ".unitPrice.currency", "Expected a currency code such as EUR, but got " + code);
        }
        return code;
    }

    private static String country(@Nullable String given) {
        var code = Expect.text("shipTo.country", given, 100);
        if (!code.matches("[A-Z]{2}")) {
            throw Problems.invalid(
                    "shipTo.country", "Expected an ISO 3166 code of two capital letters such as DE, but got " + code);
        }
        return code;
    }

    private static @Nullable Point destination(OrderBody.ShipTo shipTo) {
        if (shipTo.latitude() == null && shipTo.longitude() == null) {
            return CountryPoints.of(String.valueOf(shipTo.country())).orElse(null);
        }
        try {
            return new Point(
                    Expect.present("shipTo.latitude", shipTo.latitude()),
                    Expect.present("shipTo.longitude", shipTo.longitude()));
        } catch (IllegalArgumentException nowhere) {
            throw Problems.invalid("shipTo.latitude", String.valueOf(nowhere.getMessage()));
        }
    }

    private static @Nullable String optional(String field, @Nullable String value, int lengthMax) {
        return value == null || value.isEmpty() ? null : Expect.text(field, value, lengthMax);
    }

    /** Whether somebody else brought it than the channel that took it. */
    public boolean passedOn() {
        return !postedBy.equals(channel) || !postedAs.equals(channelOrderId);
    }

    public Set<String> skus() {
        return lines.values().stream().map(OrderLine::sku).collect(Collectors.toSet());
    }

    /** The order as it is before anything has happened to it. */
    public Order order(String id, Policy policy, Instant receivedAt) {
        var terms = new OrderTerms(
                channel,
                channelOrderId,
                contentHash,
                placedAt,
                receivedAt,
                country,
                region,
                destination,
                service,
                split,
                priority,
                deliverBy,
                fraudScore,
                policy.name(),
                policy.version());
        return new Order(id, terms, lines, new TreeMap<>(), new TreeMap<>(), List.of(), 0, 0, 0, 0);
    }

    /** Units per SKU, to compare an order with its twin. */
    public static Map<String, Long> goods(Map<Integer, OrderLine> lines) {
        var goods = new TreeMap<String, Long>();
        lines.values().forEach(line -> goods.merge(line.sku(), line.units().ordered(), Long::sum));
        return goods;
    }
}
