package dev.perpetual.kit.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.RestAssured;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The committed API document of a service against what its code says. */
public final class OpenApi {

    private OpenApi() {}

    /** Fails on any drift; {@code -Dopenapi.write=true} writes the document instead, to be read and committed. */
    public static void check(String service) throws IOException {
        var committed = Path.of(System.getProperty("perpetual.root"), "docs", "openapi", service + ".yaml");
        var actual = RestAssured.given()
                .get("/q/openapi")
                .then()
                .statusCode(200)
                .extract()
                .asString();
        if (Boolean.getBoolean("openapi.write")) {
            Files.createDirectories(committed.getParent());
            Files.writeString(committed, actual);
            return;
        }
        assertThat(actual)
                .as("%s is what the code says; write it anew with -Dopenapi.write=true", committed)
                .isEqualTo(Files.readString(committed));
    }
}
