package org.mayfly.messaging.prekey;

import com.google.protobuf.ByteString;
import org.junit.jupiter.api.Test;
import org.mayfly.messaging.testing.TestDevice;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.PrekeyId;
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
    static final Instant EXPIRES = NOW.plus(Duration.ofDays(30));

    /** The store; each call of it is a transaction. */
    abstract PrekeyStore store();

    /** A device that is enrolled, without prekeys. */
    abstract TestDevice device();

    @Test
    void a_key_is_taken_with_its_batch_and_path() {
        var device = device();
        var batch = batch(EXPIRES, TestDevice.random(16), ids(3));
        assertThat(store().add(device.address.device(), batch)).isTrue();
        var taken = store().take(device.address.device(), 1, NOW).get(0);
        assertThat(batch.keys()).contains(taken.key());
        assertThat(taken.batch()).isEqualTo(batch.signed());
        assertThat(taken.leafCount()).isEqualTo(3);
    }

    @Test
    void no_key_is_taken_twice_and_a_dry_pool_gives_fewer() {
        var device = device();
        var ids = ids(5);
        store().add(device.address.device(), batch(EXPIRES, TestDevice.random(16), ids));
        var taken = new ArrayList<PrekeyStore.Taken>(store().take(device.address.device(), 3, NOW));
        taken.addAll(store().take(device.address.device(), 3, NOW));
        assertThat(taken.stream().map(one -> one.key().id())).hasSize(5).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(store().take(device.address.device(), 1, NOW)).isEmpty();
        assertThat(store().left(device.address.device(), NOW)).isZero();
    }

    @Test
    void an_id_in_the_pool_is_refused() {
        var device = device();
        var ids = ids(2);
        store().add(device.address.device(), batch(EXPIRES, TestDevice.random(16), ids));
        assertThat(store().add(device.address.device(), batch(EXPIRES, TestDevice.random(16), ids.subList(0, 1))))
                .isFalse();
    }

    @Test
    void an_id_that_was_handed_out_is_refused_for_ever() {
        var device = device();
        var ids = ids(1);
        store().add(device.address.device(), batch(EXPIRES, TestDevice.random(16), ids));
        store().take(device.address.device(), 1, NOW);
        store().purge(EXPIRES);
        assertThat(store().add(device.address.device(), batch(EXPIRES, TestDevice.random(16), ids)))
                .isFalse();
    }

    @Test
    void a_batch_id_is_refused_a_second_time() {
        var device = device();
        var id = TestDevice.random(16);
        store().add(device.address.device(), batch(EXPIRES, id, ids(1)));
        assertThat(store().add(device.address.device(), batch(EXPIRES, id, ids(1))))
                .isFalse();
    }

    @Test
    void the_keys_that_expire_first_are_taken_first() {
        var device = device();
        var later = ids(1);
        var sooner = ids(1);
        store().add(device.address.device(), batch(EXPIRES, TestDevice.random(16), later));
        store().add(device.address.device(), batch(EXPIRES.minusSeconds(1), TestDevice.random(16), sooner));
        assertThat(store().take(device.address.device(), 1, NOW).get(0).key().id())
                .isEqualTo(sooner.get(0));
    }

    @Test
    void an_expired_key_is_neither_taken_nor_counted() {
        var device = device();
        store().add(device.address.device(), batch(EXPIRES, TestDevice.random(16), ids(2)));
        assertThat(store().left(device.address.device(), EXPIRES.minusMillis(1)))
                .isEqualTo(2);
        assertThat(store().left(device.address.device(), EXPIRES)).isZero();
        assertThat(store().take(device.address.device(), 1, EXPIRES)).isEmpty();
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

    static PrekeyStore.Batch batch(Instant expires, Bytes id, List<PrekeyId> ids) {
        var keys = new ArrayList<PrekeyStore.Key>();
        for (var key : ids) {
            keys.add(new PrekeyStore.Key(
                    key, TestDevice.random(133), keys.size(), List.of(TestDevice.random(64), TestDevice.random(64))));
        }
        var signed = SignedPrekeyBatch.newBuilder()
                .setBatch(ByteString.copyFrom(TestDevice.random(100).toArray()))
                .setSignature(ByteString.copyFrom(TestDevice.random(132).toArray()))
                .build();
        return new PrekeyStore.Batch(id, signed, NOW, expires, keys);
    }

    static List<PrekeyId> ids(int count) {
        return java.util.stream.Stream.generate(() -> new PrekeyId(TestDevice.random(16)))
                .limit(count)
                .collect(Collectors.toList());
    }
}
