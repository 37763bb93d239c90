package dev.perpetual.ledger.model;

import dev.perpetual.ledger.model.Histories.Step;
import dev.perpetual.ledger.model.Told.Expires;
import dev.perpetual.ledger.model.Told.Sent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells a history to both ledgers and compares them after every step. */
final class Run {

    /** What is wrong, and after which step. */
    record Failure(int step, String what) {
        /** The words before the colon: which rule was broken or which figure differs. */
        String kind() {
            return what.substring(0, what.indexOf(':'));
        }
    }

    private Run() {}

    /** The first failure of a history, or null. */
    static @Nullable Failure of(List<Step> history) {
        var world = new World();
        var naive = new NaiveLedger();
        var invariants = new Invariants(world);
        var differences = new Differences(world);
        var now = 0L;
        var i = 0;
        try {
            for (; i < history.size(); i++) {
                var step = history.get(i);
                if (step.fresh() || i == 0) {
                    now = step.now();
                    world.begin(now);
                }
                var what = step(step.sent(), now, world, naive, invariants, differences);
                if (what != null) {
                    return new Failure(i, what);
                }
            }
            var what = expireAll(now, world, naive, invariants, differences);
            what = what == null ? Replay.difference(world) : what;
            return what == null ? null : new Failure(i, what);
        } catch (RuntimeException thrown) {
            return new Failure(i, "an error: " + thrown + " at " + where(thrown));
        }
    }

    /** In the end every deadline is looked at once more; what is due then has no open unit left. */
    private static @Nullable String expireAll(
            long now, World world, NaiveLedger naive, Invariants invariants, Differences differences) {
        for (var hold : List.copyOf(world.holds.keySet())) {
            world.begin(now);
            var what = step(new Sent("", new Expires(hold.id())), now, world, naive, invariants, differences);
            if (what != null) {
                return what;
            }
            var left = world.holds.get(hold);
            if (left.isDue(Speaks.time(now))
                    && !world.isFull
                    && left.lines().stream().anyMatch(line -> line.open() > 0)) {
                return "no hold outlives its deadline: " + left;
            }
        }
        return null;
    }

    private static String where(RuntimeException thrown) {
        for (var frame : thrown.getStackTrace()) {
            if (frame.getClassName().startsWith("dev.perpetual")) {
                return frame.toString();
            }
        }
        return "nowhere of ours";
    }

    private static @Nullable String step(
            Sent sent, long now, World world, NaiveLedger naive, Invariants invariants, Differences differences) {
        var since = world.journal.size();
        var answer = world.tell(sent);
        var expected = naive.tell(sent, now);
        var isNo = answer.startsWith("rejected") || answer.startsWith("reused");
        if (isNo && world.journal.size() > since) {
            return "what is rejected changes nothing: " + answer;
        }
        var broken = invariants.broken();
        if (broken != null) {
            return broken;
        }
        return answer.equals(expected)
                ? differences.to(naive.books, since)
                : "another answer: expected " + expected + ", but got " + answer;
    }
}
