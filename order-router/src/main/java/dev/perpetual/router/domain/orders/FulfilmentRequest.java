package dev.perpetual.router.domain.orders;

import java.time.Instant;
import java.util.List;

/** What we ask the ledger to do with stock. */
public sealed interface FulfilmentRequest {
    /** Units at a location; {@code line} is the hold's line, or the order's where there is no hold. */
    record Line(int line, String sku, String location, long quantity) {}

    /** A returned line: {@code restock} it or {@code block} it. */
    record ReturnLine(int line, String sku, String location, long quantity, String disposition) {}

    /** {@code channel}: through which the order came; the ledger may limit what a channel holds. */
    record Hold(String hold, String channel, List<Line> lines, Instant requestedAt) implements FulfilmentRequest {}

    record Release(String hold, List<Line> lines, Instant occurredAt) implements FulfilmentRequest {}

    record Pick(String hold, List<Line> lines, Instant occurredAt) implements FulfilmentRequest {}

    record Unpick(String hold, List<Line> lines, Instant occurredAt) implements FulfilmentRequest {}

    record Ship(String hold, List<Line> lines, Instant occurredAt) implements FulfilmentRequest {}

    record Deliver(String hold, List<Line> lines, Instant occurredAt) implements FulfilmentRequest {}

    record Return(List<ReturnLine> lines, Instant occurredAt) implements FulfilmentRequest {}
}
