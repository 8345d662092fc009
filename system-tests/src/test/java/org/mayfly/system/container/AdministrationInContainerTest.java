package org.mayfly.system.container;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.Archive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.mayfly.messaging.access.Actor;
import org.mayfly.messaging.audit.AuditTrail;
import org.mayfly.messaging.network.Networks;
import org.mayfly.messaging.network.Networks.Network;
import org.mayfly.messaging.policy.DevicePolicy;
import org.mayfly.messaging.policy.EphemeralityPolicy;
import org.mayfly.messaging.policy.Policies;
import org.mayfly.messaging.refusal.Reason;
import org.mayfly.messaging.refusal.RefusedException;
import org.mayfly.messaging.user.Users;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.DeviceId;
import org.mayfly.protocol.value.UserId;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import jakarta.ejb.EJBTransactionRequiredException;
import jakarta.inject.Inject;
import jakarta.transaction.Status;
import jakarta.transaction.UserTransaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Networks, policies, users and the audit, under the container's transactions. */
@ExtendWith(ArquillianExtension.class)
class AdministrationInContainerTest {
    private static final String NO_NAME = " ";

    private final Actor.Administrator administrator = new Actor.Administrator(UUID.randomUUID());

    @Inject
    private Networks networks;

    @Inject
    private Policies policies;

    @Inject
    private Users users;

    @Inject
    private AuditTrail audit;

    @Inject
    private UserTransaction transaction;

    @Inject
    private Heard heard;

    @Deployment
    public static Archive<?> archive() {
        return TestArchive.assembled();
    }

    @Test
    void a_change_and_its_audit_event_stand_in_one_transaction() throws Exception {
        transaction.begin();
        var network = networks.create(administrator, name());

        assertThat(ownEvents()).extracting(AuditTrail.Event::action).containsExactly("network.create");
        transaction.rollback();

        assertThat(ownEvents()).isEmpty();
        assertRefused(Reason.UNKNOWN_NETWORK, () -> networks.get(administrator, network.id()));
    }

    @Test
    void a_committed_change_and_its_audit_event_stay() {
        var network = networks.create(administrator, name());
        var after = networks.rename(administrator, network.id(), name());

        assertThat(networks.get(administrator, network.id())).isEqualTo(after);
        assertThat(ownEvents())
                .extracting(AuditTrail.Event::action)
                .containsExactly("network.create", "network.rename");
        assertThat(ownEvents())
                .allSatisfy(event ->
                        assertThat(event.subject()).isEqualTo(network.id().toString()));
    }

    @Test
    void a_refusal_comes_out_unwrapped_and_rolls_back_what_its_transaction_did_before() throws Exception {
        var taken = networks.create(administrator, name());
        var other = new Actor.Administrator(UUID.randomUUID());
        transaction.begin();
        var before = networks.create(other, name());

        assertRefused(Reason.NAME_TAKEN, () -> networks.create(other, taken.name()));
        assertThat(transaction.getStatus()).isEqualTo(Status.STATUS_MARKED_ROLLBACK);
        transaction.rollback();

        assertRefused(Reason.UNKNOWN_NETWORK, () -> networks.get(administrator, before.id()));
        assertThat(eventsOf(other)).isEmpty();
    }

    @Test
    void a_refused_change_leaves_no_audit_event() {
        var network = networks.create(administrator, name());
        var other = new Actor.Administrator(UUID.randomUUID());

        assertRefused(Reason.NAME_UNUSABLE, () -> networks.rename(other, network.id(), NO_NAME));
        assertRefused(Reason.POLICY_OUT_OF_RANGE, () -> policies.set(other, network.id(), expiring(Duration.ZERO)));
        assertRefused(Reason.UNKNOWN_USER, () -> users.suspend(other, network.id(), new UserId(id())));

        assertThat(eventsOf(other)).isEmpty();
    }

    @Test
    void an_audit_event_without_the_transaction_of_a_change_is_impossible() {
        assertThatThrownBy(() -> audit.record(administrator, "network.create", "x", "{}", "{}"))
                .isInstanceOf(EJBTransactionRequiredException.class);
    }

    @Test
    void only_administrators_and_tokens_change_networks_policies_and_users() {
        var network = networks.create(new Actor.ApiToken(UUID.randomUUID()), name());

        for (Actor stranger : List.of(device(network), new Actor.Anonymous())) {
            assertRefused(Reason.FORBIDDEN, () -> networks.create(stranger, name()));
            assertRefused(Reason.FORBIDDEN, () -> networks.list(stranger));
            assertRefused(Reason.FORBIDDEN, () -> policies.set(stranger, network.id(), expiring(Duration.ofHours(1))));
            assertRefused(Reason.FORBIDDEN, () -> users.invite(stranger, network.id(), "anna"));
            assertRefused(Reason.FORBIDDEN, () -> users.list(stranger, network.id()));
            assertRefused(Reason.FORBIDDEN, () -> audit.list(stranger, 0));
        }
        assertThat(users.list(administrator, network.id())).isEmpty();
    }

    @Test
    void a_device_reads_the_policy_of_its_own_network_only() {
        var own = networks.create(administrator, name());
        var foreign = networks.create(administrator, name());

        assertThat(policies.of(device(own), own.id())).isEqualTo(EphemeralityPolicy.INITIAL);
        assertRefused(Reason.UNKNOWN_NETWORK, () -> policies.of(device(own), foreign.id()));
        assertRefused(Reason.FORBIDDEN, () -> policies.of(new Actor.Anonymous(), own.id()));
    }

    @Test
    void a_policy_is_announced_after_its_commit_and_never_after_a_roll_back() throws Exception {
        var network = networks.create(administrator, name());
        transaction.begin();
        policies.set(administrator, network.id(), expiring(Duration.ofHours(1)));
        transaction.rollback();
        transaction.begin();
        var kept = policies.set(administrator, network.id(), expiring(Duration.ofHours(2)));
        transaction.commit();

        var first = heard.next(
                Heard.PolicySeen.class, seen -> seen.announced().network().equals(network.id()));

        assertThat(first.announced().policy()).isEqualTo(kept);
        assertThat(first.versionRead()).isEqualTo(kept.version());
    }

    private List<AuditTrail.Event> ownEvents() {
        return eventsOf(administrator);
    }

    private List<AuditTrail.Event> eventsOf(Actor.Administrator who) {
        return audit.newest(administrator, Long.MAX_VALUE, 1_000).stream()
                .filter(event -> event.actor().equals("administrator:" + who.id()))
                .sorted(Comparator.comparing(AuditTrail.Event::sequence))
                .toList();
    }

    private static EphemeralityPolicy expiring(Duration life) {
        return new EphemeralityPolicy(
                0,
                EphemeralityPolicy.SHORTEST_LIFE,
                life,
                Duration.ofDays(1),
                Duration.ZERO,
                Duration.ZERO,
                false,
                false,
                DevicePolicy.INITIAL);
    }

    private static Actor.Device device(Network network) {
        return new Actor.Device(network.id(), new UserId(id()), new DeviceId(id()));
    }

    private static String name() {
        return "Container " + UUID.randomUUID();
    }

    private static Bytes id() {
        var bytes = new byte[16];
        new SecureRandom().nextBytes(bytes);
        return Bytes.of(bytes);
    }

    private static void assertRefused(Reason reason, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.refusal().code()).isEqualTo(reason.code()));
    }
}
