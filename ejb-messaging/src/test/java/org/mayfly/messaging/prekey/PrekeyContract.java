package org.mayfly.messaging.prekey;

import com.google.protobuf.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.mayfly.messaging.testing.TestDevice;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.PrekeyId;
import org.mayfly.protocol.wire.PrekeyType;
import org.mayfly.protocol.wire.SignedPrekeyBatch;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;

/** What any store of prekeys does. */
abstract class PrekeyContract {

    static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    static final List<PrekeyType> TYPES = List.of(PrekeyType.PREKEY_TYPE_P521, PrekeyType.PREKEY_TYPE_MLKEM1024);
    static final Instant EXPIRES = NOW.plus(Duration.ofDays(30));

    /** The store; each call of it is a transaction. */
    abstract PrekeyStore store();

    /** A device that is enrolled, without prekeys. */
    abstract TestDevice device();

    @ParameterizedTest
    @FieldSource("TYPES")
    void a_key_is_taken_with_its_batch_and_path(PrekeyType type) {
        var device = device();
        var batch = batch(type, EXPIRES, TestDevice.random(16), ids(3));
        assertThat(store().add(device.address.device(), batch)).isTrue();
        var taken = store().take(pool(device, type), 1, NOW).get(0);
        assertThat(batch.keys()).contains(taken.key());
        assertThat(taken.batch()).isEqualTo(batch.signed());
        assertThat(taken.leafCount()).isEqualTo(3);
    }

    @ParameterizedTest
    @FieldSource("TYPES")
    void no_key_is_taken_twice_and_a_dry_pool_gives_fewer(PrekeyType type) {
        var device = device();
        var ids = ids(5);
        store().add(device.address.device(), batch(type, EXPIRES, TestDevice.random(16), ids));
        var taken = new ArrayList<PrekeyStore.Taken>(store().take(pool(device, type), 3, NOW));
        taken.addAll(store().take(pool(device, type), 3, NOW));
        assertThat(taken.stream().map(one -> one.key().id())).hasSize(5).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(store().take(pool(device, type), 1, NOW)).isEmpty();
        assertThat(store().left(pool(device, type), NOW)).isZero();
    }

    @ParameterizedTest
    @FieldSource("TYPES")
    void an_id_in_the_pool_is_refused(PrekeyType type) {
        var device = device();
        var ids = ids(2);
        store().add(device.address.device(), batch(type, EXPIRES, TestDevice.random(16), ids));
        assertThat(store().add(device.address.device(), batch(type, EXPIRES, TestDevice.random(16), ids.subList(0, 1))))
                .isFalse();
    }

    @ParameterizedTest
    @FieldSource("TYPES")
    void an_id_that_was_handed_out_is_refused_for_ever(PrekeyType type) {
        var device = device();
        var ids = ids(1);
        store().add(device.address.device(), batch(type, EXPIRES, TestDevice.random(16), ids));
        store().take(pool(device, type), 1, NOW);
        store().purge(EXPIRES);
        assertThat(store().add(device.address.device(), batch(type, EXPIRES, TestDevice.random(16), ids)))
                .isFalse();
    }

    @ParameterizedTest
    @FieldSource("TYPES")
    void a_batch_id_is_refused_a_second_time(PrekeyType type) {
        var device = device();
        var id = TestDevice.random(16);
        store().add(device.address.device(), batch(type, EXPIRES, id, ids(1)));
        assertThat(store().add(device.address.device(), batch(type, EXPIRES, id, ids(1))))
                .isFalse();
    }

    @ParameterizedTest
    @FieldSource("TYPES")
    void the_keys_that_expire_first_are_taken_first(PrekeyType type) {
        var device = device();
        var later = ids(1);
        var sooner = ids(1);
        store().add(device.address.device(), batch(type, EXPIRES, TestDevice.random(16), later));
        store().add(device.address.device(), batch(type, EXPIRES.minusSeconds(1), TestDevice.random(16), sooner));
        assertThat(store().take(pool(device, type), 1, NOW).get(0).key().id()).isEqualTo(sooner.get(0));
    }

    @ParameterizedTest
    @FieldSource("TYPES")
    void an_expired_key_is_neither_taken_nor_counted(PrekeyType type) {
        var device = device();
        store().add(device.address.device(), batch(type, EXPIRES, TestDevice.random(16), ids(2)));
        assertThat(store().left(pool(device, type), EXPIRES.minusMillis(1))).isEqualTo(2);
        assertThat(store().left(pool(device, type), EXPIRES)).isZero();
        assertThat(store().take(pool(device, type), 1, EXPIRES)).isEmpty();
    }

