package dev.perpetual.ledger.wire;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/** Reports of many lines, each an object of its own, that a caller can read while they are made. */
@ApplicationScoped
public class JsonLines {

    private final ObjectMapper json;

    JsonLines(ObjectMapper json) {
        this.json = json;
    }

    /** Hands a line to the caller at once. @throws UncheckedIOException when the caller is gone */
    public void write(OutputStream output, Object line) {
        try {
            output.write(json.writeValueAsBytes(line));
            output.write('\n');
            output.flush();
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }
}
