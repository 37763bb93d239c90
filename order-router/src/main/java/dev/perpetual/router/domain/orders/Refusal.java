package dev.perpetual.router.domain.orders;

/** Why a request was turned down: the last words of the problem's type, and a sentence. */
public record Refusal(String type, String detail) {}
