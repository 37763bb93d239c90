package dev.perpetual.sandbox.client;

/** What the ledger found when it folded its whole journal again. */
public record VerifyReport(boolean clean, String summary) {}
