package org.mayfly.messaging.device;

import org.junit.jupiter.api.Test;
import org.mayfly.messaging.access.Actor;
import org.mayfly.messaging.policy.DevicePolicy;
import org.mayfly.messaging.policy.EphemeralityPolicy;
import org.mayfly.messaging.refusal.Reason;
import org.mayfly.messaging.testing.Relay;
import org.mayfly.messaging.testing.TestDevice;
import org.mayfly.protocol.value.Bytes;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mayfly.messaging.testing.Refusals.assertRefused;

/** Names and last days of own devices. */
class OwnDevicesTest {

    private final Relay relay = new Relay();
    private final OwnDevices own = relay.server.get(OwnDevices.class);
    private final TestDevice device = relay.enrolled("ada");

    private void lastSeen(boolean allowed) {
        relay.policies.set(
                Relay.OPERATOR,
                relay.network,
                EphemeralityPolicy.INITIAL.withDevices(new DevicePolicy(true, 5, allowed, true, true)));
    }

    private void logIn(long generation) {
        var nonce = TestDevice.random(32);
        relay.devices.logIn(
                new Actor.Anonymous(), nonce, device.logIn(relay.devices.serverName(), nonce, relay.now(), generation));
    }

    private OwnDevices.OwnDevice only() {
        var all = own.list(device.actor());
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    @Test
    void a_sealed_name_is_kept_as_it_is_and_no_longer_than_192_bytes() {
        assertThat(only().name()).isEmpty();
        assertThat(only().current()).isTrue();
        var sealed = TestDevice.random(192);
        own.name(device.actor(), device.address.device(), sealed);
        assertThat(only().name()).contains(sealed);
        for (var wrong : new Bytes[] {Bytes.empty(), TestDevice.random(193)}) {
            assertRefused(Reason.MALFORMED, () -> own.name(device.actor(), device.address.device(), wrong));
        }
        var eve = relay.enrolled("eve");
        assertRefused(
                Reason.UNKNOWN_DEVICE, () -> own.name(eve.actor(), device.address.device(), TestDevice.random(5)));
        assertThat(only().name()).contains(sealed);
    }

    @Test
    void the_day_is_kept_only_while_the_policy_allows_it_and_erased_when_it_stops() {
        logIn(1);
        assertThat(only().lastSeen()).isEmpty();
        lastSeen(true);
        assertThat(only().lastSeen()).isEmpty();
        logIn(2);
        assertThat(only().lastSeen()).contains(relay.now().truncatedTo(ChronoUnit.DAYS));
        relay.server.clock.advance(Duration.ofDays(1));
        logIn(3);
        assertThat(only().lastSeen()).contains(relay.now().truncatedTo(ChronoUnit.DAYS));
        lastSeen(false);
        assertThat(only().lastSeen()).isEmpty();
        assertThat(relay.server.rows("SELECT 'kept' FROM device WHERE last_seen_day IS NOT NULL"))
                .isEmpty();
        logIn(4);
        assertThat(relay.server.rows("SELECT 'kept' FROM device WHERE last_seen_day IS NOT NULL"))
                .isEmpty();
    }
}
