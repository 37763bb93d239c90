package dev.perpetual.kit.paging;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perpetual.kit.problems.Problems;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/** Where the next page begins: the last row's sort key, opaque to the caller. */
public final class Cursor {

    private static final String BETWEEN = "\u001f";

    private Cursor() {}

    public static String of(String... parts) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(String.join(BETWEEN, parts).getBytes(UTF_8));
    }

    /** @throws io.quarkiverse.resteasy.problem.HttpProblem 400 when it is not a cursor of that many parts */
    public static List<String> read(String cursor, int parts) {
        try {
            var text = UTF_8.newDecoder()
                    .decode(ByteBuffer.wrap(Base64.getUrlDecoder().decode(cursor)))
                    .toString();
            var read = Arrays.asList(text.split(BETWEEN, -1));
            if (read.size() == parts
                    && read.stream().noneMatch(part -> part.chars().anyMatch(Character::isISOControl))) {
                return read;
            }
        } catch (IllegalArgumentException | CharacterCodingException wrong) {
            // Told below.
        }
        throw Problems.invalid("cursor", "Expected a cursor that an earlier page gave, but got another text");
    }
}
