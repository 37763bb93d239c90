package dev.perpetual.ledger.holds;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.perpetual.ledger.domain.Hold;
import dev.perpetual.ledger.domain.HoldLine;
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

    /**
     * granted = open + picked + shipped + released + expired.
     *
     * @param moved by this very step
     * @param components what is held for kits that are made of their parts; the figures of the line are then kits
     */
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
            long version,
            @Nullable List<Component> components) {}

    /** Units of a part that are held for the kits of a line. @param perKit how many of them one kit takes */
    @JsonInclude(Include.NON_NULL)
    public record Component(
            String sku,
            @Nullable String lot,
            @Nullable String owner,
            long perKit,
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
                    orNone(line.goods().lot()),
                    orNone(line.goods().owner()),
                    moved == null ? null : moved.get(i),
                    line.granted(),
                    line.open(),
                    line.picked(),
                    line.shipped(),
                    line.released(),
                    line.expired(),
                    line.version(),
                    line.isKit() ? components(line) : null));
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

    private static List<Component> components(HoldLine line) {
        return line.components().stream()
                .map(each -> new Component(
                        each.sku().code(),
                        orNone(each.goods().lot()),
                        orNone(each.goods().owner()),
                        each.perKit(),
                        each.open(),
                        each.picked(),
                        each.shipped(),
                        each.released(),
                        each.expired(),
                        each.version()))
                .toList();
    }

    private static @Nullable String orNone(String text) {
        return text.isEmpty() ? null : text;
    }
}
