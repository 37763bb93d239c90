package dev.perpetual.ledger.domain;

import dev.perpetual.ledger.domain.Account.Place;
import dev.perpetual.ledger.domain.Hold.Fill;
import dev.perpetual.ledger.domain.Hold.Owner;
import dev.perpetual.ledger.domain.HoldLine.AskedLine;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All that the ledger can be told or asked. */
public sealed interface Command
        permits Command.RecordMovement,
                Command.TransferStock,
                Command.ReverseMovement,
                Command.DescribeLot,
                Command.WithdrawLot,
                Command.CountBucket,
                Command.ReportSupplierStock,
                Command.RecordTogether,
                Command.PlaceHold,
                Command.MoveHold,
                Command.ExtendHold,
                Command.ExpireHold,
                HoldCommand,
                CountCommand,
                DocumentCommand {

    /** The balances it may touch, as far as it says so itself. */
    List<BalanceKey> keys();

    /** The hold it is about, whose lines it may touch too. */
    default @Nullable HoldId hold() {
        return null;
    }

    /** The documents it is about, whose lines it may touch too. */
    default List<Document.Id> documents() {
        return List.of();
    }

    /** The locations that it names apart from its balances. */
    default List<LocationId> locations() {
        return List.of();
    }

    /** The holds that it has to know besides. */
    default List<HoldId> holds() {
        return List.of();
    }

    /** The serials that it names. @param sku null when its line says so only together with a hold or document */
    record NamedUnits(@Nullable Sku sku, List<String> serials) {}

    /** The units that it names. */
    default List<NamedUnits> named() {
        return List.of();
    }

    /** Stock went, or shall go, from one account to another. */
    record RecordMovement(
            MovementKind kind,
            Sku sku,
            long quantity,
            Account from,
            Account to,
            Goods goods,
            @Nullable String reason,
            @Nullable Money unitCost,
            Cause cause,
            Instant occurredAt,
            List<String> serials)
            implements Command {

        /** One that names no units. */
        public RecordMovement(
                MovementKind kind,
                Sku sku,
                long quantity,
                Account from,
                Account to,
                Goods goods,
                @Nullable String reason,
                @Nullable Money unitCost,
                Cause cause,
                Instant occurredAt) {
            this(kind, sku, quantity, from, to, goods, reason, unitCost, cause, occurredAt, List.of());
        }

        @Override
        public List<NamedUnits> named() {
            return serials.isEmpty() ? List.of() : List.of(new NamedUnits(sku, serials));
        }

        @Override
        public List<BalanceKey> keys() {
            var keys = new ArrayList<BalanceKey>(2);
            if (from instanceof Place place) {
                keys.add(new BalanceKey(sku, place.location(), goods));
            }
            if (to instanceof Place place) {
                keys.add(new BalanceKey(sku, place.location(), goods));
            }
            return keys;
        }
    }

    /** Stock shall go from one location to another in one step. */
    record TransferStock(
            Sku sku,
            long quantity,
            LocationId from,
            Bucket fromBucket,
            LocationId to,
            Bucket toBucket,
            Goods goods,
            @Nullable String reason,
            Cause cause,
            Instant occurredAt,
            List<String> serials)
            implements Command {

        /** One that names no units. */
        public TransferStock(
                Sku sku,
                long quantity,
                LocationId from,
                Bucket fromBucket,
                LocationId to,
                Bucket toBucket,
                Goods goods,
                @Nullable String reason,
                Cause cause,
                Instant occurredAt) {
            this(sku, quantity, from, fromBucket, to, toBucket, goods, reason, cause, occurredAt, List.of());
        }

        @Override
        public List<NamedUnits> named() {
            return serials.isEmpty() ? List.of() : List.of(new NamedUnits(sku, serials));
        }

        @Override
        public List<BalanceKey> keys() {
            return List.of(new BalanceKey(sku, from, goods), new BalanceKey(sku, to, goods));
        }
    }

    /**
     * A recorded movement shall be taken back by another one that goes the other way.
     *
     * @param location one of its places, named by the caller and so known to be in the caller's hands
     */
    record ReverseMovement(
            Original.Id original,
            LocationId location,
            @Nullable String reason,
            Instant occurredAt) implements Command {
        @Override
        public List<BalanceKey> keys() {
            return List.of(); // Those of the original.
        }
    }

    /** What is known of a lot is said, or said anew. */
    record DescribeLot(Lot.Id lot, @Nullable Instant expiresAt) implements Command {
        @Override
        public List<BalanceKey> keys() {
            return List.of();
        }
    }

    /** A lot shall leave sale everywhere at once. Expiry is decided in the same order as everything else. */
    record WithdrawLot(
            Lot.Id lot, Lot.Withdrawal.Cause why, @Nullable String reason, Instant occurredAt) implements Command {
        @Override
        public List<BalanceKey> keys() {
            return List.of(); // All places where the lot is.
        }
    }

    /** A bucket was counted; the difference to what we thought is recorded. */
    record CountBucket(
            Sku sku,
            LocationId location,
            Bucket bucket,
            Goods goods,
            long counted,
            @Nullable String reason,
            Cause cause,
            Instant occurredAt)
            implements Command {
        @Override
        public List<BalanceKey> keys() {
            return List.of(new BalanceKey(sku, location, goods));
        }
    }

    /** A supplier said how much it has; what is promised from it already is taken off. */
    record ReportSupplierStock(Sku sku, LocationId location, long reported, Instant asOf, Cause cause)
            implements Command {
        @Override
        public List<BalanceKey> keys() {
            return List.of(new BalanceKey(sku, location, Goods.PLAIN));
        }
    }

    /** Several commands, each with its own id and answer, that take effect all or not at all. */
    record RecordTogether(List<Submitted> parts) implements Command {
        @Override
        public List<BalanceKey> keys() {
            return parts.stream()
                    .flatMap(part -> part.command().keys().stream())
                    .toList();
        }
    }

    /** Stock shall be promised: checked and taken in one step. */
    record PlaceHold(
            HoldId hold, Owner owner, Fill fill, @Nullable Instant expiresAt, List<AskedLine> lines, Instant occurredAt)
            implements Command {
        @Override
        public List<BalanceKey> keys() {
            return lines.stream()
                    .map(line -> new BalanceKey(line.sku(), line.location(), line.goods()))
                    .toList();
        }
    }

    /** Units of a hold go on. @param lines none means all that can */
    record MoveHold(HoldId hold, Step step, List<StepLine> lines, Instant occurredAt) implements Command {

        /** What happens to the units. */
        public enum Step {
            RELEASE,
            PICK,
            UNPICK,
            SHIP,
            DELIVER
        }

        /**
         * How much of a line.
         *
         * @param key where the units are, when the sender says so: a fact outlives its hold
         * @param serials which units; empty when nobody says
         */
        public record StepLine(
                int line, long quantity, @Nullable BalanceKey key, List<String> serials) {

            /** One that names no units. */
            public StepLine(int line, long quantity, @Nullable BalanceKey key) {
                this(line, quantity, key, List.of());
            }
        }

        @Override
        public List<NamedUnits> named() {
            return lines.stream()
                    .filter(line -> !line.serials().isEmpty())
                    .map(line -> new NamedUnits(
                            line.key() == null ? null : line.key().sku(), line.serials()))
                    .toList();
        }

        @Override
        public List<BalanceKey> keys() {
            var keys = new ArrayList<BalanceKey>();
            for (var line : lines) {
                if (line.key() != null) {
                    keys.add(line.key());
                }
            }
            return keys;
        }
    }

    /** A hold gets another deadline. */
    record ExtendHold(HoldId hold, Instant expiresAt) implements Command {
        @Override
        public List<BalanceKey> keys() {
            return List.of();
        }
    }

    /** A hold's deadline seems to have come; decided in the same order as everything else. */
    record ExpireHold(HoldId hold) implements Command {
        @Override
        public List<BalanceKey> keys() {
            return List.of();
        }
    }
}
