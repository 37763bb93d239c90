package dev.perpetual.ledger.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A short name for everything that a caller said in one command. */
public final class ContentHash {

    /** 128 bits are plenty: nobody gains by a collision with their own command. */
    private static final int BYTES = 16;

    private static final ObjectMapper JSON = JsonMapper.builder().build();

    private ContentHash() {}

    /** Of the body as parsed: white space and the order of members do not count. */
    public static String of(String kind, Object body) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(kind.getBytes(UTF_8));
            return HexFormat.of().formatHex(digest.digest(JSON.writeValueAsBytes(body)), 0, BYTES);
        } catch (NoSuchAlgorithmException | JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
