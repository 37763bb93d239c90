package dev.perpetual.kit.problems;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.ext.Provider;
import java.net.URI;
import java.util.regex.Pattern;

/** Some clients escape the colon of a path such as {@code /v1/items:import}. It means the same there. */
@Provider
@PreMatching
public class EscapedColons implements ContainerRequestFilter {

    private static final Pattern ESCAPED = Pattern.compile("%3[Aa](?=[a-z]+($|\\?))");

    @Override
    public void filter(ContainerRequestContext request) {
        var uri = request.getUriInfo().getRequestUri().toString();
        var plain = ESCAPED.matcher(uri);
        if (plain.find()) {
            request.setRequestUri(URI.create(plain.replaceFirst(":")));
        }
    }
}
