package dev.perpetual.ledger.domain;

/** What the sender of a command is told. @param repeated it was decided before; this is the first outcome again */
public record Answer(String id, Outcome outcome, boolean repeated) {}
