package org.mayfly.messaging.network;

import org.junit.jupiter.api.Test;
import org.mayfly.messaging.access.Actor;
import org.mayfly.messaging.policy.DevicePolicy;
import org.mayfly.messaging.policy.EphemeralityPolicy;
import org.mayfly.messaging.policy.Policies;
import org.mayfly.messaging.refusal.Reason;
import org.mayfly.messaging.testing.Relay;
import org.mayfly.messaging.testing.TestDevice;
import org.mayfly.protocol.value.NetworkId;

import java.time.Duration;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mayfly.messaging.testing.Refusals.assertRefused;

/** Networks and the policy of each. */
class NetworksAndPoliciesTest {

    private final Relay relay = new Relay();

    @Test
    void a_new_network_has_the_first_policy_and_an_audit_event() {
        var network = relay.networks.create(Relay.OPERATOR, " Initech ");
        assertThat(network.name()).isEqualTo("Initech");
        assertThat(relay.networks.get(Relay.OPERATOR, network.id())).isEqualTo(network);
        assertThat(relay.policies.of(Relay.OPERATOR, network.id())).isEqualTo(EphemeralityPolicy.INITIAL);
        assertThat(relay.server.rows("SELECT subject || after FROM audit_event WHERE action = 'network.create'"))
                .contains(network.id() + "{\"name\":\"Initech\"}");
    }

    @Test
    void a_name_in_use_is_refused_also_in_other_letters() {
        var other = relay.networks.create(Relay.OPERATOR, "Initech");
        for (var same : List.of("Acme", "ACME", "\uff21cme")) {
            assertRefused(Reason.NAME_TAKEN, () -> relay.networks.create(Relay.OPERATOR, same));
            assertRefused(Reason.NAME_TAKEN, () -> relay.networks.rename(Relay.OPERATOR, other.id(), same));
        }
    }

    @Test
    void a_network_may_be_renamed_to_its_own_name_in_other_letters() {
        assertThat(relay.networks.rename(Relay.OPERATOR, relay.network, "ACME").name())
                .isEqualTo("ACME");
    }

    @Test
    void a_refused_change_leaves_no_audit_event() {
        var before = relay.server.rows("SELECT count(*)::text FROM audit_event");
        assertRefused(Reason.NAME_TAKEN, () -> relay.networks.create(Relay.OPERATOR, "Acme"));
        assertRefused(Reason.NAME_UNUSABLE, () -> relay.networks.create(Relay.OPERATOR, ""));
        assertThat(relay.server.rows("SELECT count(*)::text FROM audit_event")).isEqualTo(before);
    }

    @Test
    void a_network_that_is_not_there_is_refused() {
        var nowhere = new NetworkId(TestDevice.random(16));
        assertRefused(Reason.UNKNOWN_NETWORK, () -> relay.networks.get(Relay.OPERATOR, nowhere));
        assertRefused(Reason.UNKNOWN_NETWORK, () -> relay.networks.rename(Relay.OPERATOR, nowhere, "x"));
        assertRefused(Reason.UNKNOWN_NETWORK, () -> relay.policies.of(Relay.OPERATOR, nowhere));
        assertRefused(
                Reason.UNKNOWN_NETWORK, () -> relay.policies.set(Relay.OPERATOR, nowhere, EphemeralityPolicy.INITIAL));
    }

    @Test
    void setting_a_policy_raises_its_version_and_is_told_after_the_commit() {
        var wanted = policy(60, 3600, 86_400, 30, 60).withClassicalSuite(true);
        var set = relay.policies.set(Relay.OPERATOR, relay.network, wanted);
        assertThat(set).isEqualTo(wanted.asVersion(2));
        assertThat(relay.policies.of(Relay.OPERATOR, relay.network)).isEqualTo(set);
        assertThat(relay.server.events).contains(new Policies.PolicyChanged(relay.network, set));
        assertThat(relay.server.rows("SELECT before FROM audit_event WHERE action = 'policy.set'"))
                .containsExactly(
                        "{\"version\":1,\"expirationMinimum\":5,\"expirationDefault\":604800,"
                                + "\"expirationMaximum\":2592000,\"burnDefault\":0,\"burnMaximum\":2592000,\"userMayChoose\":true,"
                                + "\"classicalSuiteAllowed\":false,\"deviceApproval\":true,\"devicesMaximum\":5,\"lastSeenAllowed\":false,\"recoveryKeyAllowed\":true,\"identityChangeBlocks\":true}");
        assertThat(relay.server.rows("SELECT after FROM audit_event WHERE action = 'policy.set'"))
                .singleElement()
                .asString()
                .endsWith(
                        "\"classicalSuiteAllowed\":true,\"deviceApproval\":false,\"devicesMaximum\":16,\"lastSeenAllowed\":true,\"recoveryKeyAllowed\":false,\"identityChangeBlocks\":false}");
    }

