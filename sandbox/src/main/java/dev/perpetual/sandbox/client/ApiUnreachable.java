package dev.perpetual.sandbox.client;

import java.io.IOException;

/** Nobody answered for as long as the caller was ready to wait. */
public final class ApiUnreachable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ApiUnreachable(String call, int tries, IOException last) {
        super("%s: expected an answer, but got %s in %d tries".formatted(call, last, tries), last);
    }
}
