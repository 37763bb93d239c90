package dev.perpetual.ledger.model;

import static java.time.ZoneOffset.UTC;

import dev.perpetual.ledger.domain.Account;
import dev.perpetual.ledger.domain.BalanceKey;
import dev.perpetual.ledger.domain.Bucket;
import dev.perpetual.ledger.domain.Cause;
import dev.perpetual.ledger.domain.Command;
import dev.perpetual.ledger.domain.CountCommand;
import dev.perpetual.ledger.domain.Document;
import dev.perpetual.ledger.domain.DocumentCommand.MoveDocument;
import dev.perpetual.ledger.domain.DocumentCommand.OpenDocument;
import dev.perpetual.ledger.domain.DocumentUnits;
import dev.perpetual.ledger.domain.DocumentUnits.Details;
import dev.perpetual.ledger.domain.DocumentUnits.Part;
import dev.perpetual.ledger.domain.Goods;
import dev.perpetual.ledger.domain.Hold;
import dev.perpetual.ledger.domain.HoldCommand;
import dev.perpetual.ledger.domain.HoldId;
import dev.perpetual.ledger.domain.HoldLimit;
import dev.perpetual.ledger.domain.HoldLine.AskedLine;
import dev.perpetual.ledger.domain.LocationId;
import dev.perpetual.ledger.domain.Lot;
import dev.perpetual.ledger.domain.MovementKind;
import dev.perpetual.ledger.domain.Original;
import dev.perpetual.ledger.domain.Outside;
import dev.perpetual.ledger.domain.Sku;
import dev.perpetual.ledger.domain.Submitted;
import dev.perpetual.ledger.model.Told.Line;
import dev.perpetual.ledger.model.Told.Paper;
import dev.perpetual.ledger.model.Told.Sent;
import dev.perpetual.ledger.model.Told.Spot;
import dev.perpetual.ledger.model.Told.Wares;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Says to the rules what was told. */
final class Speaks {

    static final Instant START = Instant.parse("2026-03-02T08:00:00Z");
    static final String TELLER = "tester";
    private static final Cause CAUSE = new Cause("test", "T", null);

    private Speaks() {}

    /** @param known the holds by which a return finds what its order shipped */
    static Submitted submitted(Sent sent, Map<HoldId, Hold> known, Map<Document.Id, Document> papers) {
        var command = command(sent.told(), known, papers);
        return sent.isMessage()
                ? new Submitted(sent.id(), "", TELLER, Submitted.topic("fulfilment-requests"), command)
                : new Submitted(sent.id(), "", TELLER, command);
    }

