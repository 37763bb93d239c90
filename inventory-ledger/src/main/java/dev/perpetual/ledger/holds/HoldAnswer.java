package dev.perpetual.ledger.holds;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.perpetual.ledger.domain.Hold;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A hold as in the API. */
@JsonInclude(Include.NON_NULL)
public record HoldAnswer(
        String id,
        Owner owner,
        String state,
        long version,
        @Nullable Instant expiresAt,
        Instant createdAt,
        List<Line> lines,
        @Nullable String channel,
        @Nullable String client,
        @Nullable Instant confirmedAt) {

    /** Who was promised. */
    public record Owner(String type, String id) {}

    /** granted = open + picked + shipped + released + expired. @param moved by this very step */
    @JsonInclude(Include.NON_NULL)
    public record Line(
            int line,
            String sku,
            String location,
            @Nullable String lot,
            @Nullable String owner,
            @Nullable Long moved,
            long granted,
            long open,
            long picked,
            long shipped,
            long released,
            long expired,
            long version) {}

    static HoldAnswer of(Hold hold, @Nullable List<Long> moved) {
        var lines = new ArrayList<Line>(hold.lines().size());
        for (var i = 0; i < hold.lines().size(); i++) {
            var line = hold.lines().get(i);
            lines.add(new Line(
                    line.line(),
                    line.sku().code(),
                    line.location().id(),
                    line.goods().lot().isEmpty() ? null : line.goods().lot(),
                    line.goods().owner().isEmpty() ? null : line.goods().owner(),
                    moved == null ? null : moved.get(i),
                    line.granted(),
                    line.open(),
                    line.picked(),
                    line.shipped(),
                    line.released(),
                    line.expired(),
                    line.version()));
        }
        return new HoldAnswer(
                hold.id().id(),
                new Owner(hold.owner().type(), hold.owner().id()),
                hold.state().name().toLowerCase(Locale.ROOT),
                hold.version(),
                hold.expiresAt(),
                hold.createdAt(),
                lines,
                hold.owner().channel(),
                hold.owner().client(),
                hold.confirmedAt());
    }
}
