package dev.perpetual.router;

import dev.perpetual.kit.testing.OpenApi;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ApiDocumentTest extends RouterTest {

    @Test
    void the_committed_api_document_is_what_the_code_says() throws IOException {
        OpenApi.check("order-router");
    }
}