    static Command command(Told told, Map<HoldId, Hold> known, Map<Document.Id, Document> papers) {
        return switch (told) {
            case Told.Moves moves ->
                new Command.RecordMovement(
                        MovementKind.of(moves.kind()).orElseThrow(),
                        new Sku(moves.sku()),
                        moves.quantity(),
                        account(moves.from()),
                        account(moves.to()),
                        goods(moves.wares()),
                        null,
                        null,
                        new Cause(moves.causeType(), moves.causeId(), null),
                        time(moves.at()),
                        moves.serials(),
                        null);
            case Told.Transfers transfers ->
                new Command.TransferStock(
                        new Sku(transfers.sku()),
                        transfers.quantity(),
                        new LocationId(transfers.from()),
                        Bucket.of(transfers.fromBucket()).orElseThrow(),
                        new LocationId(transfers.to()),
                        Bucket.of(transfers.toBucket()).orElseThrow(),
                        goods(transfers.wares()),
                        null,
                        CAUSE,
                        time(transfers.at()),
                        transfers.serials(),
                        null);
            case Told.Reverses(var sku, var version, var place, var at) ->
                new Command.ReverseMovement(
                        new Original.Id(new Sku(sku), version), new LocationId(place), null, time(at));
            case Told.Describes(var sku, var lot, var expiresAt) ->
                new Command.DescribeLot(new Lot.Id(new Sku(sku), lot), expiresAt == null ? null : time(expiresAt));
            case Told.Withdraws(var sku, var lot, var recalled, var at) ->
                new Command.WithdrawLot(
                        new Lot.Id(new Sku(sku), lot),
                        recalled ? Lot.Withdrawal.Cause.RECALLED : Lot.Withdrawal.Cause.EXPIRED,
                        null,
                        time(at));
            case Told.Counts counts ->
                new Command.CountBucket(
                        new Sku(counts.sku()),
                        new LocationId(counts.place()),
                        Bucket.of(counts.bucket()).orElseThrow(),
                        goods(counts.wares()),
                        counts.counted(),
                        null,
                        CAUSE,
                        time(counts.at()));
            case Told.Reports(var sku, var place, var reported, var asOf) ->
                new Command.ReportSupplierStock(new Sku(sku), new LocationId(place), reported, time(asOf), CAUSE);
            case Told.Together(var parts) ->
                new Command.RecordTogether(parts.stream()
                        .map(part -> submitted(part, known, papers))
                        .toList());
            case Told.Holds holds ->
                new Command.PlaceHold(
                        new HoldId(holds.id()),
                        owner(holds.owner(), holds.who()),
                        holds.all() ? Hold.Fill.ALL : Hold.Fill.AVAILABLE,
                        holds.expiresAt() == null ? null : time(holds.expiresAt()),
                        holds.lines().stream()
                                .map(line -> new AskedLine(
                                        line.line(),
                                        new Sku(line.sku()),
                                        new LocationId(line.place()),
                                        goods(line.wares()),
                                        line.quantity()))
                                .toList(),
                        time(holds.at()));
            case Told.Steps steps ->
                new Command.MoveHold(
                        new HoldId(steps.hold()),
                        Command.MoveHold.Step.valueOf(steps.step()),
                        steps.lines().stream()
                                .map(line -> new Command.MoveHold.StepLine(
                                        line.line(), line.quantity(), key(line.where()), line.serials()))
                                .toList(),
                        time(steps.at()));
            case Told.Amends(var hold, var all, var lines, var at) ->
                new HoldCommand.AmendHold(
                        new HoldId(hold),
                        all ? Hold.Fill.ALL : Hold.Fill.AVAILABLE,
                        lines.stream()
                                .map(line -> new HoldCommand.AmendHold.AmendedLine(
                                        line.line(), line.quantity(), goods(line.wares())))
                                .toList(),
                        time(at));
            case Told.Confirms(var hold, var owner, var at) ->
                new HoldCommand.ConfirmHold(
                        new HoldId(hold), owner.isEmpty() ? null : owner(owner, Told.Who.NOBODY), time(at));
            case Told.Adjusts(var sku, var place, var wares, var difference, var found, var at) ->
                new CountCommand.AdjustCounted(
                        new Sku(sku), new LocationId(place), goods(wares), difference, found, null, CAUSE, time(at));
            case Told.Settles(var sku, var place, var lot, var quantity, var owner, var bucket, var at) ->
                new CountCommand.SettleFound(
                        new Sku(sku),
                        new LocationId(place),
                        lot,
                        quantity,
                        owner,
                        Bucket.of(bucket).orElseThrow(),
                        null,
                        CAUSE,
                        time(at));
            case Told.Extends(var hold, var expiresAt) -> new Command.ExtendHold(new HoldId(hold), time(expiresAt));
            case Told.Expires(var hold) -> new Command.ExpireHold(new HoldId(hold));
            case Told.Opens opens -> opens(opens);
            case Told.Goes goes -> goes(goes, known, papers);
            case Told.Limits _ -> throw new IllegalStateException("Expected a command, but got " + told);
        };
    }

    static HoldLimit limit(Told.Limits told) {
        var by = HoldLimit.By.valueOf(told.by().toUpperCase(Locale.ROOT));
        return new HoldLimit(
                new HoldLimit.Scope(by, told.name(), told.ownerType(), told.sku()),
                told.most().units(),
                told.most().holds(),
                told.most().minutes());
    }

    private static OpenDocument opens(Told.Opens told) {
        var head = new Document(
                id(told.paper()),
                Document.State.OPEN,
                0,
                told.partner().isEmpty() ? null : told.partner(),
                location(told.from()),
                location(told.via()),
                new LocationId(told.to()),
                told.about().isEmpty() ? null : cause(told.about()),
                told.tolerance(),
                null,
                START,
                TELLER,
                List.of());
        return new OpenDocument(
                head,
                told.lines().stream().map(Speaks::units).toList(),
                told.follows().stream().map(Speaks::id).toList(),
                told.holding(),
                told.complete(),
                time(told.at()));
    }

