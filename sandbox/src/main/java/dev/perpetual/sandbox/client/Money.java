package dev.perpetual.sandbox.client;

/** An amount as text, exact, in a currency such as GBP. */
public record Money(String amount, String currency) {}