    @Test
    void the_classical_suite_is_allowed_and_refused_again_and_devices_are_told() {
        var device = relay.enrolled("ben").actor();
        var first = relay.policies.of(device, relay.network);
        assertThat(first.classicalSuiteAllowed()).isFalse();
        for (boolean allowed : new boolean[] {true, false}) {
            var set = relay.policies.set(Relay.OPERATOR, relay.network, first.withClassicalSuite(allowed));
            assertThat(set.classicalSuiteAllowed()).isEqualTo(allowed);
            assertThat(relay.policies.of(device, relay.network)).isEqualTo(set);
            assertThat(relay.server.events).contains(new Policies.PolicyChanged(relay.network, set));
        }
        assertThat(relay.policies.of(device, relay.network)).isEqualTo(first.asVersion(3));
    }

    @Test
    void a_policy_out_of_range_is_refused_and_nobody_is_told() {
        var wrong = List.of(
                policy(4, 60, 60, 0, 0),
                policy(60, 59, 60, 0, 0),
                policy(60, 61, 60, 0, 0),
                policy(60, 60, 2_592_001, 0, 0),
                policy(60, 60, 60, 2, 1),
                policy(60, 60, 60, -1, 0),
                policy(60, 60, 60, 0, 2_592_001),
                new EphemeralityPolicy(
                        1,
                        Duration.ofMillis(5_500),
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(60),
                        Duration.ZERO,
                        Duration.ZERO,
                        true,
                        true,
                        DevicePolicy.INITIAL),
                EphemeralityPolicy.INITIAL.withDevices(new DevicePolicy(true, 0, false, true, true)),
                EphemeralityPolicy.INITIAL.withDevices(new DevicePolicy(true, 17, false, true, true)));
        for (var policy : wrong) {
            assertRefused(Reason.POLICY_OUT_OF_RANGE, () -> relay.policies.set(Relay.OPERATOR, relay.network, policy));
        }
        assertThat(relay.server.events).isEmpty();
    }

    @Test
    void a_device_reads_the_policy_of_its_own_network_only() {
        var device = relay.enrolled("ada").actor();
        var other = relay.networks.create(Relay.OPERATOR, "Other").id();
        assertThat(relay.policies.of(device, relay.network)).isEqualTo(EphemeralityPolicy.INITIAL);
        assertRefused(Reason.UNKNOWN_NETWORK, () -> relay.policies.of(device, other));
        assertRefused(Reason.FORBIDDEN, () -> relay.policies.set(device, relay.network, EphemeralityPolicy.INITIAL));
    }

    @Test
    void networks_are_listed_by_name() {
        relay.networks.create(Relay.OPERATOR, "zeta");
        relay.networks.create(Relay.OPERATOR, "Beta");
        assertThat(relay.networks.list(new Actor.ApiToken(new java.util.UUID(0, 2))))
                .extracting(Networks.Network::name)
                .containsExactly("Acme", "Beta", "zeta");
    }

    private static EphemeralityPolicy policy(
            int minimum, int standard, int maximum, int burnStandard, int burnMaximum) {
        return new EphemeralityPolicy(
                7,
                Duration.ofSeconds(minimum),
                Duration.ofSeconds(standard),
                Duration.ofSeconds(maximum),
                Duration.ofSeconds(burnStandard),
                Duration.ofSeconds(burnMaximum),
                false,
                false,
                new DevicePolicy(false, 16, true, false, false));
    }
}
