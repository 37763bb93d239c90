package dev.perpetual.router.wire;

import dev.perpetual.router.domain.orders.ExceptionCase;
import dev.perpetual.router.domain.orders.Fulfilment;
import dev.perpetual.router.domain.orders.HoldLine;
import dev.perpetual.router.domain.orders.Order;
import dev.perpetual.router.domain.orders.OrderLine;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** An order as callers see it. */
public record OrderView(
        String id,
        String state,
        String channel,
        String channelOrderId,
        Instant placedAt,
        Instant receivedAt,
        ShipTo shipTo,
        String service,
        String split,
        int priority,
        PolicyRef policy,
        long version,
        boolean decided,
        List<Line> lines,
        List<FulfilmentView> fulfilments,
        List<ExceptionView> exceptions) {
    public record ShipTo(String country, @Nullable String region) {}

    public record PolicyRef(String name, int version) {}

    /** {@code cancelling}: held units given up, which the ledger has not released yet. */
    public record Line(
            int line,
            String sku,
            long ordered,
            long open,
            long held,
            long picked,
            long shipped,
            long cancelled,
            long returned,
            long cancelling) {}

    public record Money(String amount, String currency) {
        static Money of(long minor, String currency) {
            var digits = Currency.getInstance(currency).getDefaultFractionDigits();
            return new Money(BigDecimal.valueOf(minor, digits).toPlainString(), currency);
        }
    }

    /** Units of one line that a node has to do with. */
    public record FulfilmentLine(int line, String sku, long quantity, long held, long picked, long shipped) {}

    public record FulfilmentView(
            String id,
            String order,
            String location,
            String state,
            List<FulfilmentLine> lines,
            Instant promisedBy,
            Money cost) {}

    public record ExceptionView(
            String id,
            String order,
            String kind,
            String reason,
            String state,
            boolean blocking,
            @Nullable String owner,
            Instant openedAt,
            @Nullable Instant decidedAt) {}

    public static OrderView of(Order order) {
        var terms = order.terms();
        return new OrderView(
                order.id(),
                lower(order.state()),
                terms.channel(),
                terms.channelOrderId(),
                terms.placedAt(),
                terms.receivedAt(),
                new ShipTo(terms.country(), terms.region()),
                lower(terms.service()),
                lower(terms.split()),
                terms.priority(),
                new PolicyRef(terms.policy(), terms.policyVersion()),
                order.version(),
                !order.deciding(),
                order.lines().values().stream().map(OrderView::line).toList(),
                order.fulfilments().values().stream()
                        .filter(Fulfilment::known)
                        .map(one -> fulfilment(order, one))
                        .toList(),
                order.exceptions().stream()
                        .map(one -> exception(order.id(), one))
                        .toList());
    }

    private static Line line(OrderLine one) {
        var units = one.units();
        return new Line(
                one.line(),
                one.sku(),
                units.ordered(),
                units.open(),
                units.held(),
                units.picked(),
                units.shipped(),
                units.cancelled(),
                units.returned(),
                one.cancelling());
    }

    /** The work of a node with what its hold has become; quantity is what it was given and was not called off. */
    public static FulfilmentView fulfilment(Order order, Fulfilment one) {
        var lines = new TreeMap<Integer, FulfilmentLine>();
        for (var line : order.hold(one.hold()).orElseThrow().at(one.location())) {
            var next = view(line);
            lines.merge(
                    line.orderLine(),
                    next,
                    (known, more) -> new FulfilmentLine(
                            known.line(),
                            known.sku(),
                            known.quantity() + more.quantity(),
                            known.held() + more.held(),
                            known.picked() + more.picked(),
                            known.shipped() + more.shipped()));
        }
        return new FulfilmentView(
                one.id(),
                order.id(),
                one.location(),
                lower(one.state()),
                List.copyOf(lines.values()),
                one.promisedBy(),
                Money.of(one.cost(), one.currency()));
    }

    private static FulfilmentLine view(HoldLine line) {
        var quantity = line.open() + line.picked() + line.shipped();
        return new FulfilmentLine(line.orderLine(), line.sku(), quantity, line.open(), line.picked(), line.shipped());
    }

    public static ExceptionView exception(String order, ExceptionCase one) {
        return new ExceptionView(
                one.id(),
                order,
                one.kind().word(),
                one.reason(),
                lower(one.state()),
                one.kind().blocking(),
                one.owner(),
                one.openedAt(),
                one.decidedAt());
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
