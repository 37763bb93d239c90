package dev.perpetual.ledger.domain;

import dev.perpetual.ledger.domain.Command.CountBucket;
import dev.perpetual.ledger.domain.Command.DescribeLot;
import dev.perpetual.ledger.domain.Command.ExpireHold;
import dev.perpetual.ledger.domain.Command.ExtendHold;
import dev.perpetual.ledger.domain.Command.MoveHold;
import dev.perpetual.ledger.domain.Command.PlaceHold;
import dev.perpetual.ledger.domain.Command.RecordMovement;
import dev.perpetual.ledger.domain.Command.RecordTogether;
import dev.perpetual.ledger.domain.Command.ReportSupplierStock;
import dev.perpetual.ledger.domain.Command.ReverseMovement;
import dev.perpetual.ledger.domain.Command.TransferStock;
import dev.perpetual.ledger.domain.Command.WithdrawLot;
import dev.perpetual.ledger.domain.DocumentCommand.MoveDocument;
import dev.perpetual.ledger.domain.DocumentCommand.OpenDocument;
import org.jspecify.annotations.Nullable;

/**
 * A command as somebody handed it in.
 *
 * @param id minted by the caller; the same id with the same content gets the first answer again
 * @param contentHash of everything that the caller said, so that a reused id with other content is noticed
 * @param by who said so
 * @param through what it came: http, topic with its name, or schedule
 */
public record Submitted(String id, String contentHash, String by, String through, Command command) {

    /** What the ledger asks of itself when a time has come. */
    public static final String SCHEDULE = "schedule";

    private static final String HTTP = "http";

    private static final String TOPIC = "topic ";

    /** One that came over HTTP. */
    public Submitted(String id, String contentHash, String by, Command command) {
        this(id, contentHash, by, HTTP, command);
    }

    /** What a message on a topic came through. */
    public static String topic(String name) {
        return TOPIC + name;
    }

    /** True when the sender waits for no answer. */
    boolean isMessage() {
        return through.startsWith(TOPIC);
    }

    /**
     * Under which its answer is kept; none when the state itself says that it was done. A hold and a movement may
     * have the same id by chance, so each kind of command has its own.
     */
    public @Nullable String key() {
        return switch (command) {
            case RecordMovement _, ReverseMovement _, TransferStock _, CountBucket _, AssembleKits _ ->
                "movement:" + id;
            case CountCommand _ -> CountCommand.KEY + id;
            case ReportSupplierStock _ -> "report:" + id;
            case PlaceHold _ -> "hold:" + id;
            case MoveHold _, ExtendHold _, HoldCommand _ -> "step:" + id;
            case OpenDocument document -> document.head().id().kind().code() + ":" + id;
            case MoveDocument _ -> "document:" + id;
            case WithdrawLot withdrawal -> withdrawal.why() == Lot.Withdrawal.Cause.RECALLED ? "recall:" + id : null;
            case RecordTogether _, ExpireHold _, DescribeLot _ -> null;
        };
    }

    /** The same said by the same through the same, with more known of it. */
    public Submitted with(Command found) {
        return new Submitted(id, contentHash, by, through, found);
    }
}
