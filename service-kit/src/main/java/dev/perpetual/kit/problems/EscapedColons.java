package dev.perpetual.kit.problems;

import io.quarkus.vertx.http.runtime.filters.Filters;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.regex.Pattern;

/** Some clients escape the colon of a path such as {@code /v1/items:import}. It means the same there. */
@ApplicationScoped
class EscapedColons {

    private static final Pattern ESCAPED = Pattern.compile("%3[Aa](?=[a-z]+$)");

    void install(@Observes Filters filters) {
        filters.register(
                exchange -> {
                    var path = exchange.request().path();
                    if (path != null && path.indexOf('%') >= 0) {
                        var plain = ESCAPED.matcher(path);
                        if (plain.find()) {
                            exchange.reroute(plain.replaceFirst(":"));
                            return;
                        }
                    }
                    exchange.next();
                },
                900);
    }
}
