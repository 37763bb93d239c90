package dev.perpetual.supplier.domain;

import java.nio.charset.Charset;

/** How a feed's files are written. */
public sealed interface Format {

    /**
     * Separated values with RFC 4180 quoting.
     *
     * @param header whether the first record names the columns; without it a column is named by its number, from 1
     */
    record Csv(char delimiter, Charset charset, boolean header) implements Format {
        public Csv {
            if (delimiter == '"' || delimiter == '\n' || delimiter == '\r') {
                throw new IllegalArgumentException(
                        "Expected a delimiter that is no quote and no line end, but got %s".formatted(delimiter));
            }
        }
    }
}
