package dev.perpetual.ledger.stock;

import dev.perpetual.kit.problems.Problems;
import dev.perpetual.ledger.domain.Outcome.KeyReused;
import dev.perpetual.ledger.domain.Outcome.Reason;
import dev.perpetual.ledger.domain.Outcome.Refused;
import dev.perpetual.ledger.domain.Outcome.Rejected;
import dev.perpetual.ledger.domain.Outcome.Shortage;
import dev.perpetual.ledger.domain.Outcome.Trace;
import io.quarkiverse.resteasy.problem.HttpProblem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Outcomes that are not what the caller hoped for, as problems. */
public final class Answers {

    private static final Set<Reason> CONFLICTS = Set.of(
            Reason.INSUFFICIENT_STOCK,
            Reason.HOLD_NOT_OPEN,
            Reason.HOLD_LIMIT,
            Reason.MORE_THAN_OPEN,
            Reason.MORE_THAN_SHIPPED,
            Reason.DUPLICATE_SERIAL,
            Reason.SERIAL_ELSEWHERE,
            Reason.SERIALS_NEEDED);

    private Answers() {}

    /** 409 with what there is, 422 for what is unknown. */
    public static HttpProblem problem(Refused refused) {
        return Problems.of(
                CONFLICTS.contains(refused.reason()) ? 409 : 422,
                refused.reason().code(),
                refused.detail(),
                members(refused));
    }

    private static Map<String, Object> members(Refused refused) {
        var members = new LinkedHashMap<String, Object>();
        if (!refused.lines().isEmpty()) {
            members.put("lines", lines(refused.lines()));
        }
        if (!refused.traces().isEmpty()) {
            members.put("serials", refused.traces().stream().map(Answers::trace).toList());
        }
        return members;
    }

    /** Both traces of a unit: where it is, since which movement, and what was tried. */
    private static Map<String, Object> trace(Trace trace) {
        var members = new LinkedHashMap<String, Object>();
        members.put("serial", trace.serial());
        if (trace.heldIn() != null && trace.heldBy() != null) {
            members.put("heldIn", trace.heldIn());
            members.put("heldBy", trace.heldBy());
        }
        members.put("tried", trace.tried());
        return members;
    }

    /** 404 for an unknown hold or document, 409 for one that exists, 422 for all else. */
    public static HttpProblem problem(Rejected rejected) {
        var status = switch (rejected.reason()) {
            case UNKNOWN_HOLD, UNKNOWN_DOCUMENT -> 404;
            case HOLD_EXISTS, HOLD_NOT_OPEN, DOCUMENT_EXISTS -> 409;
            default -> 422;
        };
        return Problems.of(status, rejected.reason().code(), rejected.detail(), Map.of());
    }

    /** 422, naming what is stored under the id. */
    public static HttpProblem problem(KeyReused reused) {
        return Problems.of(
                422,
                "idempotency-key-reused",
                "Expected the content that was first sent with id %s, but got another".formatted(reused.id()),
                Map.of("storedHash", reused.storedHash()));
    }

    private static List<Map<String, Object>> lines(List<Shortage> shortages) {
        var lines = new ArrayList<Map<String, Object>>();
        for (var shortage : shortages) {
            var line = new LinkedHashMap<String, Object>();
            if (shortage.line() != null) {
                line.put("line", shortage.line());
            }
            line.put("sku", shortage.sku().code());
            line.put("location", shortage.location().id());
            line.put("asked", shortage.asked());
            line.put("available", shortage.available());
            line.put("version", shortage.version());
            lines.add(line);
        }
        return lines;
    }

    /** A problem inside an answer about many. */
    static Map<String, Object> inside(HttpProblem problem) {
        var members = new LinkedHashMap<String, Object>();
        members.put("type", String.valueOf(problem.getType()));
        members.put("title", problem.getTitle());
        members.put("status", problem.getStatusCode());
        members.put("detail", problem.getDetail());
        members.putAll(problem.getParameters());
        return members;
    }
}
