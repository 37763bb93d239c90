package dev.perpetual.ledger.domain;

import dev.perpetual.ledger.domain.Outcome.Reason;
import dev.perpetual.ledger.domain.Outcome.Refused;
import dev.perpetual.ledger.domain.Outcome.Rejected;
import dev.perpetual.ledger.domain.Outcome.Together;
import java.util.ArrayList;
import java.util.List;

/** Decides commands that take effect all or none; the first that cannot be takes the others with it. */
final class TogetherRules {

    private TogetherRules() {}

    /**
     * Leaves what it added for the caller to undo unless all were possible. Where one was judged and refused that is the
     * answer of all for good, as it would be alone; where one makes no sense they may be sent again once put right.
     */
    static Outcome record(List<Submitted> parts, Books books) {
        var answers = new ArrayList<Answer>(parts.size());
        var since = books.movements().size();
        for (var part : parts) {
            var outcome = LedgerRules.judge(part, books);
            if (outcome instanceof Refused refused) {
                // What the parts before it did to the same SKU is undone, and so are the figures that count it.
                var undone = books.movements().subList(since, books.movements().size());
                var lines = refused.lines().stream()
                        .filter(line -> undone.stream()
                                .noneMatch(movement -> movement.sku().equals(line.sku())))
                        .toList();
                return new Refused(Reason.NOT_TOGETHER, because(part, refused.detail()), lines, books.now());
            }
            if (outcome instanceof Rejected rejected) {
                return new Rejected(Reason.NOT_TOGETHER, because(part, rejected.detail()));
            }
            answers.add(new Answer(part.id(), outcome, false));
        }
        return new Together(answers);
    }

    private static String because(Submitted part, String detail) {
        return "Expected all movements to be possible, but " + part.id() + ": " + detail;
    }
}
