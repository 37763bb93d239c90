package dev.perpetual.sandbox.shop;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The requests of one channel: the newest of them, the throttle, and whether the caller kept the rules. */
final class Visits {

    private static final int KEPT_MAX = 10_000;

    private final Deque<Visit> kept = new ArrayDeque<>();
    private final Deque<Instant> lastSecond = new ArrayDeque<>();
    private final Map<Integer, Long> byStatus = new HashMap<>();
    private final Set<String> underWay = new HashSet<>();
    private Instant notBefore = Instant.MIN;
    private long tooEarly;
    private long overlapping;

    /** One request as it was answered. */
    record Visit(String id, Instant at, int status, List<Listed> quantities) {}

    /** One line of a request. */
    record Listed(String listing, long quantity, long version) {}

    /** How a channel's caller behaved. {@code tooEarly}: requests inside a Retry-After; {@code overlapping}: listings
     * that were in two requests at one time. */
    record Manners(Map<Integer, Long> requests, long tooEarly, long overlapping) {}

    synchronized void arrived(Instant now, List<Listed> lines) {
        if (now.isBefore(notBefore)) {
            tooEarly++;
        }
        for (var line : lines) {
            if (!underWay.add(line.listing())) {
                overlapping++;
            }
        }
    }

    /** Whether this request is one too many in the last second. */
    synchronized boolean tooMany(Instant now, Integer perSecond) {
        if (perSecond == null) {
            return false;
        }
        while (!lastSecond.isEmpty()
                && Duration.between(lastSecond.peekFirst(), now).toMillis() >= 1000) {
            lastSecond.removeFirst();
        }
        if (lastSecond.size() >= perSecond) {
            return true;
        }
        lastSecond.addLast(now);
        return false;
    }

    synchronized void stayAwayUntil(Instant moment) {
        notBefore = moment.isAfter(notBefore) ? moment : notBefore;
    }

    synchronized void answered(Visit visit) {
        visit.quantities().forEach(line -> underWay.remove(line.listing()));
        byStatus.merge(visit.status(), 1L, Long::sum);
        kept.addLast(visit);
        if (kept.size() > KEPT_MAX) {
            kept.removeFirst();
        }
    }

    synchronized List<Visit> kept() {
        return List.copyOf(kept);
    }

    synchronized Manners manners() {
        return new Manners(Map.copyOf(byStatus), tooEarly, overlapping);
    }
}
