package dev.perpetual.ledger.commit;

import dev.perpetual.ledger.catalog.KitDefinitions;
import dev.perpetual.ledger.domain.AssembleKits;
import dev.perpetual.ledger.domain.Command;
import dev.perpetual.ledger.domain.Command.PlaceHold;
import dev.perpetual.ledger.domain.Command.RecordTogether;
import dev.perpetual.ledger.domain.HoldLine.AskedLine;
import dev.perpetual.ledger.domain.Kit;
import dev.perpetual.ledger.domain.Sku;
import dev.perpetual.ledger.domain.Submitted;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Gives commands about kits the kits' definitions, since their parts have to be known before the streams are locked.
 *
 * <p>What it remembers between batches is only which SKUs are worth asking about: commands that name none of them cost no
 * question. The locks tell the version of every kit among the SKUs; a definition that is missing or older than that was
 * not seen in time, and the batch is decided again.
 */
final class KnownKits {

    private static final int SEEN_MAX = 100_000;

    private final Set<Sku> seen = new HashSet<>();
    private final Map<Sku, Long> locked = new HashMap<>();

    /** Finds a kit of a SKU at an instant; null when there is none. */
    private interface Definitions {
        @Nullable
        Kit at(Sku sku, Instant when);
    }

    /**
     * The same commands, with the definitions of the kits that they are about.
     *
     * @param now when holds are decided
     * @param trusting whether to take it that no definition changes meanwhile, or else to see to it
     */
    List<Submitted> define(Connection connection, List<Submitted> commands, Instant now, boolean trusting)
            throws SQLException {
        locked.clear();
        var asked = new TreeSet<Sku>();
        commands.forEach(each -> name(each.command(), asked));
        if (asked.isEmpty()) {
            return commands;
        }
        var found = trusting ? KitDefinitions.load(connection, asked) : KitDefinitions.lock(connection, asked);
        Definitions definitions = (sku, when) -> {
            var kits = found.get(sku);
            return kits == null ? null : kits.at(when);
        };
        return each(commands, command -> defined(command, definitions, now));
    }

    private void name(Command command, Set<Sku> asked) {
        switch (command) {
            case AssembleKits kits -> asked.add(kits.sku());
            case PlaceHold hold -> {
                for (var line : hold.lines()) {
                    if (seen.contains(line.sku())) {
                        asked.add(line.sku());
                    }
                }
            }
            case RecordTogether(var parts) -> parts.forEach(part -> name(part.command(), asked));
            default -> {}
        }
    }

    private static List<Submitted> each(List<Submitted> commands, UnaryOperator<Command> change) {
        return commands.stream()
                .map(each -> each.with(change.apply(each.command())))
                .toList();
    }

    private static Command defined(Command command, Definitions definitions, Instant now) {
        return switch (command) {
            case AssembleKits kits -> kits.with(definitions.at(kits.sku(), kits.occurredAt()));
            case PlaceHold hold ->
                hold.with(hold.lines().stream()
                        .map(line -> line.with(definitions.at(line.sku(), now)))
                        .toList());
            case RecordTogether(var parts) -> new RecordTogether(each(parts, part -> defined(part, definitions, now)));
            default -> command;
        };
    }

    /** The lock of a SKU tells which version of its kit is the newest. @param version 0 when it never was a kit */
    void found(Sku sku, long version) {
        if (version > 0) {
            locked.put(sku, version);
        }
    }

    /** @throws FoundMore when a definition is not the one that stands now */
    void mustBeCurrent(List<Submitted> commands) {
        if (locked.isEmpty()) {
            return;
        }
        var isCurrent = true;
        for (var each : commands) {
            isCurrent &= isCurrent(each.command());
        }
        if (!isCurrent) {
            throw FoundMore.ofKit();
        }
    }

    private boolean isCurrent(Command command) {
        return switch (command) {
            case AssembleKits kits -> isCurrent(kits.sku(), kits.kit());
            case PlaceHold hold -> {
                var isCurrent = true;
                for (AskedLine line : hold.lines()) {
                    isCurrent &= isCurrent(line.sku(), line.kit());
                }
                yield isCurrent;
            }
            case RecordTogether(var parts) ->
                parts.stream().map(part -> isCurrent(part.command())).reduce(true, Boolean::logicalAnd);
            default -> true;
        };
    }

    private boolean isCurrent(Sku sku, @Nullable Kit kit) {
        var version = locked.getOrDefault(sku, 0L);
        if (version == (kit == null ? 0 : kit.version())) {
            return true;
        }
        if (seen.size() >= SEEN_MAX) {
            seen.clear(); // Each is noticed again when it is named again.
        }
        seen.add(sku);
        return false;
    }
}
