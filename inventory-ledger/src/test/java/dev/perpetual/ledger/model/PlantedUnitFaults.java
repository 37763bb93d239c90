package dev.perpetual.ledger.model;

import java.util.List;

/** What is planted in the rules about units that have numbers. */
final class PlantedUnitFaults {

    private PlantedUnitFaults() {}

    static List<PlantedFault> all() {
        return List.of(
                new PlantedFault(
                        "A request takes a unit that is elsewhere",
                        "SerialRules",
                        "books.serials().units(new Id(sku, code), spot) <= 0",
                        "books.serials().units(new Id(sku, code), spot) < 0"),
                new PlantedFault(
                        "A unit that is with us is received again",
                        "SerialRules",
                        "books.serials().inside(new Id(sku, code)) > 0",
                        "books.serials().inside(new Id(sku, code)) > 1"),
                new PlantedFault(
                        "A request takes one more than have no name",
                        "SerialRules",
                        "return unnamed >= quantity",
                        "return unnamed + 1 >= quantity"),
                new PlantedFault(
                        "What a supplier has must be named",
                        "SerialRules",
                        "&& !isSuppliers(posting.to(), books)",
                        "&& posting.quantity() > 0"),
                new PlantedFault(
                        "A unit in two places is no case",
                        "SerialBook",
                        "Math.max(0, inside(after) - 1)",
                        "Math.max(0, inside(after) - 2)"),
                new PlantedFault(
                        "Units that leave without a name count as if they had come",
                        "SerialBook",
                        "? posting.quantity() : -posting.quantity()",
                        "? posting.quantity() : posting.quantity()"),
                new PlantedFault(
                        "A line takes first the units that are elsewhere",
                        "SerialLines",
                        "&& there == books.serials().units",
                        "&& there != books.serials().units"),
                new PlantedFault(
                        "More units are picked by name than are open",
                        "SerialLines",
                        "open < quantity(asked, line.line())",
                        "open < 0"),
                new PlantedFault(
                        "What arrives of a withdrawn lot loses its name",
                        "LotRules",
                        "var named = arrived(movement, books);",
                        "var named = List.<String>of();"),
                new PlantedFault(
                        "A recalled lot loses the names of its units",
                        "LotRules",
                        "var standing = books.serials().at(sku, Spot.of(at(key.location(), bucket)), key.goods());",
                        "var standing = List.<String>of();"),
                new PlantedFault(
                        "A reverse takes back units that have gone on",
                        "ReverseRules",
                        "var elsewhere = serials.isEmpty()",
                        "var elsewhere = serials.size() < 2"),
                new PlantedFault(
                        "A receipt takes in a unit that is with us",
                        "SerialLines",
                        "open.head().id().kind() == Document.Kind.RECEIPT",
                        "open.complete() && open.lines().isEmpty()"),
                new PlantedFault(
                        "A confirmed count takes in a unit that is with us",
                        "SerialLines",
                        "move.step() == MoveDocument.Step.CONFIRM",
                        "move.step() == MoveDocument.Step.SETTLE"),
                new PlantedFault(
                        "A step of a document loses the names of its units",
                        "SerialLines",
                        "case MoveDocument asked -> next(posting, asked, asked.document(), by, books);",
                        "case MoveDocument asked -> List.<String>of();"),
                new PlantedFault(
                        "A transfer ships units that are elsewhere",
                        "TransferRules",
                        "at(via, Bucket.OUTBOUND), line.serials(), books);",
                        "at(via, Bucket.OUTBOUND), List.of(), books);"));
    }
}
