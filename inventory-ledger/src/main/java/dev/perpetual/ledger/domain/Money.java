package dev.perpetual.ledger.domain;

import java.math.BigDecimal;

/** An amount in a currency (ISO 4217); exact. */
public record Money(BigDecimal amount, String currency) {}
