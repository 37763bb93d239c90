package dev.perpetual.ledger.domain;

import java.util.Locale;

/** Where stock comes from and goes to beyond our locations, so that the sum over all accounts stays zero. */
public enum Outside {
    SUPPLIER,
    CUSTOMER,
    /** What a count found more or less. */
    VARIANCE,
    /** What was written off. */
    LOSS,
    /** What kits are made of. */
    ASSEMBLY,
    /** What was there before the ledger began. */
    OPENING;

    private final String code = name().toLowerCase(Locale.ROOT);

    /** The name in messages. */
    public String code() {
        return code;
    }
}
