package dev.perpetual.ledger.domain;

import java.util.Locale;
import java.util.Optional;

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

    /** Finds an account by its name in messages. */
    public static Optional<Outside> of(String code) {
        for (var account : values()) {
            if (account.code.equals(code)) {
                return Optional.of(account);
            }
        }
        return Optional.empty();
    }
}
