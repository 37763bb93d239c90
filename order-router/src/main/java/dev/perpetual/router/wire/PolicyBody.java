package dev.perpetual.router.wire;

import dev.perpetual.kit.problems.Expect;
import dev.perpetual.kit.problems.Problems;
import dev.perpetual.router.domain.sourcing.Policy;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A policy as a person writes it: what is left out is as in the built-in policy; amounts are in {@code currency}. */
public record PolicyBody(
        @Nullable Map<String, Integer> priorities,
        @Nullable Integer defaultPriority,
        @Nullable List<String> excluded,
        @Nullable Weights weights,
        @Nullable Integer maxParcels,
        @Nullable Boolean supplierFallback,
        @Nullable Boolean backorders,
        @Nullable String currency,
        @Nullable Costs costs,
        @Nullable Exceptions exceptions,
        @Nullable Map<String, List<String>> aggregators) {
    /** Points per step of priority, per kilometre, per parcel. */
    public record Weights(
            @Nullable Long priority,
            @Nullable Long kilometre,
            @Nullable Long parcel) {}

    /** Amounts such as {@code "3.90"}. */
    public record Costs(
            @Nullable String perParcel, @Nullable String perHundredKilometres) {}

    /** From which amount and which score on a person looks first. */
    public record Exceptions(
            @Nullable String highValue, @Nullable Integer fraudScore) {}

    /** The rules, checked. Name and version are given by the store. */
    public Policy rules() {
        var base = Policy.builtIn();
        var money = currency(currency == null ? base.currency() : currency);
        var points = weights == null ? new Weights(null, null, null) : weights;
        Expect.between(
                "maxParcels", 1, Policy.PARCELS_MAX, maxParcels == null ? base.maxParcels() : maxParcels.longValue());
        var ranks = new TreeMap<String, Integer>(priorities == null ? Map.of() : priorities);
        ranks.forEach((location, priority) -> {
            Expect.id("priorities", location);
            Expect.between("priorities." + location, 0, 1000, priority.longValue());
        });
        return new Policy(
                base.name(),
                base.version(),
                ranks,
                (int) Expect.between(
                        "defaultPriority",
                        0,
                        1000,
                        Objects.requireNonNullElse(defaultPriority, base.defaultPriority())
                                .longValue()),
                new TreeSet<>(excluded == null ? List.of() : excluded),
                new Policy.Weights(
                        weight(
                                "weights.priority",
                                points.priority(),
                                base.weights().priority()),
                        weight(
                                "weights.kilometre",
                                points.kilometre(),
                                base.weights().kilometre()),
                        weight("weights.parcel", points.parcel(), base.weights().parcel())),
                Objects.requireNonNullElse(maxParcels, base.maxParcels()),
                Objects.requireNonNullElse(supplierFallback, base.supplierFallback()),
                Objects.requireNonNullElse(backorders, base.backorders()),
                money.getCurrencyCode(),
                new Policy.Costs(
                        amount(
                                "costs.perParcel",
                                costs == null ? null : costs.perParcel(),
                                money,
                                base.costs().perParcel()),
                        amount(
                                "costs.perHundredKilometres",
                                costs == null ? null : costs.perHundredKilometres(),
                                money,
                                base.costs().perHundredKilometres())),
                new Policy.Thresholds(
                        exceptions == null || exceptions.highValue() == null
                                ? null
                                : amount("exceptions.highValue", exceptions.highValue(), money, 0),
                        exceptions == null ? null : exceptions.fraudScore()),
                new TreeMap<>(aggregators == null ? Map.of() : aggregators));
    }

    private static Currency currency(String code) {
        try {
            return Currency.getInstance(code);
        } catch (IllegalArgumentException unknown) {
            throw Problems.invalid("currency", "Expected a currency code such as EUR, but got " + code);
        }
    }

    private static long weight(String field, @Nullable Long value, long otherwise) {
        return Expect.between(field, 0, 1_000_000, value == null ? otherwise : value);
    }

    private static long amount(String field, @Nullable String value, Currency currency, long otherwise) {
        if (value == null) {
            return otherwise;
        }
        try {
            var minor = new BigDecimal(value)
                    .movePointRight(currency.getDefaultFractionDigits())
                    .longValueExact();
            return Expect.zeroOrMore(field, minor);
        } catch (ArithmeticException | NumberFormatException wrong) {
            throw Problems.invalid(
                    field,
                    "Expected an amount in %s such as \"12.50\", but got %s"
                            .formatted(currency.getCurrencyCode(), Expect.text(field, value, 40)));
        }
    }
}
