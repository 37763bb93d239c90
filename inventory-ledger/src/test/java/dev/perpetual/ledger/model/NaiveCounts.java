package dev.perpetual.ledger.model;

import dev.perpetual.ledger.model.NaiveBooks.Entry;
import dev.perpetual.ledger.model.Told.Adjusts;
import dev.perpetual.ledger.model.Told.Settles;
import dev.perpetual.ledger.model.Told.Spot;
import dev.perpetual.ledger.model.Told.Wares;
import java.util.List;

/** What a count puts right, naively: which bucket gives and takes is in docs/counts.md. */
final class NaiveCounts {

    private static final Spot VARIANCE = new Spot("", "variance");
    private static final List<String> FREE = List.of("available", "inspection", "blocked");

    private NaiveCounts() {}

    static String adjust(NaiveBooks books, Adjusts told) {
        var wrong = NaiveLedger.unknown(told.sku(), told.place());
        if (wrong != null) {
            return wrong;
        }
        var issue = "";
        if (told.found()) {
            var theirs = new Wares(told.wares().lot(), "suspense");
            issue = write(books, told, theirs, "blocked", told.difference()).issue();
            return "recorded " + books.version(told.sku()) + " " + issue;
        }
        var left = told.difference();
        var shares = new long[FREE.size()];
        for (var i = 0; i < shares.length; i++) {
            var there = books.units(told.sku(), told.place(), told.wares(), FREE.get(i));
            if (left < 0 && there > 0) {
                shares[i] = Math.max(left, -there); // Missing: what nobody was promised.
            } else if (left > 0 && there < 0) {
                shares[i] = Math.min(left, Math.negateExact(there)); // A surplus fills what is below zero.
            }
            left -= shares[i];
        }
        shares[0] = Math.addExact(shares[0], left);
        for (var i = 0; i < shares.length; i++) {
            if (shares[i] != 0) {
                var made = write(books, told, told.wares(), FREE.get(i), shares[i]);
                issue = issue.isEmpty() ? made.issue() : issue;
            }
        }
        return "recorded " + books.version(told.sku()) + " " + issue;
    }

    private static Entry write(NaiveBooks books, Adjusts told, Wares wares, String bucket, long units) {
        var spot = new Spot(told.place(), bucket);
        return books.write(
                "count-adjust",
                told.sku(),
                Math.absExact(units),
                units > 0 ? VARIANCE : spot,
                units > 0 ? spot : VARIANCE,
                wares,
                "test",
                "T",
                0,
                told.at());
    }

    static String settle(NaiveBooks books, Settles told) {
        var wrong = NaiveLedger.unknown(told.sku(), told.place());
        if (wrong != null) {
            return wrong;
        }
        var suspense = new Wares(told.lot(), "suspense");
        var from = new Spot(told.place(), "blocked");
        var refusal = NaiveLedger.refusal(books, told.sku(), told.quantity(), from, suspense);
        if (refusal != null) {
            return refusal;
        }
        books.write("count-adjust", told.sku(), told.quantity(), from, VARIANCE, suspense, "test", "T", 0, told.at());
        var to = new Spot(told.place(), told.bucket());
        var theirs = new Wares(told.lot(), told.owner());
        return NaiveLedger.recorded(books.write(
                "count-adjust", told.sku(), told.quantity(), VARIANCE, to, theirs, "test", "T", 0, told.at()));
    }
}
