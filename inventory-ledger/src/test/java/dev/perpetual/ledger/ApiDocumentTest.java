package dev.perpetual.ledger;

import dev.perpetual.kit.testing.OpenApi;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ApiDocumentTest extends LedgerTest {

    @Test
    void the_committed_api_document_is_what_the_code_says() throws IOException {
        OpenApi.check("inventory-ledger");
    }
}