    /** A return's step names the holds that shipped its goods, as who hands it in finds them. */
    private static MoveDocument goes(Told.Goes told, Map<HoldId, Hold> known, Map<Document.Id, Document> papers) {
        var paper = papers.get(id(told.paper()));
        var about = paper == null ? null : paper.about();
        var holds = about == null
                ? List.<HoldId>of()
                : known.values().stream()
                        .filter(hold -> (hold.owner().type().equals(about.type())
                                        && hold.owner().id().equals(about.id()))
                                || (about.type().equals("hold")
                                        && hold.id().id().equals(about.id())))
                        .map(Hold::id)
                        .sorted()
                        .toList();
        return new MoveDocument(
                id(told.paper()),
                MoveDocument.Step.valueOf(told.step()),
                follows(told, papers),
                told.lines().stream().map(Speaks::units).toList(),
                holds,
                null,
                null,
                time(told.at()));
    }

    /** An order is closed with its open announcements, the oldest first. */
    private static List<Document.Id> follows(Told.Goes told, Map<Document.Id, Document> papers) {
        if (!told.paper().kind().equals("purchase-order") || !told.step().equals("CLOSE")) {
            return told.follows().stream()
                    .map(Speaks::id)
                    .filter(id -> id.kind() != Document.Kind.ANNOUNCEMENT || papers.containsKey(id))
                    .toList();
        }
        return papers.values().stream()
                .filter(paper -> paper.id().kind() == Document.Kind.ANNOUNCEMENT
                        && paper.state() == Document.State.OPEN
                        && paper.about() != null
                        && paper.about().id().equals(told.paper().id()))
                .sorted(Comparator.comparing(Document::createdAt)
                        .thenComparing(paper -> paper.id().id()))
                .map(Document::id)
                .toList();
    }

    private static DocumentUnits units(Line line) {
        var parts = new EnumMap<Part, Long>(Part.class);
        line.parts().forEach((part, units) -> parts.put(Part.valueOf(part), units));
        return new DocumentUnits(
                line.line(),
                line.of(),
                line.sku() == null ? null : new Sku(line.sku()),
                line.wares() == null ? null : goods(line.wares()),
                line.place() == null ? null : new LocationId(line.place()),
                parts,
                new Details(
                        List.of(NaivePurchases.PACK),
                        line.factor(),
                        line.ofBlocked() ? Bucket.BLOCKED : null,
                        null,
                        line.expiresOn() == null
                                ? null
                                : LocalDate.ofInstant(START, UTC).plusDays(line.expiresOn()),
                        null),
                line.serials());
    }

    static Instant time(long seconds) {
        return START.plusSeconds(seconds);
    }

    static long seconds(Instant time) {
        return time.equals(Instant.EPOCH) ? Naive.EPOCH : time.getEpochSecond() - START.getEpochSecond();
    }

    static Document.Id id(Paper paper) {
        return new Document.Id(
                Document.Kind.valueOf(paper.kind().toUpperCase(Locale.ROOT).replace('-', '_')), paper.id());
    }

    private static Goods goods(Wares wares) {
        return new Goods(wares.lot(), wares.owner());
    }

    private static @Nullable LocationId location(String place) {
        return place.isEmpty() ? null : new LocationId(place);
    }

    private static Account account(Spot spot) {
        return spot.isInside()
                ? Account.at(
                        new LocationId(spot.place()), Bucket.of(spot.name()).orElseThrow())
                : Account.beyond(Outside.of(spot.name()).orElseThrow());
    }

    private static @Nullable BalanceKey key(Told.@Nullable Where where) {
        return where == null
                ? null
                : new BalanceKey(new Sku(where.sku()), new LocationId(where.place()), goods(where.wares()));
    }

    private static Hold.Owner owner(String text, Told.Who who) {
        var cause = cause(text);
        return new Hold.Owner(
                cause.type(),
                cause.id(),
                who.channel().isEmpty() ? null : who.channel(),
                who.client().isEmpty() ? null : who.client());
    }

    private static Cause cause(String text) {
        var cut = text.indexOf('/');
        return new Cause(text.substring(0, cut), text.substring(cut + 1), null);
    }
}
