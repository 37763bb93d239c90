package dev.perpetual.ledger.domain;

import static dev.perpetual.ledger.domain.Account.at;
import static dev.perpetual.ledger.domain.Account.beyond;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MovementKindTest {

    private static final LocationId HERE = new LocationId("HERE");
    private static final LocationId THERE = new LocationId("THERE");

    @Test
    void goods_come_from_suppliers_and_leave_to_customers() {
        assertThat(MovementKind.RECEIVE.allows(beyond(Outside.SUPPLIER), at(HERE, Bucket.AVAILABLE)))
                .isTrue();
        assertThat(MovementKind.RECEIVE.allows(beyond(Outside.CUSTOMER), at(HERE, Bucket.AVAILABLE)))
                .isFalse();
        assertThat(MovementKind.SHIP.allows(at(HERE, Bucket.HELD), beyond(Outside.CUSTOMER)))
                .isTrue();
        assertThat(MovementKind.SHIP.allows(at(HERE, Bucket.BLOCKED), beyond(Outside.CUSTOMER)))
                .isFalse();
    }

    @Test
    void only_a_transfer_crosses_locations() {
        assertThat(MovementKind.TRANSFER_OUT.allows(at(HERE, Bucket.AVAILABLE), at(THERE, Bucket.OUTBOUND)))
                .isTrue();
        assertThat(MovementKind.TRANSFER_IN.allows(at(HERE, Bucket.OUTBOUND), at(THERE, Bucket.AVAILABLE)))
                .isTrue();
        assertThat(MovementKind.BLOCK.allows(at(HERE, Bucket.AVAILABLE), at(THERE, Bucket.BLOCKED)))
                .isFalse();
    }

    @Test
    void a_return_crosses_our_border_and_an_order_stays_outside_what_is_sellable() {
        assertThat(MovementKind.RETURN.allows(at(HERE, Bucket.BLOCKED), beyond(Outside.SUPPLIER)))
                .isTrue();
        assertThat(MovementKind.RETURN.allows(at(HERE, Bucket.INSPECTION), at(HERE, Bucket.AVAILABLE)))
                .isFalse();
        assertThat(MovementKind.EXPECT.allows(beyond(Outside.SUPPLIER), at(HERE, Bucket.AVAILABLE)))
                .isFalse();
    }

    @Test
    void nothing_goes_nowhere_or_from_outside_to_outside() {
        for (var kind : MovementKind.values()) {
            for (var outside : Outside.values()) {
                for (var other : Outside.values()) {
                    assertThat(kind.allows(beyond(outside), beyond(other)))
                            .as("%s from %s to %s", kind, outside, other)
                            .isFalse();
                }
            }
            for (var bucket : Bucket.values()) {
                assertThat(kind.allows(at(HERE, bucket), at(HERE, bucket)))
                        .as("%s %s", kind, bucket)
                        .isFalse();
            }
        }
    }

    @Test
    void every_kind_has_a_way_and_its_name_finds_it() {
        for (var kind : MovementKind.values()) {
            assertThat(MovementKind.of(kind.code())).contains(kind);
            assertThat(kind.from().described()).isNotEmpty();
            assertThat(kind.to().described()).isNotEmpty();
        }
    }
}
