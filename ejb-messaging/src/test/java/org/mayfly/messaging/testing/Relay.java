package org.mayfly.messaging.testing;

import org.mayfly.messaging.access.Actor;
import org.mayfly.messaging.bundle.Bundle;
import org.mayfly.messaging.bundle.FirstBundles;
import org.mayfly.messaging.bundle.Seeds;
import org.mayfly.messaging.config.Limits;
import org.mayfly.messaging.device.Devices;
import org.mayfly.messaging.network.Networks;
import org.mayfly.messaging.policy.Policies;
import org.mayfly.messaging.prekey.Prekeys;
import org.mayfly.messaging.user.Users;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.crypto.P521PublicKey;
import org.mayfly.protocol.crypto.RandomSource;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.NetworkId;
import org.mayfly.protocol.value.UserId;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** A server with a network, and short ways to people and devices in it. */
public final class Relay {

    public static final Actor OPERATOR = new Actor.ApiToken(new UUID(0, 1));
    public static final int FIRST_PREKEYS = 4;

    /** Of nobody: for accounts that don't come back. */
    private static final Bytes LOG_IN_KEY = logInKey();

    private static final String[] IMPLEMENTATIONS = {
        "audit.AuditTrailBean",
        "network.NetworksBean",
        "policy.PoliciesBean",
        "user.UsersBean",
        "user.JdbcUsers",
        "identity.IdentitiesBean",
        "device.DevicesBean",
        "device.OwnDevicesBean",
        "recovery.RecoveryBean",
        "recovery.ReturnedAccountBean",
        "prekey.PrekeysBean",
        "prekey.JdbcPrekeys",
        "prekey.Identities$JdbcIdentities",
        "mailbox.JdbcMailboxes",
        "mailbox.MailboxCommitsBean",
        "mailbox.Committer",
        "mailbox.QueuedMailboxes",
        "administrator.AdministratorsBean",
        "apitoken.ApiTokensBean",
        "health.HealthBean",
        "health.MonitoringBean"
    };

    public record Invited(UserId user, String code) {}

    public final Server server;
    public final Networks networks;
    public final Policies policies;
    public final Users users;
    public final Devices devices;
    public final Prekeys prekeys;
    public final NetworkId network;

    public Relay() {
        this(Limits.STANDARD);
    }

    public Relay(Limits limits) {
        this(new Server(limits, implementations()), Optional.empty());
    }

    private Relay(Server server, Optional<NetworkId> known) {
        this.server = server;
        this.networks = server.get(Networks.class);
        this.policies = server.get(Policies.class);
        this.users = server.get(Users.class);
        this.devices = server.get(Devices.class);
        this.prekeys = server.get(Prekeys.class);
        this.network = known.orElseGet(() -> networks.create(OPERATOR, "Acme").id());
    }

    /** The same network after a restart of the server. */
    public Relay restarted() {
        return new Relay(server.restarted(), Optional.of(network));
    }

    public Instant now() {
        return server.clock.instant();
    }

    public Invited invite(String name) {
        var code = users.invite(OPERATOR, network, name).code();
        return new Invited(users.open(new Actor.Anonymous(), code).user(), code);
    }

    /** A device of both suites that has not enrolled. */
    public TestDevice device(Invited invited) {
        return new TestDevice(network, invited.user(), List.of(1, 2));
    }

    public TestDevice enrol(Invited invited) {
        var device = device(invited);
        devices.enrol(
                new Actor.Anonymous(),
                invited.code(),
                device.list(),
                device.firstPrekeys(FIRST_PREKEYS, now()),
                firstBundles());
        return device;
    }

    /** Under the newest seed; of random bytes. */
    public FirstBundles firstBundles() {
        var seed = server.get(Seeds.class).newest().id();
        return new FirstBundles(Bundle.parse(TestDevice.random(94), LOG_IN_KEY, Optional.of(seed)), Optional.empty());
    }

    public TestDevice enrolled(String name) {
        return enrol(invite(name));
    }

    /** Returns once some transaction waits for another one's lock. */
    public void awaitSomebodyWaiting() {
        long until = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (server.rows(
                        "SELECT 'waits' FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")
                .isEmpty()) {
            if (System.nanoTime() > until) {
                throw new AssertionError("nobody waits for the lock");
            }
            Thread.onSpinWait();
        }
    }

    private static Bytes logInKey() {
        var provider = CryptoProvider.preferred();
        var random = RandomSource.of(provider).secureRandom();
        return P521PublicKey.of(provider.p521KeyPairs(random).generateKeyPair().getPublic())
                .encoded();
    }

    private static Class<?>[] implementations() {
        return Stream.of(IMPLEMENTATIONS)
                .map(name -> "org.mayfly.messaging." + name)
                .map(Relay::load)
                .toArray(Class<?>[]::new);
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(Arrays.toString(IMPLEMENTATIONS), e);
        }
    }
}
