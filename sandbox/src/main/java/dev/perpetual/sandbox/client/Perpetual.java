package dev.perpetual.sandbox.client;

import java.net.http.HttpClient;

/** The whole system as an outsider sees it: four services behind four addresses. */
public record Perpetual(LedgerClient ledger, RouterClient router, SupplierClient supplier, PublisherClient publisher) {

    /** Connects to all four; nothing is called yet. */
    public static Perpetual at(Endpoints endpoints, Patience patience) {
        HttpClient http = Api.newHttpClient();
        return new Perpetual(
                new LedgerClient(new Api(http, endpoints.ledger(), endpoints.key(), patience)),
                new RouterClient(new Api(http, endpoints.router(), endpoints.key(), patience)),
                new SupplierClient(new Api(http, endpoints.supplier(), endpoints.key(), patience)),
                new PublisherClient(new Api(http, endpoints.publisher(), endpoints.key(), patience)));
    }
}
