package dev.perpetual.ledger.model;

import java.util.ArrayList;
import java.util.List;

/**
 * A small change to a file of the domain that makes it wrong.
 *
 * @param what it does wrong, as a sentence
 * @param file in the domain's folder
 * @param text of the file, which stands there exactly once
 * @param fault what stands there instead
 */
record PlantedFault(String what, String file, String text, String fault) {

    /** All that are planted, one at a time. */
    static List<PlantedFault> all() {
        var all = new ArrayList<>(aboutStock());
        all.addAll(PlantedUnitFaults.all());
        return all;
    }

    private static List<PlantedFault> aboutStock() {
        return List.of(
                new PlantedFault(
                        "A request may take one unit more than is there",
                        "LedgerRules",
                        ".units(bucket) >= quantity;",
                        ".units(bucket) + 1 >= quantity;"),
                new PlantedFault(
                        "A request for exactly what is there is refused",
                        "LedgerRules",
                        ".units(bucket) >= quantity;",
                        ".units(bucket) > quantity;"),
                new PlantedFault(
                        "A place that lets requests go below zero refuses them",
                        "LedgerRules",
                        "location.belowZero() == BelowZero.FLAG",
                        "location.belowZero() == BelowZero.REFUSE"),
                new PlantedFault(
                        "A plain movement takes units of a hold away from it",
                        "MovementRules",
                        "|| asked.from().isPromised()",
                        "|| asked.from().equals(asked.to())"),
                new PlantedFault(
                        "A count that was parked leaves its announcement open when it is confirmed",
                        "ReceiptRules",
                        "announcementArrived(asked.follows(), row, counted.units(), books);\n        }\n        asked",
                        "}\n        asked"),
                new PlantedFault(
                        "A transfer in one step does not pass through what is under way",
                        "MovementRules",
                        "books.record(leg(MovementKind.TRANSFER_OUT, asked, source, onTheWay, covered), submitted);",
                        "books.record(leg(MovementKind.TRANSFER_OUT, asked, source, target, covered), submitted);"),
                new PlantedFault(
                        "A count that finds less adds what is missing",
                        "MovementRules",
                        "var found = difference > 0;",
                        "var found = difference != 0;"),
                new PlantedFault(
                        "A stale supplier report beats a fresh one",
                        "MovementRules",
                        "known.asOf() != null && report.asOf().isBefore(known.asOf())",
                        "known.asOf() != null && report.asOf().isAfter(known.asOf())"),
                new PlantedFault(
                        "A supplier report counts what is held as free",
                        "MovementRules",
                        "Math.addExact(known.held(), known.picked())",
                        "Math.addExact(0L, known.picked())"),
                new PlantedFault(
                        "What is refused together still takes effect in part",
                        "TogetherRules",
                        "if (outcome instanceof Refused refused) {",
                        "if (outcome instanceof Refused refused && refused.lines().isEmpty()) {"),
                new PlantedFault(
                        "A refusal together tells figures that were taken back",
                        "TogetherRules",
                        "movement.sku().equals(line.sku())",
                        "movement.sku() == null"),
                new PlantedFault(
                        "A refused command is not taken back",
                        "LedgerRules",
                        "books.undoTo(mark);\n                HoldRules.tell",
                        "HoldRules.tell"),
                new PlantedFault(
                        "A version is skipped",
                        "Books",
                        "var version = item.version() + 1;",
                        "var version = item.version() + (posting.kind() == MovementKind.UNBLOCK ? 2 : 1);"),
                new PlantedFault(
                        "A case is never closed", "Cases", "if (units >= 0) {", "if (units > 1_000_000_000L) {"),
                new PlantedFault(
                        "A case does not follow how much is missing",
                        "Cases",
                        "var followed = known.now(-units);",
                        "var followed = known.now(known.shortBy());"),
                new PlantedFault(
                        "Taking back does not bring a removed value back",
                        "Undo",
                        "map.put(key, before);\n            }\n        });",
                        "map.remove(key);\n            }\n        });"),
                new PlantedFault(
                        "The floor stays where a fact drove it",
                        "Balance",
                        "guarded ? Math.max(floor, Math.min(0, available)) : Math.min(0, available)",
                        "guarded ? floor : Math.min(floor, available)"),
                new PlantedFault(
                        "A late fact makes a level look older",
                        "Balance",
                        "happenedAt.isAfter(occurredAt) ? happenedAt : occurredAt",
                        "happenedAt"),
                new PlantedFault(
                        "A movement is reversed twice",
                        "ReverseRules",
                        "if (original.reversedBy() != null) {",
                        "if (original.reversedBy() != null && original.quantity() > 2) {"),
                new PlantedFault(
                        "A reverse is reversed",
                        "ReverseRules",
                        "original.kind() == MovementKind.REVERSE",
                        "original.kind() == MovementKind.DELIVER"),
                new PlantedFault(
                        "What a hold moved is reversed behind its back",
                        "ReverseRules",
                        "Set.of(\"hold\", \"purchase-order\", \"receipt\", \"transfer\", \"return\")",
                        "Set.of(\"purchase-order\", \"receipt\", \"transfer\", \"return\")"),
                new PlantedFault(
                        "A hold exceeds what is available by one",
                        "Shelf",
                        "books.balance(key).available() - taken.getOrDefault(key, 0L)",
                        "books.balance(key).available() + 1 - taken.getOrDefault(key, 0L)"),
                new PlantedFault(
                        "Two lines of a hold get the same units",
                        "Shelf",
                        "                taken.merge(key, some, Long::sum);\n                shares",
                        "                taken.merge(key, 0L, Long::sum);\n                shares"),
                new PlantedFault(
                        "A hold of all or nothing is granted in part",
                        "HoldRules",
                        "asked.fill() == Fill.ALL || nothing",
                        "nothing"),
                new PlantedFault(
                        "Expiry also ends what is picked",
                        "HoldRules",
                        "var units = line.open();",
                        "var units = line.open() + line.picked();"),
                new PlantedFault(
                        "A hold is extended after its deadline",
                        "HoldRules",
                        "|| hold.isDue(books.now())",
                        "|| hold.lines().isEmpty()"),
                new PlantedFault(
                        "A hold outlives its deadline by an instant",
                        "Hold",
                        "!expiresAt.isAfter(now)",
                        "expiresAt.isBefore(now)"),
                new PlantedFault(
                        "A hold with picked units only is over",
                        "Hold",
                        "line.open() + line.picked() > 0",
                        "line.open() > 0"),
                new PlantedFault(
                        "Units are released twice",
                        "HoldLine",
                        "return moved(Stage.OPEN, Stage.RELEASED, units, at);",
                        "return moved(Stage.OPEN, Stage.RELEASED, units, at).refilled(units, at);"),
                new PlantedFault(
                        "Shipping takes open units before picked ones",
                        "HoldSpread",
                        "move(open, picked, line.line(), line.picked());",
                        "move(open, picked, line.line(), line.open() > 0 ? 0 : line.picked());"),
                new PlantedFault(
                        "What was shipped beyond the promise is forgotten",
                        "HoldSpread",
                        "ships ? take(beyond, number, Long.MAX_VALUE) : 0",
                        "0"),
                new PlantedFault(
                        "What is unpicked stays picked in its hold",
                        "HoldStepRules",
                        "yield line.unpick(part.picked(), books.version(line.sku()));",
                        "yield line;"),
                new PlantedFault(
                        "What is unpicked is free again",
                        "HoldStepRules",
                        "var target = at(line.location(), Bucket.HELD);",
                        "var target = at(line.location(), Bucket.AVAILABLE);"),
                new PlantedFault(
                        "A hold is cut below what is picked",
                        "HoldChangeRules",
                        "line.quantity() < promised - open",
                        "line.quantity() < 0"),
                new PlantedFault(
                        "An increase is promised beside all that was promised before",
                        "HoldChangeRules",
                        "line.quantity() - hold.promised(line.line())",
                        "line.quantity()"),
                new PlantedFault(
                        "A hold that expired is confirmed without its units",
                        "HoldChangeRules",
                        "growth.promise(line, wish, line.expired())",
                        "growth.promise(line, wish, 0)"),
                new PlantedFault(
                        "A confirmed hold expires",
                        "Hold",
                        "State.OPEN, version, null,",
                        "State.OPEN, version, expiresAt,"),
                new PlantedFault(
                        "What left before its hold is promised again",
                        "EarlyHoldRules",
                        "line.quantity() - early.promised(line.line())",
                        "line.quantity()"),
                new PlantedFault(
                        "An increase takes what expires first and leaves the goods that the line has",
                        "HoldGrowth",
                        "line.isKit() || !goods.equals(has)",
                        "line.isKit() || has == null"),
                new PlantedFault(
                        "A refused change of a hold tells a version that never was",
                        "HoldGrowth",
                        "books.version(asked.sku()) - undone",
                        "books.version(asked.sku())"),
                new PlantedFault(
                        "What left before its hold is granted in part though all was asked for",
                        "EarlyHoldRules",
                        "if (!short_.isEmpty() && asked.fill() == Fill.ALL) {",
                        "if (!short_.isEmpty() && asked.lines().isEmpty()) {"),
                new PlantedFault(
                        "A limit lets one unit more pass",
                        "HoldLimits",
                        "count.units() > limit.unitsMax()",
                        "count.units() > limit.unitsMax() + 1"),
                new PlantedFault(
                        "A lowered limit refuses a hold that shrinks",
                        "HoldLimits",
                        "limit.unitsMax() != null && is.units() > was.units() && count",
                        "limit.unitsMax() != null && count"),
                new PlantedFault(
                        "A limit for each does not yield to one that is named",
                        "HoldLimits",
                        "isNamed || limits.stream().noneMatch(other -> other.scope().equals(scope)) ? scope : null",
                        "isNamed || ownerType.isEmpty() ? scope : null"),
                new PlantedFault(
                        "What is promised no more stays counted",
                        "HoldLimits",
                        "count.plus(more).minus(less);",
                        "count.plus(more);"),
                new PlantedFault(
                        "A deadline at the last instant that a limit allows is refused",
                        "HoldLimits",
                        "expiresAt.isAfter(now.plus(Duration.ofMinutes(most)))",
                        "!expiresAt.isBefore(now.plus(Duration.ofMinutes(most)))"),
                new PlantedFault(
                        "An increase is not limited",
                        "HoldChangeRules",
                        "var limit = books.limits().exceededBy(hold, amended);",
                        "var limit = books.limits().exceededBy(amended, amended);"),
                new PlantedFault(
                        "What is refused by topic is not told",
                        "HoldRules",
                        "id == null || !submitted.isMessage() ? null",
                        "id == null || submitted.isMessage() ? null"),
                new PlantedFault(
                        "A move leaves its site",
                        "PlaceRules",
                        "!left.site().equals(right.site())",
                        "left.id().equals(right.id())"),
                new PlantedFault(
                        "What a count misses is taken from blocked stock first",
                        "CountRules",
                        "for (var bucket : List.of(Bucket.AVAILABLE, Bucket.INSPECTION, Bucket.BLOCKED))",
                        "for (var bucket : List.of(Bucket.BLOCKED, Bucket.AVAILABLE, Bucket.INSPECTION))"),
                new PlantedFault(
                        "Found stock is ours at once",
                        "CountCommand",
                        "found ? new Goods(goods.lot(), StockCount.SUSPENSE) : goods",
                        "goods"),
                new PlantedFault(
                        "The later of two days that are said of a lot holds",
                        "LotRules",
                        "expiresAt.isBefore(known.expiresAt())",
                        "expiresAt.isAfter(known.expiresAt())"),
                new PlantedFault(
                        "What an announcement gave up stays announced",
                        "PurchaseRules",
                        "Math.max(0, row.announced() - units)",
                        "row.announced()"),
                new PlantedFault(
                        "An order that is closed leaves its announcements open",
                        "PurchaseRules",
                        "told.moved(Stage.OPEN, Stage.CLOSED, told.at(Stage.OPEN))",
                        "told"),
                new PlantedFault(
                        "What expires last goes first",
                        "LotRules",
                        "expiresAt == null ? Instant.MAX : expiresAt",
                        "expiresAt == null ? Instant.MAX : Instant.MAX.minusSeconds(expiresAt.getEpochSecond())"),
                new PlantedFault(
                        "A recalled lot is still sold", "Lot", "withdrawn == null && (expiresAt", "(expiresAt"),
                new PlantedFault(
                        "A lot is sold at the instant of its expiry",
                        "Lot",
                        "expiresAt.isAfter(now)",
                        "!expiresAt.isBefore(now)"),
                new PlantedFault(
                        "Units of a withdrawn lot that come back stay for sale",
                        "LotRules",
                        "&& books.lot(movement.sku(), movement.goods()).withdrawn() != null",
                        "&& movement.kind() != MovementKind.RETURN && books.lot(movement.sku(), movement.goods()).withdrawn() != null"),
                new PlantedFault(
                        "A recall leaves units in inspection",
                        "LotRules",
                        "bucket == Bucket.AVAILABLE || asked.why() == Withdrawal.Cause.RECALLED",
                        "bucket == Bucket.AVAILABLE"),
                new PlantedFault(
                        "A hold that gets another lot ends the units that it keeps",
                        "LotHoldRules",
                        "back = back.refilled(-found, books.version(line.sku()));",
                        "back = back.release(found, books.version(line.sku()));"),
                new PlantedFault(
                        "Another owner's units fill a hold of consigned ones",
                        "LotHoldRules",
                        "new Goods(\"\", line.goods().owner())",
                        "Goods.PLAIN"),
                new PlantedFault(
                        "The tolerance of a purchase order is off by one",
                        "PurchaseRules",
                        "/ PERCENT - row.beyond();",
                        "/ PERCENT + 1 - row.beyond();"),
                new PlantedFault(
                        "What was accepted beyond the order is not counted against the tolerance again",
                        "PurchaseRules",
                        "/ PERCENT - row.beyond();",
                        "/ PERCENT;"),
                new PlantedFault(
                        "A case of three numbers does not close when they agree",
                        "PurchaseRules",
                        "if (!differs && open != null && open.closedAt() == null) {",
                        "if (!differs && open != null && open.closedAt() != null) {"),
                new PlantedFault(
                        "What arrived is still expected",
                        "PurchaseRules",
                        "var came = Math.min(counted, due(row));\n        expect(submitted, order, row, came, false, when, books);",
                        "var came = Math.min(counted, due(row));\n        expect(submitted, order, row, came / 2, false, when, books);"),
                new PlantedFault(
                        "A count that is off by a pack is taken as it is",
                        "ReceiptRules",
                        "counted % factor == 0 && counted / factor == expected",
                        "counted % factor == 1 && counted / factor == expected"),
                new PlantedFault(
                        "Another item than ordered goes on sale",
                        "ReceiptRules",
                        "new Counted(0, counted.damaged(), Math.addExact(counted.good(), counted.inspect()))",
                        "counted"),
                new PlantedFault(
                        "More is shipped on a transfer than is open",
                        "TransferRules",
                        "if (units > row.at(Stage.OPEN)) {",
                        "if (units > row.asked()) {"),
                new PlantedFault(
                        "Damaged units of a transfer go on sale",
                        "TransferRules",
                        "damaged, at(to, Bucket.BLOCKED), \"damaged under way\"",
                        "damaged, at(to, Bucket.AVAILABLE), \"damaged under way\""),
                new PlantedFault(
                        "A transfer that is shipped keeps its hold",
                        "TransferRules",
                        "if (left < units) {",
                        "if (left < 0) {"),
                new PlantedFault(
                        "A closed transfer keeps its hold",
                        "DocumentRules",
                        "return document.id().kind() == Kind.TRANSFER ? unhold(submitted, asked, books) : null;",
                        "return null;"),
                new PlantedFault(
                        "One unit beyond what was shipped is restocked",
                        "ReturnRules",
                        "return left;",
                        "return left + 1;"),
                new PlantedFault(
                        "What was restocked before is not counted",
                        "Document",
                        ".mapToLong(row -> row.at(Stage.GOOD));",
                        ".mapToLong(_ -> 0);"),
                new PlantedFault(
                        "A unit of a return is disposed of twice",
                        "ReturnRules",
                        "books.keep(document.with(row.moved(Stage.INSPECTION, stage, inspected)",
                        "books.keep(document.with(row.beyond(stage, inspected)"),
                new PlantedFault(
                        "The command's own id names no kind, so that a hold and a movement answer for each other",
                        "Submitted",
                        "case PlaceHold _ -> \"hold:\" + id;",
                        "case PlaceHold _ -> \"movement:\" + id;"));
    }
}
