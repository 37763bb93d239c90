package dev.perpetual.ledger.domain;

import static dev.perpetual.ledger.domain.Bucket.AVAILABLE;
import static dev.perpetual.ledger.domain.Bucket.BLOCKED;
import static dev.perpetual.ledger.domain.Bucket.EXPECTED;
import static dev.perpetual.ledger.domain.Bucket.HELD;
import static dev.perpetual.ledger.domain.Bucket.INSPECTION;
import static dev.perpetual.ledger.domain.Bucket.OUTBOUND;
import static dev.perpetual.ledger.domain.Bucket.PICKED;
import static dev.perpetual.ledger.domain.Outside.ASSEMBLY;
import static dev.perpetual.ledger.domain.Outside.CUSTOMER;
import static dev.perpetual.ledger.domain.Outside.LOSS;
import static dev.perpetual.ledger.domain.Outside.OPENING;
import static dev.perpetual.ledger.domain.Outside.SUPPLIER;
import static dev.perpetual.ledger.domain.Outside.VARIANCE;
import static dev.perpetual.ledger.domain.Side.any;

import dev.perpetual.ledger.domain.Account.Place;
import java.util.Locale;
import java.util.Optional;

/** The closed set of movements, each with the law of where it may take from and put to. */
public enum MovementKind {
    EXPECT(Nature.REQUEST, of(SUPPLIER).and(EXPECTED), of(SUPPLIER).and(EXPECTED)),
    RECEIVE(Nature.FACT, of(SUPPLIER, OPENING).and(EXPECTED), of(AVAILABLE, INSPECTION, BLOCKED)),
    INSPECT(Nature.FACT, of(INSPECTION), of(AVAILABLE, BLOCKED)),
    BLOCK(Nature.REQUEST, of(AVAILABLE, INSPECTION), of(BLOCKED)),
    UNBLOCK(Nature.REQUEST, of(BLOCKED), of(AVAILABLE, INSPECTION)),
    HOLD(Nature.REQUEST, of(AVAILABLE), of(HELD)),
    RELEASE(Nature.REQUEST, of(HELD), of(AVAILABLE)),
    PICK(Nature.FACT, of(HELD), of(PICKED)),
    UNPICK(Nature.FACT, of(PICKED), of(HELD)),
    SHIP(Nature.FACT, of(PICKED, HELD, AVAILABLE), of(CUSTOMER).and(OUTBOUND)),
    DELIVER(Nature.FACT, of(OUTBOUND), of(CUSTOMER)),
    SELL(Nature.FACT, of(AVAILABLE), of(CUSTOMER)),
    /** Goods go back the way they came: from a customer to us, or from us to the supplier. */
    RETURN(
            Nature.FACT,
            of(AVAILABLE, INSPECTION, BLOCKED).and(CUSTOMER),
            of(AVAILABLE, INSPECTION, BLOCKED).and(SUPPLIER)),
    RESTOCK(Nature.FACT, of(INSPECTION, BLOCKED), of(AVAILABLE)),
    TRANSFER_OUT(Nature.REQUEST, of(AVAILABLE, BLOCKED), of(OUTBOUND)),
    TRANSFER_IN(Nature.FACT, of(OUTBOUND), of(AVAILABLE, INSPECTION, BLOCKED)),
    /** From bin to bin of one site, in one step and in the state that it is in. */
    MOVE(Nature.REQUEST, of(AVAILABLE, INSPECTION, BLOCKED), of(AVAILABLE, INSPECTION, BLOCKED)),
    COUNT_ADJUST(Nature.FACT, any(VARIANCE), any(VARIANCE)),
    WRITE_OFF(Nature.REQUEST, of(AVAILABLE, BLOCKED, INSPECTION, OUTBOUND), of(LOSS)),
    SUPPLIER_REPORT(Nature.FACT, of(SUPPLIER).and(AVAILABLE), of(SUPPLIER).and(AVAILABLE)),
    ASSEMBLE(Nature.REQUEST, of(AVAILABLE, HELD).and(ASSEMBLY), of(AVAILABLE).and(ASSEMBLY)),
    DISASSEMBLE(Nature.REQUEST, of(AVAILABLE).and(ASSEMBLY), of(AVAILABLE).and(ASSEMBLY)),
    REVERSE(Nature.REQUEST, Side.all(), Side.all());

    /** A fact happened and is always recorded; a request is judged. */
    public enum Nature {
        FACT,
        REQUEST
    }

    private final Nature nature;
    private final Side from;
    private final Side to;
    private final String code = name().toLowerCase(Locale.ROOT).replace('_', '-');

    MovementKind(Nature nature, Side from, Side to) {
        this.nature = nature;
        this.from = from;
        this.to = to;
    }

    /** Fact or request. */
    public Nature nature() {
        return nature;
    }

    /** The name in messages. */
    public String code() {
        return code;
    }

    /** The accounts it may take from. */
    public Side from() {
        return from;
    }

    /** The accounts it may put to. */
    public Side to() {
        return to;
    }

    /**
     * True when the law of this kind allows the way. Only a transfer and a move cross locations, a return always crosses
     * our border, and nothing goes from outside to outside.
     */
    public boolean allows(Account source, Account target) {
        if (!from.contains(source) || !to.contains(target) || source.equals(target)) {
            return false;
        }
        if (source instanceof Place left && target instanceof Place right) {
            var within = left.location().equals(right.location());
            return switch (this) {
                case TRANSFER_OUT, TRANSFER_IN, REVERSE -> true;
                case MOVE -> !within && left.bucket() == right.bucket();
                case RETURN -> false;
                default -> within;
            };
        }
        return source instanceof Place || target instanceof Place;
    }

    /** Finds a kind by its name in messages. */
    public static Optional<MovementKind> of(String code) {
        for (var kind : values()) {
            if (kind.code.equals(code)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }

    private static Side of(Bucket first, Bucket... others) {
        return Side.of(first, others);
    }

    private static Side of(Outside first, Outside... others) {
        return Side.of(first, others);
    }
}
