package dev.perpetual.kit.problems;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import dev.perpetual.kit.database.DatabaseFailed;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Every failure of a request as a problem; ahead of the library's own mappers, which say less. */
class ProblemMappers {

    private static final Logger LOG = Logger.getLogger(ProblemMappers.class);
    private static final int AHEAD = 1;
    private static final int UNAVAILABLE = 503;

    @ServerExceptionMapper(priority = AHEAD)
    Response badFormat(InvalidFormatException wrong) {
        return JsonProblems.of(wrong).toResponse();
    }

    @ServerExceptionMapper(priority = AHEAD)
    Response mismatched(MismatchedInputException wrong) {
        return JsonProblems.of(wrong).toResponse();
    }

    @ServerExceptionMapper(priority = AHEAD)
    Response malformed(JsonProcessingException wrong) {
        return JsonProblems.of(wrong).toResponse();
    }

    @ServerExceptionMapper(priority = AHEAD)
    Response unknownKey(AuthenticationFailedException wrong) {
        return unauthorized();
    }

    @ServerExceptionMapper(priority = AHEAD)
    Response noKey(UnauthorizedException wrong) {
        return unauthorized();
    }

    private static Response unauthorized() {
        var problem = Problems.of(
                401,
                "unauthorized",
                "Expected header Authorization: Bearer with a key in use, but got none or another",
                Map.of());
        return Response.fromResponse(problem.toResponse())
                .header("WWW-Authenticate", "Bearer")
                .build();
    }

    @ServerExceptionMapper(priority = AHEAD)
    Response forbidden(ForbiddenException wrong) {
        return Problems.forbidden("forbidden", "Expected a key that may do this, but this one may not")
                .toResponse();
    }

    /** Also for a parameter that cannot be read as the type that it has. */
    @ServerExceptionMapper(priority = AHEAD)
    Response nowhere(NotFoundException wrong) {
        return answered(wrong);
    }

    /** The caller may send the same request again: the keys of writes make that harmless. */
    @ServerExceptionMapper(priority = AHEAD)
    Response database(DatabaseFailed failure) {
        LOG.errorf(failure, "Expected the database to answer");
        if (!failure.isAboutTheConnection() && !failure.mayBeTriedAgain()) {
            return Problems.of(500, "internal", "Expected to serve the request, but failed", Map.of())
                    .toResponse();
        }
        var problem = Problems.of(
                UNAVAILABLE, "unavailable", "Expected the database to answer, but it did not; send again", Map.of());
        return Response.fromResponse(problem.toResponse())
                .header("Retry-After", "1")
                .build();
    }

    /** The JSON reader wraps what it cannot parse; of other answers only those without a body are filled. */
    @ServerExceptionMapper(priority = AHEAD)
    Response answered(WebApplicationException answer) {
        if (answer.getCause() instanceof JsonProcessingException wrong) {
            return JsonProblems.of(wrong).toResponse();
        }
        var response = answer.getResponse();
        if (response.hasEntity() || response.getStatus() < 400) {
            return response;
        }
        var problem = HttpProblem.builder()
                .withStatus(response.getStatus())
                .withTitle(response.getStatusInfo().getReasonPhrase())
                .withDetail(detail(response.getStatus()))
                .build();
        return problem.toResponse();
    }

    private static String detail(int status) {
        return switch (status) {
            case 404 -> "Expected a path and parameters that this service has, but got others";
            case 405 -> "Expected a method that this path has, but got another";
            case 406 -> "Expected to answer with a content type that was asked for, but this path has none of them";
            case 413 -> "Expected a smaller body, but got more than this service takes";
            case 415 ->
                "Expected a content type that this path takes (application/json unless documented otherwise),"
                        + " but got another or none";
            default -> "Expected a request that this path can serve, but got another";
        };
    }
}
