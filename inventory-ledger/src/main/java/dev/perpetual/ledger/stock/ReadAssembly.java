package dev.perpetual.ledger.stock;

import dev.perpetual.kit.problems.Expect;
import dev.perpetual.kit.problems.Problems;
import dev.perpetual.ledger.domain.AssembleKits;
import dev.perpetual.ledger.domain.AssembleKits.Named;
import dev.perpetual.ledger.domain.AssembleKits.Way;
import dev.perpetual.ledger.domain.MovementKind;
import dev.perpetual.ledger.domain.Packed;
import dev.perpetual.ledger.domain.Sku;
import dev.perpetual.ledger.wire.ReadIds;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes a command of a body that says that kits are made or taken apart; its SKU and quantity are those of the kits. */
final class ReadAssembly {

    private static final int PARTS_MAX = 500;

    private final String at;
    private final MovementBody body;

    /** @param at where the body is in the request */
    ReadAssembly(String at, MovementBody body) {
        this.at = at;
        this.body = body;
    }

    /** True when the body is about kits. */
    static boolean isMeant(MovementBody body) {
        return MovementKind.ASSEMBLE.code().equals(body.kind())
                || MovementKind.DISASSEMBLE.code().equals(body.kind());
    }

    AssembleKits command(@Nullable Packed packed, Instant now) {
        for (var none : List.of("toLocation", "bucket", "toBucket", "serials", "unitCost")) {
            mustBeAbsent(none);
        }
        var common = new ReadMovement(at, body);
        return new AssembleKits(
                MovementKind.ASSEMBLE.code().equals(body.kind()) ? Way.ASSEMBLE : Way.DISASSEMBLE,
                new Sku(ReadIds.id(at + ".sku", body.sku())),
                common.quantity(packed == null ? 1 : packed.units()),
                ReadMovement.location(at + ".location", body.location()),
                ReadMovement.goods(at, body.lot(), body.owner()),
                parts(),
                body.reason() == null ? null : Expect.text(at + ".reason", body.reason(), 500),
                common.cause(),
                common.occurredAt(now),
                null);
    }

    private void mustBeAbsent(String member) {
        var value = switch (member) {
            case "toLocation" -> body.toLocation();
            case "bucket" -> body.bucket();
            case "toBucket" -> body.toBucket();
            case "serials" -> body.serials() == null || body.serials().isEmpty() ? null : body.serials();
            default -> body.unitCost();
        };
        if (value != null) {
            throw Problems.invalid(
                    at + "." + member,
                    "Expected no %s when kits are made or taken apart, but got one".formatted(member));
        }
    }

    private List<Named> parts() {
        if (body.parts() == null) {
            return List.of();
        }
        if (body.parts().size() > PARTS_MAX) {
            throw Problems.invalid(
                    at + ".parts",
                    "Expected at most %d parts, but got %d"
                            .formatted(PARTS_MAX, body.parts().size()));
        }
        var parts = new ArrayList<Named>();
        for (var i = 0; i < body.parts().size(); i++) {
            var field = at + ".parts[" + i + "]";
            var part = Expect.present(field, body.parts().get(i));
            parts.add(new Named(
                    new Sku(ReadIds.id(field + ".sku", part.sku())),
                    ReadMovement.goods(field, part.lot(), part.owner()),
                    Expect.between(field + ".quantity", 1, ReadMovement.QUANTITY_MAX, part.quantity())));
        }
        return parts;
    }
}
