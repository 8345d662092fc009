package org.mayfly.protocol.client;

import org.junit.jupiter.api.Test;
import org.mayfly.protocol.client.support.CountedKeys;
import org.mayfly.protocol.client.support.Party;
import org.mayfly.protocol.client.support.Town;
import org.mayfly.protocol.client.support.Wraps;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.wire.WrapState;

import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mayfly.protocol.client.support.Outcomes.accepted;

/** To make a key of its encoding costs a tenth of using it: sealing and opening do so once for each key. */
class KeysParsedOnceTest {

    private static final int DEVICES = 10;

    private final CountedKeys counted = new CountedKeys();
    private final CryptoProvider provider = counted.asCryptoProvider();
    private final Town town = Town.ofTwo(provider);
    private final Party alice = town.first(0);
    private final Party bob = town.first(1);

    @Test
    void sealing_a_start_for_ten_devices_parses_each_key_once() {
        while (town.devices(bob.user).size() < DEVICES) {
            town.enrol(bob, Party.NOW);
        }
        town.follow(alice, bob.user, Party.NOW);
        var draft = alice.draft(bob, "to ten devices");
        var claimed = town.claim(alice.protocol.keysDue(draft, Party.POLICY, Party.NOW));
        counted.forget();

        var sealing = alice.protocol.seal(draft, claimed, Party.POLICY, Party.NOW);

        var submit = ((Sealing.Ready) sealing).submit();
        assertThat(submit.getWrapsCount()).isEqualTo(DEVICES);
        assertOnce(
                counted.publicKeys(),
                2 * DEVICES,
                "of each device its one-time key, and the one it signs batches with");
        assertOnce(counted.privateKeys(), 1, "the signing key");
    }

    @Test
    void opening_parses_each_key_once() {
        var submit = alice.send("start", bob);
        assertThat(Wraps.state(submit)).isEqualTo(WrapState.WRAP_STATE_START);
        var deliver = bob.deliver(submit);
        counted.forget();

        accepted(bob.judge(deliver, Party.NOW));

        assertOnce(counted.publicKeys(), 2, "the sender's signing key, and the ephemeral one");
        assertOnce(counted.privateKeys(), 1, "the one-time key");
    }

    private static void assertOnce(Map<Bytes, Integer> keys, int expected, String which) {
        assertThat(keys).as(which).hasSize(expected);
        assertThat(keys.values()).as(which).allMatch(times -> times == 1);
    }
}
