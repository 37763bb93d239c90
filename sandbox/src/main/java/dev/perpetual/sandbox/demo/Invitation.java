package dev.perpetual.sandbox.demo;

import dev.perpetual.sandbox.Target;
import java.io.PrintStream;

/** Where everything answers, and five things to try. */
final class Invitation {
    private Invitation() {}

    static void print(Target target, PrintStream out) {
        var at = target.endpoints();
        out.println();
        out.println("  inventory-ledger   " + at.ledger());
        out.println("  order-router       " + at.router());
        out.println("  supplier-sync      " + at.supplier());
        out.println("  channel-publisher  " + at.publisher());
        out.println("  pretend shop       "
                + target.shopInside().map(Object::toString).orElse("none"));
        out.println();
        out.println("To try:");
        out.println(
                "  key=" + target.keyFile().map(file -> "$(cat " + file + ")").orElse("$PERPETUAL_ADMIN_KEY"));
        out.printf("  curl -H \"Authorization: Bearer $key\" '%s/v1/levels?location=wh-hamburg'%n", at.ledger());
        out.printf("  curl -H \"Authorization: Bearer $key\" '%s/v1/orders?channel=web'%n", at.router());
        out.printf("  curl -H \"Authorization: Bearer $key\" '%s/v1/channels/web/quantities'%n", at.publisher());
        out.printf("  curl -H \"Authorization: Bearer $key\" '%s/v1/items/%s/timeline'%n", at.ledger(), "TAB-10000");
        out.printf("  curl -H \"Authorization: Bearer $key\" -X POST '%s/v1/verify'%n", at.ledger());
    }
}
