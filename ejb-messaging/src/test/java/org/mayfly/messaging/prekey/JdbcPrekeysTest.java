package org.mayfly.messaging.prekey;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.mayfly.messaging.testing.Relay;
import org.mayfly.messaging.testing.TestDevice;
import org.mayfly.protocol.wire.PrekeyType;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import static org.assertj.core.api.Assertions.assertThat;

/** The contract on PostgreSQL, and the race that only a database can lose. */
class JdbcPrekeysTest extends PrekeyContract {

    private static final Relay RELAY = new Relay();
    private static int users;

    private final PrekeyStore jdbc = RELAY.server.get(PrekeyStore.class);

    /** Each call a transaction, rolled back where the contract says it is spoilt. */
    @Override
    PrekeyStore store() {
        return (PrekeyStore) Proxy.newProxyInstance(
                PrekeyStore.class.getClassLoader(), new Class<?>[] {PrekeyStore.class}, (proxy, method, arguments) -> {
                    try {
                        return RELAY.server.transactions.requiresNew(() -> {
                            try {
                                return method.invoke(jdbc, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause() instanceof Exception cause ? cause : e;
                            }
                        });
                    } catch (Exception e) {
                        throw e;
                    }
                });
    }

    @Override
    TestDevice device() {
        var device = RELAY.enrolled("user" + users++);
        for (var type : TYPES) {
            store().take(pool(device, type), Relay.FIRST_PREKEYS, RELAY.now());
        }
        return device;
    }

    @ParameterizedTest
    @FieldSource("TYPES")
    void fifty_racing_claimers_get_each_key_once(PrekeyType type) throws Exception {
        var device = device();
        var ids = ids(200);
        store().add(device.address.device(), batch(type, EXPIRES, TestDevice.random(16), ids));
        var claimers = Executors.newFixedThreadPool(50);
        var taken = new ArrayList<PrekeyStore.Taken>();
        try {
            var running = new ArrayList<Future<java.util.List<PrekeyStore.Taken>>>();
            for (int claimer = 0; claimer < 50; claimer++) {
                running.add(claimers.submit(() -> {
                    var mine = new ArrayList<PrekeyStore.Taken>();
                    for (int i = 0; i < 3; i++) {
                        mine.addAll(store().take(pool(device, type), 2, NOW));
                    }
                    return mine;
                }));
            }
            for (var one : running) {
                taken.addAll(one.get());
            }
        } finally {
            claimers.shutdownNow();
        }
        var claimed = taken.stream().map(one -> one.key().id()).toList();
        assertThat(claimed).doesNotHaveDuplicates().isSubsetOf(ids);
        int left = store().left(pool(device, type), NOW);
        assertThat(claimed.size() + left).isEqualTo(200);
        assertThat(RELAY.server.rows(
                        "SELECT count(*)::text FROM prekey_claim WHERE device_id = '" + device.address.device() + "'"))
                .containsExactly(Integer.toString(claimed.size() + 2 * Relay.FIRST_PREKEYS));
    }
}