    @Test
    void only_devices_of_active_users_of_the_network_are_reachable() {
        var device = device();
        var stranger = new TestDevice(device.network, device.address.user());
        var found = store().reachable(device.network, TestDevice.addresses(device, stranger));
        assertThat(found).isEqualTo(Set.of(device.address));
        assertThat(store().reachable(
                                new org.mayfly.protocol.value.NetworkId(TestDevice.random(16)),
                                TestDevice.addresses(device)))
                .isEmpty();
    }

    @Test
    void each_type_has_a_pool_of_its_own() {
        var device = device();
        var classical = pool(device, PrekeyType.PREKEY_TYPE_P521);
        var kem = pool(device, PrekeyType.PREKEY_TYPE_MLKEM1024);
        var classicalIds = ids(2);
        var kemIds = ids(3);
        store().add(device.address.device(), batch(classical.type(), EXPIRES, TestDevice.random(16), classicalIds));
        store().add(device.address.device(), batch(kem.type(), EXPIRES, TestDevice.random(16), kemIds));
        assertThat(store().left(classical, NOW)).isEqualTo(2);
        assertThat(store().left(kem, NOW)).isEqualTo(3);
        assertThat(store().take(classical, 5, NOW).stream().map(one -> one.key().id()))
                .containsExactlyInAnyOrderElementsOf(classicalIds);
        assertThat(store().left(classical, NOW)).isZero();
        assertThat(store().left(kem, NOW)).isEqualTo(3);
        var taken = store().take(kem, 5, NOW);
        assertThat(taken.stream().map(one -> one.key().id())).containsExactlyInAnyOrderElementsOf(kemIds);
        assertThat(taken).allMatch(one -> one.key().key().length() == 1568);
    }

    @ParameterizedTest
    @FieldSource("TYPES")
    void an_id_of_the_other_type_is_refused_in_the_pool_and_after_it_was_handed_out(PrekeyType type) {
        var device = device();
        var other = TYPES.get(1 - TYPES.indexOf(type));
        var ids = ids(2);
        store().add(device.address.device(), batch(type, EXPIRES, TestDevice.random(16), ids));
        assertThat(store().add(device.address.device(), batch(other, EXPIRES, TestDevice.random(16), ids)))
                .isFalse();
        store().take(pool(device, type), 2, NOW);
        store().purge(EXPIRES);
        assertThat(store().add(device.address.device(), batch(other, EXPIRES, TestDevice.random(16), ids)))
                .isFalse();
        assertThat(store().left(pool(device, other), NOW)).isZero();
    }

    @Test
    void claims_are_numbered_upwards() {
        var first = store().nextClaim();
        assertThat(first).isPositive();
        assertThat(store().nextClaim()).isEqualTo(first + 1);
    }

    @ParameterizedTest
    @FieldSource("TYPES")
    void what_is_discarded_is_in_no_pool_and_what_was_handed_out_stays_refused(PrekeyType type) {
        var device = device();
        var handedOut = ids(1);
        store().add(device.address.device(), batch(type, EXPIRES, TestDevice.random(16), handedOut));
        store().take(pool(device, type), 1, NOW);
        store().add(device.address.device(), batch(type, EXPIRES, TestDevice.random(16), ids(3)));
        store().discardAll();
        assertThat(store().left(pool(device, type), NOW)).isZero();
        assertThat(store().take(pool(device, type), 1, NOW)).isEmpty();
        assertThat(store().add(device.address.device(), batch(type, EXPIRES, TestDevice.random(16), handedOut)))
                .isFalse();
        assertThat(store().add(device.address.device(), batch(type, EXPIRES, TestDevice.random(16), ids(2))))
                .isTrue();
        assertThat(store().left(pool(device, type), NOW)).isEqualTo(2);
    }

    static PrekeyStore.Pool pool(TestDevice device, PrekeyType type) {
        return new PrekeyStore.Pool(device.address.device(), type);
    }

    static PrekeyStore.Batch batch(PrekeyType type, Instant expires, Bytes id, List<PrekeyId> ids) {
        int length = type == PrekeyType.PREKEY_TYPE_P521 ? 133 : 1568;
        var keys = new ArrayList<PrekeyStore.Key>();
        for (var key : ids) {
            keys.add(new PrekeyStore.Key(
                    key,
                    TestDevice.random(length),
                    keys.size(),
                    List.of(TestDevice.random(64), TestDevice.random(64))));
        }
        var signed = SignedPrekeyBatch.newBuilder()
                .setBatch(ByteString.copyFrom(TestDevice.random(100).toArray()))
                .setSignature(ByteString.copyFrom(TestDevice.random(132).toArray()))
                .build();
        return new PrekeyStore.Batch(id, type, signed, NOW, expires, keys);
    }

    static List<PrekeyId> ids(int count) {
        return java.util.stream.Stream.generate(() -> new PrekeyId(TestDevice.random(16)))
                .limit(count)
                .collect(Collectors.toList());
    }
}
